"""Thousands of rows in a few statements: none is lost, whatever their number."""

import pytest

from reclaim.people.models import ExternalId, Person
from reclaim.people.services.rows import MOST, insert, pieces, update

pytestmark = pytest.mark.django_db
ID = ("person_id", "system", "value")
ONCE = ("person_id", "system")


@pytest.fixture
def people(local):
    names = (f"Rosa {n}" for n in range(MOST + 3))
    return Person.objects.bulk_create(Person(organization=local, given_name=n) for n in names)


def known():
    return list(ExternalId.objects.order_by("person_id").values_list(*ID))


@pytest.mark.parametrize("number", [0, 1, 7, MOST - 1, MOST, 3 * MOST + 5])
def test_pieces_are_all_the_rows_in_order_and_of_few_lengths(number):
    rows = [(one,) for one in range(number)]
    cut = list(pieces(rows))
    assert [row for piece in cut for row in piece] == rows
    assert len({len(piece) for piece in cut}) <= MOST.bit_length()


def test_rows_are_added_and_replaced_by_what_tells_them_apart(people):
    said = [(one.pk, "civicrm", f"100 % of {one.pk}") for one in people]
    insert(ExternalId, ID, said)
    assert known() == said
    later = [(*row[:2], "later") for row in said[1:]]
    insert(ExternalId, ID, later, once=ONCE)
    assert known() == [said[0], *later]


def test_rows_are_rewritten_by_their_key_and_no_others(people):
    update(Person, ("given_name", "job_title"), [("Bo", "Cook", one.pk) for one in people[1:]])
    found = Person.objects.order_by("pk").values_list("given_name", "job_title")
    assert list(found) == [("Rosa 0", ""), *[("Bo", "Cook")] * (MOST + 2)]


def test_no_rows_change_nothing(people):
    insert(ExternalId, ID, [], once=ONCE)
    update(Person, ("given_name",), [])
    assert known() == []
