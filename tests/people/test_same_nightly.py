"""Night after night: only who is new or changed is compared, and the page says what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Candidate, Person, Sweep
from reclaim.people.queries.same import pairing
from reclaim.people.services.finding import look_for_same
from tests import builders

pytestmark = pytest.mark.django_db
ZOLTAN = {"given_name": "Zoltan", "family_name": "Ferenczi", "email": "zf@people.example"}


@pytest.fixture
def crowd(local):
    for number in range(30):
        builders.make_person(local, given_name=f"Given{number % 7}", family_name=f"Fam{number}")


@pytest.fixture
def twice(local, crowd):
    return [builders.make_person(local, **ZOLTAN) for _ in "12"]


def compared_last() -> int:
    return Sweep.objects.get().compared


def test_the_first_night_compares_everybody_and_the_second_nobody(twice):
    assert look_for_same(at=clock.now()) == 1
    assert compared_last() == 32
    assert look_for_same(at=clock.now()) == 0
    assert compared_last() == 0
    assert Candidate.objects.open().count() == 1


def test_who_is_new_meets_everybody(local, twice):
    look_for_same(at=clock.now())
    third = builders.make_person(local, **ZOLTAN)
    assert look_for_same(at=clock.now()) == 2
    assert compared_last() == 1
    assert {row.other for row in Candidate.objects.all()} == {twice[1], third}


def test_who_changed_is_compared_anew(local, ana, twice):
    look_for_same(at=clock.now())
    facts = {"given_name": "Maria", "family_name": "Silva"}
    services.change_person(twice[1], by=ana, at=clock.now(), email=ZOLTAN["email"], **facts)
    look_for_same(at=clock.now())
    assert compared_last() == 1
    assert not Candidate.objects.exists()


def test_a_membership_elsewhere_is_a_change_too(other_local, twice):
    look_for_same(at=clock.now())
    twice[0].local_memberships.create(organization=other_local, number="17")
    look_for_same(at=clock.now())
    assert compared_last() == 1


def test_after_four_weeks_everybody_is_compared_again(twice):
    first = clock.now()
    look_for_same(at=first)
    look_for_same(at=first + timedelta(days=27))
    assert compared_last() == 0
    look_for_same(at=first + timedelta(days=28))
    assert compared_last() == 32


def test_a_night_that_failed_is_made_up_for(twice, monkeypatch):
    def fail(*_arguments):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("reclaim.people.services.finding.write", fail)
        with pytest.raises(OSError, match="full"):
            look_for_same(at=clock.now())
    assert not Sweep.objects.exists()
    assert look_for_same(at=clock.now()) == 1


def test_the_marks_tell_nothing(twice):
    look_for_same(at=clock.now())
    marks = bytes(Sweep.objects.get().marks)
    assert len(marks) == 16 * Person.objects.count()
    assert b"Zoltan" not in marks


def test_the_page_says_when_and_what_was_left_out(client, local, ana, twice, monkeypatch):
    url = reverse("people:same-people", args=[local.slug])
    client.force_login(ana)
    assert "How it was looked for" not in client.get(url).content.decode()
    monkeypatch.setattr(pairing, "CROWD", 3)
    for number in range(4):
        facts = ZOLTAN | {"email": f"z{number}@people.example"}
        builders.make_person(local, **facts)
    look_for_same(at=clock.now())
    shown = client.get(url).content.decode()
    assert "the 36 records of the whole union were looked through" in shown
    assert "full name: 6 people" in shown
