"""What the room keeps about a person: shown to them, and on their page to those who may see it."""

import pytest

from reclaim.core import clock, offers
from reclaim.core.offers import Subject
from reclaim.organize.outreach import services
from tests.builders import make_campaign, make_person, make_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(night_shift, amina, lea):
    talk = make_talk(2, will_do="sign", note="after six")
    services.record_conversation(night_shift.campaign, amina, talk, by=lea, at=clock.now())


def facts(**subject):
    found = [section for offer in offers.personal_sections for section in offer(Subject(**subject))]
    return {section.title: [tuple(map(str, row)) for row in section.rows] for section in found}


def timeline(person, user):
    return [entry.text for offer in offers.person_timeline for entry in offer(person.pk, user)]


def test_a_person_reads_every_word_noted_about_them(told, amina, ben):
    amina.user = ben
    amina.save()
    (row,) = facts(user_id=ben.pk)["Talks with you"]
    assert row[2:5] == ("Lea", "With us: will sign in public", "Will sign in public")
    assert row[-1] == "after six"


def test_a_person_without_an_account_is_found_by_address(told, amina):
    amina.email = "Amina@home.example"
    amina.save()
    assert len(facts(email="amina@home.example")["Talks with you"]) == 1


def test_two_people_without_an_address_are_not_taken_for_one(told, ben):
    assert "Talks with you" not in facts(user_id=ben.pk, email="")


def test_a_leader_reads_what_is_theirs_and_nothing_about_others(told, lea):
    kept = facts(user_id=lea.pk, email=lea.email)
    assert kept["Talks you noted"] == [("1",)]
    assert kept["Lists in your hands"][0][0] == "Night shift"
    assert "Amina" not in str(kept)


def test_an_organizer_reads_the_talks_on_a_person_s_page(told, amina, ana):
    assert timeline(amina, ana) == [
        "Talk with Lea: With us: will sign in public",
        "On the list Night shift",
    ]


@pytest.mark.parametrize("somebody", ["ben", "lea", "cleo"])
def test_others_read_nothing_there(request, told, amina, somebody):
    assert timeline(amina, request.getfixturevalue(somebody)) == []


def test_talks_in_a_campaign_of_others_are_not_read(amina, ana, cleo, other_local, local):
    """Cleo's campaign, with one of our people: what was said there stays there."""
    elsewhere = make_campaign(other_local)
    person = make_person(other_local)
    services.record_conversation(elsewhere, person, make_talk(), by=cleo, at=clock.now())
    assert timeline(person, ana) == []
    assert len(timeline(person, cleo)) == 1
