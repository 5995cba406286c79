"""A list sorted by worksite or by local: everybody once, in the order of the names as they are read."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from bench.union import filling as union
from reclaim.people.models import LocalMembership, Organization, Person, Worksite
from reclaim.people.queries import grouped, lists
from tests.builders import make_person, make_user, make_worksite
from tests.people.test_lists import walk

pytestmark = pytest.mark.django_db
LIST = "/people/"
LAST = (True, "", 0)  # behind all others


def by_worksite(person, user):
    """Said plainly: one person at a time."""
    site = person.worksite
    is_listed = site is not None and any(
        site.organization.path.startswith(path) for path in user.paths(*lists.SEES_PEOPLE)
    )
    return (False, site.name.lower(), site.pk) if is_listed else LAST


def by_local(person, user):
    return (False, person.organization.name.lower(), person.organization_id)


PLAINLY = {"worksite": by_worksite, "local": by_local}


def in_order(user, order):
    key = PLAINLY[order.removeprefix("-")]
    people = Person.objects.visible_to(user).select_related(
        "organization", "worksite__organization"
    )
    ordered = sorted(people, key=lambda one: (*key(one, user), one.name_key, one.pk))
    keys = [one.pk for one in ordered]
    return keys[::-1] if order.startswith("-") else keys


@pytest.fixture
def made(db):
    return union.fill(400, 20)


@pytest.fixture
def steps(monkeypatch):
    """As if each page went through thousands of worksites, some of them large."""
    monkeypatch.setattr(lists, "A_PAGE", 30)
    monkeypatch.setattr(grouped, "FIRST", 2)
    monkeypatch.setattr(grouped, "FULL", 6)


@pytest.mark.parametrize("small", [10, 5_000])
@pytest.mark.parametrize("order", ["worksite", "-worksite", "local", "-local"])
def test_walking_through_them_meets_everybody_once_in_order(made, steps, order, small, monkeypatch):
    monkeypatch.setattr(lists, "SMALL", small)
    for user in (made.ada, made.cora, made.lou):
        expected = in_order(user, order)
        assert expected
        assert walk(user, order) == expected
        assert walk(user, order, backwards=True) == expected


@pytest.mark.parametrize("known", [True, False])
def test_many_and_few_without_a_worksite_stand_at_the_end(made, steps, known, monkeypatch):
    monkeypatch.setattr(lists, "SMALL", 100)
    if known:
        few = Person.objects.filter(worksite=None).values_list("pk", flat=True)[:5]
        Person.objects.exclude(pk__in=list(few)).update(worksite=Worksite.objects.first())
    else:
        Person.objects.update(worksite=None)
    found = walk(made.ada, "worksite")
    assert found == in_order(made.ada, "worksite")
    last = list(Person.objects.filter(worksite=None).values_list("pk", flat=True))
    assert found[-len(last) :] == last


def test_a_guest_stands_in_the_local_that_keeps_their_record(made, steps, monkeypatch):
    monkeypatch.setattr(lists, "SMALL", 10)
    guests = LocalMembership.objects.filter(is_elsewhere=True).in_force()
    one = guests.exclude(organization__path__startswith=made.council.path).first()
    user = make_user("Gil", one.organization, "organizer")
    assert one.person_id in walk(user, "local")
    assert walk(user, "local") == in_order(user, "local")
    assert walk(user, "worksite") == in_order(user, "worksite")


def test_they_stand_by_plain_letters_in_the_readers_language(ana, local):
    for english, french in (("Zebra hall", "Étable"), ("Depot", "Usine"), ("École Roy", "")):
        site = make_worksite(local, english)
        Worksite.objects.filter(pk=site.pk).update(name_fr=french)
        make_person(local, worksite=site)

    def read():
        found = Person.objects.in_bulk(walk(ana, "worksite"))
        return [found[pk].worksite.name for pk in walk(ana, "worksite")]

    assert read() == ["Depot", "École Roy", "Zebra hall"]
    with override("fr"):
        assert read() == ["École Roy", "Étable", "Usine"]


def test_worksites_without_people_are_passed(ana, local, steps):
    for number in range(40):
        make_worksite(local, f"A {number}")
    person = make_person(local, worksite=make_worksite(local, "Z"))
    assert walk(ana, "worksite") == [person.pk]


def test_the_heads_of_both_columns_sort(client_of, ana, local):
    make_person(local, family_name="Abe", worksite=make_worksite(local, "Yard"))
    make_person(local, family_name="Bol", worksite=make_worksite(local, "Depot"))
    page = client_of(ana).get(LIST, {"order": "worksite"}).text
    assert page.index("Idris Bol") < page.index("Idris Abe")
    assert "?order=-worksite" in page
    assert "?order=local" in page
    page = client_of(ana).get(LIST, {"order": "-worksite"}).text
    assert page.index("Idris Abe") < page.index("Idris Bol")


def test_a_filter_narrows_them(client_of, ana, local):
    site = make_worksite(local, "Yard")
    make_person(local, family_name="Abe", worksite=site, language="fr")
    make_person(local, family_name="Bol", worksite=site)
    page = client_of(ana).get(LIST, {"order": "worksite", "language": "fr"}).text
    assert "Idris Abe" in page
    assert "Idris Bol" not in page


def test_a_sheet_is_sorted_the_same_way(client_of, ana, local):
    for family, site in (("Abe", "Yard"), ("Bol", "Depot"), ("Cam", "")):
        make_person(
            local, family_name=family, worksite=make_worksite(local, site) if site else None
        )
    for order, expected in (("worksite", "Bol Abe Cam"), ("-worksite", "Cam Abe Bol")):
        asked = {"what": "csv", "what_for": "talks", "told": 3}
        answer = client_of(ana).post(f"/people/take-out/?who=list&order={order}", asked)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        assert [row[1] for row in rows] == expected.split()


@pytest.mark.parametrize("order", ["worksite", "-local"])
def test_the_questions_asked_do_not_grow_with_the_people(client_of, ana, local, order):
    client = client_of(ana)
    site, asked = make_worksite(local), []
    for people in (1, 60):
        Person.objects.bulk_create(
            Person(organization=local, worksite=site, family_name="Abe") for _ in range(people)
        )
        with CaptureQueriesContext(connection) as questions:
            client.get(LIST, {"order": order})
        asked.append(len(questions))
    assert max(asked) <= 26


def test_roots_beside_each_other_are_told_apart(ana, local, steps, monkeypatch):
    monkeypatch.setattr(lists, "SMALL", 0)
    beside = Organization.objects.add_root(
        {"kind": "partner", "name_en": "Tenants", "slug": "tenants"}
    )
    make_person(beside, worksite=make_worksite(beside, "A"))
    ours = make_person(local, worksite=make_worksite(local, "B"))
    assert walk(ana, "worksite") == [ours.pk]
