"""A supporter writes, and confirms from their own mailbox."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from reclaim.act.letters import queries, rules, services
from reclaim.act.letters.models import Appeal, Confirmation, Delivery, Letter
from reclaim.core import clock
from reclaim.core.errors import Refused
from tests.builders import (
    OWN_WORDS,
    STARTER,
    make_appeal,
    make_letter,
    make_office,
    make_term,
    run_jobs,
)

pytestmark = pytest.mark.django_db
ROSA = "rosa@people.example"


def words(**changes: str) -> services.Words:
    facts = {
        "language": "en",
        "name": "Rosa Lima",
        "email": ROSA,
        "postal_code": "M4C 1M5",
        "subject": "Security in our shelters",
        "body": OWN_WORDS,
    }
    return services.Words(**{**facts, **changes})


def recipient_of(appeal: Appeal) -> queries.Recipient:
    return queries.every_recipient(appeal)[0]


def write(appeal: Appeal, **changes: str) -> Letter | None:
    return services.write_letter(appeal, recipient_of(appeal), words(**changes), at=clock.now())


def test_a_letter_is_kept_and_its_writer_is_asked_to_confirm(appeal):
    letter = write(appeal)
    run_jobs()
    assert letter.confirmed_at is None
    assert [message.to for message in mail.outbox] == [[ROSA]]
    assert queries.token_for(letter) in mail.outbox[0].body


def test_nothing_reaches_the_official_before_the_writer_confirms(appeal):
    write(appeal)
    run_jobs()
    assert not Delivery.objects.exists()
    assert {message.to[0] for message in mail.outbox} == {ROSA}


def test_the_question_repeats_nothing_that_was_typed(appeal):
    """Or anybody could have this house mail their words to anybody."""
    write(appeal, name="Buy Now", subject="Cheap watches")
    run_jobs()
    sent = mail.outbox[0].subject + mail.outbox[0].body
    assert not any(typed in sent for typed in ("Buy Now", "Cheap watches", "Main Street"))


def test_a_confirmed_letter_is_queued_and_delivered(appeal):
    services.confirm_letter(write(appeal), at=clock.now())
    run_jobs()
    assert [message.to for message in mail.outbox] == [[ROSA], ["clerk@council.example"]]
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_the_recipient_is_kept_as_it_was_that_day(local):
    office = make_office(title_en="Chair")
    term = make_term(office, email="chair@council.example", source="chairs.csv:7")
    letter = write(make_appeal(local, office))
    assert (letter.official_name, letter.official_title) == (str(term.official), "Chair")
    assert (letter.to_email, letter.source) == ("chair@council.example", "chairs.csv:7")


def test_confirming_twice_queues_once(appeal):
    letter = write(appeal)
    services.confirm_letter(letter, at=clock.now())
    services.confirm_letter(letter, at=clock.now())
    assert Delivery.objects.count() == 1
    assert Appeal.objects.get().confirmed == 1


def test_of_two_letters_of_one_writer_the_first_confirmed_goes(appeal):
    first, second = write(appeal), write(appeal, body=OWN_WORDS + " Thank you.")
    services.confirm_letter(second, at=clock.now())
    standing = services.confirm_letter(first, at=clock.now())
    assert standing == second
    assert Delivery.objects.get().letter == second


def test_a_stranger_who_types_my_address_does_not_change_my_letter(appeal):
    mine = write(appeal)
    write(appeal, name="Somebody Else", body=OWN_WORDS + " Do the opposite of all this.")
    mine.refresh_from_db()
    assert (mine.writer_name, mine.body) == ("Rosa Lima", OWN_WORDS)


def test_who_has_written_is_told_by_mail_and_nothing_more_goes_out(appeal):
    make_letter(appeal, writer_email=ROSA, confirmed=True)
    assert write(appeal, email=" Rosa@People.example ".strip()) is None
    run_jobs()
    subjects = [
        message.subject for message in mail.outbox if message.to != ["clerk@council.example"]
    ]
    assert subjects == ["You have already written"]
    assert Delivery.objects.count() == 1


def test_the_same_person_may_write_in_another_campaign(local, appeal):
    make_letter(appeal, writer_email=ROSA, confirmed=True)
    other = make_appeal(local, make_office(email="other@council.example"))
    assert write(other) is not None


def test_the_database_refuses_a_second_confirmed_letter(appeal):
    make_letter(appeal, writer_email=ROSA, confirmed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_letter(appeal, writer_email=ROSA, confirmed_at=clock.now())


def test_an_address_is_written_to_three_times_a_day_at_most(appeal):
    written = [write(appeal) for _ in range(5)]
    assert [letter is not None for letter in written] == [True, True, True, False, False]
    assert Confirmation.objects.count() == 3


def test_an_address_is_written_to_again_the_next_day(appeal):
    for _ in range(3):
        write(appeal)
    Confirmation.objects.update(queued_at=clock.now() - timedelta(days=1))
    assert write(appeal) is not None


def test_a_corrected_letter_replaces_the_one_before_and_its_link(appeal):
    first = write(appeal)
    link = queries.token_for(first)
    again = services.write_letter(
        appeal, recipient_of(appeal), words(), instead_of=first.pk, at=clock.now()
    )
    first.refresh_from_db()
    assert first.scrubbed_at and not first.body
    assert queries.letter_behind(link) is None
    assert queries.letter_behind(queries.token_for(again)) == again


def test_a_replaced_letter_is_no_longer_asked_about(appeal):
    first = write(appeal)
    services.write_letter(
        appeal, recipient_of(appeal), words(), instead_of=first.pk, at=clock.now()
    )
    run_jobs()
    assert len(mail.outbox) == 1
    assert Confirmation.objects.get(letter=first).refused_because


def test_a_confirmed_letter_can_not_be_replaced(appeal):
    mine = make_letter(appeal, confirmed=True)
    services.write_letter(appeal, recipient_of(appeal), words(), instead_of=mine.pk, at=clock.now())
    mine.refresh_from_db()
    assert mine.body == OWN_WORDS


def test_a_letter_of_another_appeal_can_not_be_replaced(local, appeal):
    other = make_letter(make_appeal(local))
    services.write_letter(
        appeal, recipient_of(appeal), words(), instead_of=other.pk, at=clock.now()
    )
    other.refresh_from_db()
    assert other.body == OWN_WORDS


@pytest.mark.parametrize("token", ["", "x", "key-000000000001", "key-000000000001" + "A" * 16])
def test_a_made_up_link_finds_nothing(appeal, token):
    make_letter(appeal, key="key-000000000001")
    assert queries.letter_behind(token) is None


def test_the_database_alone_does_not_tell_a_link(appeal, settings):
    letter = make_letter(appeal)
    here = queries.token_for(letter)
    settings.SECRET_KEY = "another installation with the same rows"
    assert queries.letter_behind(here) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": STARTER}, "Something is still missing"),
        ({"body": STARTER.replace("…", "")}, "Add a sentence or two of your own"),
        ({"body": "Please."}, "Add a sentence or two of your own"),
        ({"body": "word " * 20_000}, "Your letter has 99,999 characters"),
        ({"name": ""}, "Write your name"),
        ({"name": "Rosa\nBcc: all@people.example"}, "on one line"),
        ({"name": "Rosa\u2028Lima"}, "on one line"),
        ({"name": "www.cheap.example"}, "Write only your name"),
        ({"name": "R" * 81}, "at most 80"),
        ({"email": "rosa"}, "“rosa” is not an e-mail address"),
        ({"email": "rosa@people.example\nBcc: a@b.example"}, "is not an e-mail address"),
        ({"email": "Clerk@Council.example"}, "the official’s own address"),
        ({"subject": " "}, "what your letter is about"),
        ({"subject": "A\r\nBcc: all@people.example"}, "on one line"),
        ({"subject": "S" * 121}, "at most 120"),
    ],
)
def test_what_can_not_be_sent_gets_one_sentence(appeal, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        write(appeal, **changes)
    assert not Letter.objects.exists()


def test_nobody_writes_to_an_empty_seat(local):
    appeal = make_appeal(local, make_office(title_en="The chair"))
    with pytest.raises(Refused, match="no e-mail address for “The chair”"):
        write(appeal)


def test_a_browser_that_sent_five_letters_rests_until_tomorrow(appeal):
    with pytest.raises(Refused, match="5 letters were sent from this phone"):
        services.write_letter(appeal, recipient_of(appeal), words(), sent_today=5, at=clock.now())


def test_a_link_works_for_seven_days(appeal):
    late = make_letter(appeal, written_at=clock.now() - timedelta(days=7))
    with pytest.raises(Refused, match="expired"):
        services.confirm_letter(late, at=clock.now())
    in_time = make_letter(appeal, written_at=clock.now() - timedelta(days=6, hours=23))
    assert services.confirm_letter(in_time, at=clock.now()).confirmed_at


@pytest.mark.parametrize("changes", [{"published_at": None}, {"ends_on": "2026-10-04"}])
def test_letters_end_with_their_campaign(appeal, changes):
    letter = make_letter(appeal)
    type(appeal.campaign).objects.update(**changes)
    with pytest.raises(Refused, match="campaign has ended"):
        services.confirm_letter(Letter.objects.get(pk=letter.pk), at=clock.now())


def test_a_letter_to_somebody_who_left_the_office_is_not_sent(local):
    office = make_office(title_en="Chair")
    term = make_term(office)
    letter = write(make_appeal(local, office))
    type(term).objects.update(until="2026-10-04")
    with pytest.raises(Refused, match=r"left this office on 4 October 2026"):
        services.confirm_letter(letter, at=clock.now())


def test_a_machine_that_writes_in_many_names_is_stopped_for_an_hour(appeal, monkeypatch):
    monkeypatch.setattr(rules, "ASKED_AN_HOUR", 2)
    for number in range(2):
        assert write(appeal, email=f"stranger{number}@people.example")
    with pytest.raises(Refused, match="send it again in an hour"):
        write(appeal, email="one.more@people.example")
    Letter.objects.update(written_at=clock.now() - timedelta(hours=2))
    assert write(appeal, email="one.more@people.example")


def test_letters_that_were_confirmed_stop_nobody(appeal, monkeypatch):
    monkeypatch.setattr(rules, "ASKED_AN_HOUR", 1)
    services.confirm_letter(write(appeal, email="a@people.example"), at=clock.now())
    assert write(appeal, email="b@people.example")
