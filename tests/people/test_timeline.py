"""What happened with a record stands on the person's page, for those who may see it."""

from datetime import date

import pytest

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import ImportRow, LocalMembership, Role
from reclaim.people.offers.timeline import timeline
from tests import builders

pytestmark = pytest.mark.django_db


def told(person, user):
    entries = sorted(timeline(person.pk, user), key=lambda entry: entry.at)
    return [(entry.text, entry.room) for entry in entries]


def test_a_record_nothing_happened_with_says_nothing(rosa, ana):
    assert told(rosa, ana) == []


def test_what_they_were_in_a_local_and_until_when(rosa, ana, local):
    LocalMembership.objects.create(
        person=rosa, organization=local, since=date(2019, 3, 1), until=date(2024, 6, 30)
    )
    assert told(rosa, ana) == [("Member", str(local)), ("No longer: member", str(local))]


def test_every_yes_and_no_in_its_order(rosa, ana):
    publish = {"source": "talk", "by": ana}
    services.publish_first_wordings(at=clock.now())
    for is_given in (True, False):
        services.record_consent(
            rosa, "email", "campaign", is_given=is_given, at=clock.now(), **publish
        )
    about = "e-mail: news of our union and campaigns"
    assert told(rosa, ana) == [
        (f"Yes to {about}", "a conversation"),
        (f"No to {about}", "a conversation"),
    ]


@pytest.mark.parametrize(
    ("outcome", "text"), [("added", "Added by a sheet"), ("updated", "Changed by a sheet")]
)
def test_the_sheet_that_brought_them(rosa, ana, local, outcome, text):
    work = builders.make_import(local, ana)
    ImportRow.objects.create(of=work, number=2, outcome=outcome, person=rosa)
    (entry,) = timeline(rosa.pk, ana)
    assert (entry.text, entry.room, entry.url) == (text, "members.csv", work.get_absolute_url())


def test_a_sheet_of_another_organization_is_not_named(rosa, ana, cleo):
    work = builders.make_import(builders.make_organization(), cleo)
    ImportRow.objects.create(of=work, number=2, outcome="updated", person=rosa)
    assert told(rosa, ana) == []


def test_what_they_asked_to_have_corrected_is_for_who_answers(rosa, ana, local):
    services.ask_correction(rosa, "work", "The other depot.", by=ana, at=clock.now())
    organizer = builders.make_user("Oma", local, Role.ORGANIZER)
    assert told(rosa, organizer) == []
    (entry,) = timeline(rosa.pk, ana)
    assert (entry.text, entry.room) == (
        "Asked to have corrected: my worksite, my job, my shift",
        "waits for an answer",
    )
    correction = rosa.corrections.get()
    services.answer_correction(correction, is_accepted=True, answer="Done.", by=ana, at=clock.now())
    (entry,) = timeline(rosa.pk, ana)
    assert (entry.room, entry.url) == ("answered", "")


def test_it_stands_on_the_page(client_of, rosa, ana, local):
    LocalMembership.objects.create(person=rosa, organization=local, since=date(2019, 3, 1))
    page = client_of(ana).get(rosa.get_absolute_url()).text
    assert "Nothing is noted yet" not in page
    assert '<time datetime="2019-03-01T00:00:00-05:00">1 March 2019</time>' in page
