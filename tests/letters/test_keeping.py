"""A letter is kept 28 days after it left, an unconfirmed one a week; the counts stay."""

from datetime import timedelta

import pytest

from reclaim.act.letters import queries, services
from reclaim.act.letters.models import Appeal, Confirmation, Delivery, Letter
from reclaim.act.letters.models.letter import PERSONAL
from reclaim.core import clock, offers
from tests.builders import make_delivery, make_letter, run_jobs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent(appeal, days_ago):
    at = clock.now() - days_ago * DAY
    Appeal.objects.update(delivered=1, confirmed=2)
    return make_delivery(appeal, claimed_at=at, started_at=at, sent_at=at).letter


def kept_of(letter):
    return {getattr(Letter.objects.get(pk=letter.pk), field) for field in PERSONAL}


@pytest.mark.parametrize(("days", "is_erased"), [(27, False), (28, True)])
def test_the_text_goes_28_days_after_the_letter_left(appeal, days, is_erased):
    letter = sent(appeal, days)
    services.scrub_letters(at=clock.now())
    assert (kept_of(letter) == {""}) is is_erased


def test_a_refused_letter_goes_too(appeal):
    at = clock.now() - 28 * DAY
    letter = make_delivery(appeal, claimed_at=at, refused_at=at, refused_because="550").letter
    assert services.scrub_letters(at=clock.now()) == 1
    assert kept_of(letter) == {""}


def test_a_letter_in_doubt_goes_too(appeal):
    at = clock.now() - 28 * DAY
    make_delivery(appeal, claimed_at=at, started_at=at)
    assert services.scrub_letters(at=clock.now()) == 1


def test_a_letter_that_still_waits_is_kept(appeal):
    make_letter(appeal, confirmed=True, written_at=clock.now() - 40 * DAY)
    Delivery.objects.update(queued_at=clock.now() - 40 * DAY)
    assert services.scrub_letters(at=clock.now()) == 0


def test_counts_and_offices_stay(wide_appeal):
    seat = queries.recipients_for(wide_appeal, "M4C 1M5").sure
    letter = make_letter(wide_appeal, office=seat.office, district=seat.district, confirmed=True)
    services.deliver_waiting()
    Delivery.objects.update(sent_at=clock.now() - 28 * DAY)
    services.scrub_letters(at=clock.now())
    assert kept_of(letter) == {""}
    assert queries.reach_of(wide_appeal).reached == 1
    assert [row.delivered for row in queries.count_by_office(wide_appeal)] == [1]


def test_nobody_writes_twice_because_the_text_is_gone(appeal):
    letter = sent(appeal, 28)
    digest = letter.writer_digest
    services.scrub_letters(at=clock.now())
    assert queries.confirmed_by(appeal, letter.office, digest) == letter


def test_an_erased_letter_can_not_be_tried_again(appeal, ana):
    at = clock.now() - 28 * DAY
    row = make_delivery(appeal, claimed_at=at, refused_at=at, refused_because="550")
    services.scrub_letters(at=clock.now())
    with pytest.raises(Exception, match="has been erased"):
        services.try_again(row, by=ana, at=clock.now())


@pytest.mark.parametrize(("days", "is_forgotten"), [(6, False), (7, True)])
def test_an_unconfirmed_letter_is_forgotten_after_a_week(appeal, days, is_forgotten):
    make_letter(appeal, written_at=clock.now() - days * DAY)
    services.forget_unconfirmed(at=clock.now())
    assert Letter.objects.exists() is not is_forgotten


def test_a_confirmed_letter_is_not_forgotten(appeal):
    make_letter(appeal, confirmed=True, written_at=clock.now() - 7 * DAY)
    assert services.forget_unconfirmed(at=clock.now()) == 0


def test_what_we_wrote_to_writers_is_forgotten_after_a_week(appeal):
    letter = make_letter(appeal, confirmed=True)
    for number, days in enumerate((6, 7)):
        Confirmation.objects.create(
            letter=letter,
            kind=Confirmation.Kind.ALREADY,
            to_email="rosa@people.example",
            language="en",
            queued_at=clock.now() - days * DAY,
            message_id=f"<{number}@reclaim.example>",
        )
    services.forget_unconfirmed(at=clock.now())
    assert Confirmation.objects.count() == 1


def test_the_day_of_letters_says_what_it_did(appeal):
    make_letter(appeal, confirmed=True)
    [job] = [job for job in offers.daily_jobs if job.name == "letters"]
    assert job.run() == ("1 delivered, 0 refused, 0 later; asked 0 writers, erased 0, forgot 0")


def test_my_letters_are_told_to_me_alone(appeal):
    make_letter(appeal, writer_email="rosa@people.example", confirmed=True)
    make_letter(appeal, writer_email="other@people.example", confirmed=True)
    run_jobs()
    [section] = [
        section
        for offer in offers.personal_sections
        for section in offer(offers.Subject(email="Rosa@People.example"))
        if section.title == "Letters you wrote"
    ]
    [[day, to, *writer, subject, text, fate]] = section.rows
    assert writer == ["Rosa Lima", "rosa@people.example", "M4C 1M5"]
    assert (day, to, subject, fate) == (
        "5 October 2026",
        "The committee",
        "Security in our shelters",
        "delivered",
    )
    assert text.startswith("My name is Rosa")


def test_nothing_is_told_without_an_address(appeal):
    make_letter(appeal, confirmed=True)
    offer = offers.personal_sections._by_room["letters"]
    assert offer(offers.Subject(user_id=1)) == []
