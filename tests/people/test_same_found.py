"""Candidates: found at night and after an import, decided once, within what one may see."""

from __future__ import annotations

import pytest

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Candidate, Merge, Person, Role
from reclaim.people.services.finding import look_after_import, look_for_same
from reclaim.people.services.same import merge_people, say_different
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


def twice(local, other=None, **changes):
    facts = {"given_name": "Zoltan", "family_name": "Ferenczi", "email": "zf@people.example"}
    one = builders.make_person(local, **facts)
    return one, builders.make_person(other or local, **facts | changes)


@pytest.fixture
def crowd(local):
    for number in range(30):
        builders.make_person(local, given_name=f"Given{number % 7}", family_name=f"Fam{number}")


def test_one_person_twice_is_found_with_the_reasons(local, ana, crowd, now):
    one, other = twice(local, given_name="Zoltán")
    assert look_for_same(at=now) == 1
    (row,) = Candidate.objects.visible_to(ana)
    assert (row.one, row.other) == (one, other)
    found = {reason["about"]: reason["found"] for reason in row.reasons}
    assert found["ways"] == "email"
    assert found["family"] == "all"


def test_different_is_said_once_and_outlives_the_next_run(local, ana, crowd, now):
    one, other = twice(local)
    look_for_same(at=now)
    say_different(one, other, by=ana, at=now)
    look_for_same(at=clock.now())
    assert not Candidate.objects.open().exists()
    assert Candidate.objects.get().decided_by == ana


def test_what_is_no_longer_likely_is_asked_no_longer(local, ana, crowd, now):
    _one, other = twice(local)
    look_for_same(at=now)
    services.change_person(
        other, by=ana, at=now, given_name="Maria", family_name="Silva", email="m@people.example"
    )
    other.contact_points.filter(key="zf@people.example").delete()
    look_for_same(at=clock.now())
    assert not Candidate.objects.exists()


def test_a_family_at_one_address_is_not_asked_about(local, crowd, now):
    twice(local, given_name="Ilona", phone="416 555 0199")
    assert look_for_same(at=now) == 0


def test_across_locals_only_who_coordinates_both_sees_a_pair(
    local, other_local, council, ana, crowd, now
):
    twice(local, other_local)
    boss = builders.make_user("Boss", council, Role.COORDINATOR)
    organizer = builders.make_user("Orla", council, Role.ORGANIZER)
    assert look_for_same(at=now) == 1
    seen = [Candidate.objects.visible_to(user).count() for user in (ana, organizer, boss)]
    assert seen == [0, 0, 1]


def test_two_unions_are_never_compared(local, crowd, now):
    twice(local, builders.make_organization("Another union", kind="national"))
    assert look_for_same(at=now) == 0


def test_after_an_import_only_its_rows_are_compared(local, ana, crowd, now):
    twice(local)
    work = builders.make_import(local, ana)
    added = builders.make_person(local, given_name="Ferenczi", family_name="Zoltan",
                                 email="zf@people.example")  # fmt: skip
    work.import_rows.create(number=2, outcome="added", person=added)
    look_after_import.call(work.pk)
    assert {row.other for row in Candidate.objects.all()} == {added}
    assert Candidate.objects.count() == 2


def test_nothing_is_put_together_by_itself_unless_that_is_turned_on(local, crowd, now, settings):
    one, other = twice(local)
    look_for_same(at=now)
    assert not Merge.objects.exists()
    settings.MERGES_BY_ITSELF = True
    look_for_same(at=clock.now())
    merge = Merge.objects.get()
    assert (merge.person, merge.number, merge.by) == (one, other.pk, None)
    assert not Person.objects.filter(pk=other.pk).exists()


def test_what_could_be_father_and_son_is_never_put_together_by_itself(local, crowd, settings):
    settings.MERGES_BY_ITSELF = True
    one, other = twice(local, email="", phone="416 555 0199")
    services.keep_preferred(Person.objects.filter(pk=one.pk))
    for person, number in ((one, "17"), (other, "93")):
        person.local_memberships.create(organization=local, number=number)
    look_for_same(at=clock.now())
    assert not Merge.objects.exists()


def test_three_records_of_one_person_become_one(local, crowd, settings):
    settings.MERGES_BY_ITSELF = True
    one, _other = twice(local)
    builders.make_person(local, given_name="Zoltan", family_name="Ferenczi",
                         email="zf@people.example")  # fmt: skip
    look_for_same(at=clock.now())
    look_for_same(at=clock.now())
    assert list(Person.objects.filter(family_name="Ferenczi")) == [one]
    assert Merge.objects.filter(person=one).count() == 2


def test_a_pair_put_together_is_asked_about_no_more(local, ana, crowd, now):
    one, other = twice(local)
    look_for_same(at=now)
    merge_people(one, other, by=ana, at=now)
    assert not Candidate.objects.exists()
    assert look_for_same(at=clock.now()) == 0
