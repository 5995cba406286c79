"""Taking people out of a list into a sheet: noted for each of them, kept with what it was for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Look, Person, User
from reclaim.people.queries.among import Among
from reclaim.people.queries.chosen import Chosen
from reclaim.people.queries.list_columns import Column
from reclaim.people.queries.lists import rows_of
from reclaim.people.rules import taking_out as rules
from reclaim.people.services.looks import note_looks

AT_ONCE = 1_000


@dataclass(frozen=True)
class TakenOut:
    """`rows` can be walked through once. Whoever stands in them was noted before."""

    people: int
    head: list[str]
    rows: Iterator[list[str]]


def take_out(
    chosen: Chosen, columns: Sequence[Column], *, what: str, what_for: str, by: User, at: datetime
) -> TakenOut:
    """Who is in it is settled here, so that nobody stands in the file of whom it is not noted.

    In no transaction: where there is one writer at a time, everybody would wait until a million
    are found and put in order.
    """
    keys = array("q", in_order(chosen).iterator(chunk_size=10_000))
    require(rules.why_not_take_out(by, what, what_for, len(keys)))
    facts = dict(chosen.facts)
    facts["q"] = "a name" if facts.get("q") else ""  # whose, is nothing to keep for years
    facts.pop("page", None)
    kept = {"people": len(keys), "what_for": what_for, "filter": facts}
    named = [column.key for column in columns]
    audit.record("take out people", by, by=by, at=at, what=what, columns=named, **kept)
    head = [_("Given name"), _("Family name"), *[str(column.title) for column in columns]]
    return TakenOut(len(keys), head, rows(keys, columns, by, at, get_language() or "en"))


def in_order(chosen: Chosen) -> QuerySet[Person, int]:
    return chosen.asked.order.sorted(chosen.people).values_list("pk", flat=True)


def rows(
    keys: array[int], columns: Sequence[Column], by: User, at: datetime, language: str
) -> Iterator[list[str]]:
    for begin in range(0, len(keys), AT_ONCE):
        with override(language):
            some = written(list(keys[begin : begin + AT_ONCE]), columns, by, at)
        yield from some


def written(keys: list[int], columns: Sequence[Column], by: User, at: datetime) -> list[list[str]]:
    """Who was erased, or went out of sight, since the file was begun is not in it."""
    note_looks(Person.objects.filter(Among("pk", keys)), by=by, at=at, why=Look.Why.EXPORT)
    people = rows_of(by, keys)
    told = [(column.in_sheet or column.tell)(people) for column in columns]
    return [
        [one.given_name, one.family_name, *(str(texts.get(one.pk, "")) for texts in told)]
        for one in people
    ]
