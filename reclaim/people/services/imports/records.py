"""The records a batch of rows may be about: found by identifier, e-mail and phone in a few
questions, however many people there are."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from reclaim.people.models import (
    Consent,
    ContactPoint,
    CustomValue,
    ExternalId,
    LocalMembership,
    Organization,
    Person,
)
from reclaim.people.models.consent import Purpose
from reclaim.people.queries.among import Among, AmongNames
from reclaim.people.rules.cells import plain
from reclaim.people.services.imports.wanted import Wanted

AT_ONCE = 10_000
CROWD = 50
FACTS = ("given_name", "family_name", "pronouns", "language", "job_title", "shift", "worksite_id")
Key = TypeVar("Key", int, str)
Named = tuple[int, str, str]  # whose record, given and family name


@dataclass(slots=True)
class Joined:
    """One membership of a local; without a `pk` until it is written."""

    organization_id: int
    number: str = ""
    kind: str = LocalMembership.Kind.MEMBER
    since: date | None = None
    until: date | None = None
    pk: int | None = None


@dataclass(slots=True)
class Record:
    """A person as far as a sheet may say something of them; `pk` is below zero until written."""

    pk: int
    organization_id: int
    facts: dict[str, Any]
    points: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, key): status
    joined: list[Joined] = field(default_factory=list)
    custom: dict[int, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.facts['given_name']} {self.facts['family_name']}".strip()

    @property
    def is_bare(self) -> bool:
        """Nothing but the name tells who it is."""
        reached = any(kind != "address" for kind, _key in self.points)
        return not (reached or self.ids or any(one.number for one in self.joined))

    @property
    def as_named(self) -> Named:
        facts = self.facts
        return (self.organization_id, facts["given_name"], facts["family_name"])

    def numbers_in(self, local: int | None) -> set[str]:
        here = (one for one in self.joined if local in {None, one.organization_id})
        return {one.number for one in here if one.number}


class Known:
    """The records of one batch, and the ways that lead to them. Those outside the branch the
    import is for are met only by their member number, to say so: `outside`."""

    def __init__(self) -> None:
        self.records: dict[int, Record] = {}
        self.outside: set[str] = set()
        self.by_number: dict[str, set[int]] = defaultdict(set)
        self.by_id: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.by_email: dict[str, set[int]] = defaultdict(set)
        self.by_phone: dict[tuple[str, str], set[int]] = defaultdict(set)  # with the family name
        self.by_name: dict[Named, set[int]] = defaultdict(set)  # of those known by no more
        self.crowded: set[str] = set()

    def add(self, record: Record) -> None:
        """So that the next row of the same batch meets it too."""
        self.records[record.pk] = record
        if record.is_bare:
            self.by_name[record.as_named].add(record.pk)
        for one in record.joined:
            if one.number:
                self.by_number[one.number].add(record.pk)
        for way in record.ids.items():
            self.by_id[way].add(record.pk)
        for (kind, key), status in record.points.items():
            if kind == "email" and status != ContactPoint.Status.WRONG:
                self.by_email[key].add(record.pk)
            elif kind == "phone" and status != ContactPoint.Status.WRONG:
                self.by_phone[key, plain(record.facts["family_name"])].add(record.pk)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    listed = sorted(set(keys))
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


class Register:
    """Finds records in the database, within one branch of the tree."""

    def __init__(self, organization: Organization, targets: Sequence[str]) -> None:
        below = Organization.objects.filter(path__startswith=organization.path)
        self.inside = set(below.values_list("pk", flat=True))
        self.targets = targets

    def about(self, rows: Sequence[Wanted]) -> Known:
        """Everybody these rows may be about, with what is known of them."""
        known, found = Known(), set(self.identified(rows)) | set(self.named(rows))
        numbers = list(self.numbered(rows))
        for kind in ("email", "phone"):
            people, crowded = self.reached({key for row in rows for key in row.keys[kind]}, kind)
            found |= people
            known.crowded |= crowded
        for pks in chunks(found.union(pk for pk, _number in numbers)):
            for record in self.read(pks).values():
                known.add(record)
        known.outside |= {number for pk, number in numbers if pk not in known.records}
        return known

    def numbered(self, rows: Sequence[Wanted]) -> Iterator[tuple[int, str]]:
        numbers = {row.texts["number"] for row in rows if "number" in row.texts}
        for some in chunks(numbers):
            found = LocalMembership.objects.filter(~Q(number=""), Among("number", some)).order_by()
            asked = found.values_list("person_id", "number", "organization_id")
            yield from ((pk, number) for pk, number, local in asked if local in self.inside)

    def identified(self, rows: Sequence[Wanted]) -> Iterator[int]:
        values = {value for row in rows for value in row.ids.values()}
        for some in chunks(values):
            found = ExternalId.objects.filter(Among("value", some)).order_by()
            yield from found.values_list("person_id", flat=True)

    def named(self, rows: Sequence[Wanted]) -> Iterator[int]:
        """Those of whom we know as little as the row says: a name, perhaps where they live."""
        bare = [row for row in rows if row.is_bare]
        names = {row.family_and_given for row in bare}
        placed = {key for row in bare for key in row.keys["address"]}
        at = ContactPoint.objects.filter(Among("key", placed), kind=ContactPoint.Kind.ADDRESS)
        unplaced = {row.family_and_given for row in bare if not row.keys["address"]}
        if placed:
            yield from self.bare(names, pk__in=at.order_by().values("person"))
        if unplaced:
            yield from self.bare(names, AmongNames("name_key", unplaced))

    def bare(self, names: set[tuple[str, str]], *those: Among, **which: Any) -> Iterator[int]:
        mine = {"person": OuterRef("pk")}
        ways = ContactPoint.objects.filter(**mine).exclude(kind=ContactPoint.Kind.ADDRESS)
        numbered = LocalMembership.objects.filter(**mine).exclude(number="")
        found = Person.objects.filter(*those, **which)
        for way in (ways, numbered, ExternalId.objects.filter(**mine)):
            found = found.exclude(Exists(way))
        asked = found.order_by().values_list("pk", "family_name", "given_name")
        yield from (pk for pk, *name in asked if tuple(name) in names)

    def reached(self, keys: set[str], kind: str) -> tuple[set[int], set[str]]:
        """Whom these addresses or numbers lead to; and those of a whole department, which tell
        nobody apart: reading all who have one once a batch would take forever."""
        people: set[int] = set()
        crowded, several = set(), set()
        for some in chunks(keys):
            found = ContactPoint.objects.filter(Among("key", some), kind=kind).order_by()
            asked = found.values("key").annotate(
                whose=Count("pk"), first=Min("person_id"), last=Max("person_id")
            )
            for key, how_many, *both in asked.values_list("key", "whose", "first", "last"):
                people.update(both if how_many <= CROWD else ())
                crowded |= {key} if how_many > CROWD else set()
                several |= {key} if 2 < how_many <= CROWD else set()
        if several:
            found = ContactPoint.objects.filter(Among("key", several), kind=kind).order_by()
            people.update(found.values_list("person_id", flat=True))
        return people, crowded

    def read(self, pks: list[int]) -> dict[int, Record]:
        people = Person.objects.filter(Among("pk", pks)).order_by()
        records = {
            pk: Record(pk, organization, dict(zip(FACTS, facts, strict=True)))
            for pk, organization, *facts in people.values_list("pk", "organization_id", *FACTS)
            if organization in self.inside
        }
        of_them = Among("person_id", records)
        points = ContactPoint.objects.filter(of_them)
        for pk, kind, key, status in rows_of(points, "kind", "key", "status"):
            records[pk].points[kind, key] = status
        self.read_joined(records, of_them)
        if any(target.startswith("custom:") for target in self.targets):
            for pk, which, value in rows_of(CustomValue.objects.filter(of_them), "field", "value"):
                records[pk].custom[which] = value
        if any(target.startswith("id_") for target in self.targets):
            for pk, system, value in rows_of(ExternalId.objects.filter(of_them), "system", "value"):
                records[pk].ids[system] = value
        if any(target.startswith(("consent_", "refuse_")) for target in self.targets):
            said = Consent.objects.filter(of_them, purpose=Purpose.CAMPAIGN)
            for pk, channel, is_given in rows_of(said, "channel", "is_given"):
                records[pk].consents[channel] = is_given
        return records

    def read_joined(self, records: dict[int, Record], of_them: Among) -> None:
        names = ("organization_id", "number", "kind", "since", "until", "pk")
        for pk, *facts in rows_of(LocalMembership.objects.filter(of_them), *names):
            records[pk].joined.append(Joined(*facts))


def rows_of(found: QuerySet[Any], *names: str) -> Iterable[Any]:
    yield from found.order_by().annotate(whose=F("person_id")).values_list("whose", *names)


class Overlay:
    """What a dry run would have written, kept beside the database in a file that vanishes, so
    that a check of a million rows needs no more memory than one of a thousand."""

    def __init__(self) -> None:
        self.store = sqlite3.connect("")
        self.store.execute("PRAGMA journal_mode=OFF")
        self.store.execute("PRAGMA synchronous=OFF")
        self.store.execute("CREATE TABLE record (pk INTEGER PRIMARY KEY, pickled BLOB)")
        self.store.execute(
            "CREATE TABLE way (way TEXT, pk INTEGER, PRIMARY KEY (way, pk)) WITHOUT ROWID"
        )

    def lay_over(self, known: Known, rows: Sequence[Wanted]) -> None:
        ways = {way for row in rows for way in ways_of_row(row)}
        found = set(known.records)
        for some in chunks(ways):
            counts = "SELECT way, COUNT(*) FROM way WHERE way IN (%s) GROUP BY way"
            counted = self.ask(counts, [way for way in some if not way.startswith("name:")])
            crowds = {way for way, people in counted if people > CROWD}
            known.crowded |= {way.partition(":")[2] for way in crowds}
            few = [way for way in some if way not in crowds]
            found |= {pk for (pk,) in self.ask("SELECT pk FROM way WHERE way IN (%s)", few)}
        for pks in chunks(found):
            for (pickled,) in self.ask("SELECT pickled FROM record WHERE pk IN (%s)", pks):
                known.add(pickle.loads(pickled))  # noqa: S301 (our own, of a moment ago)

    def ask(self, question: str, keys: Sequence[Key]) -> Iterator[tuple[Any, ...]]:
        among = "SELECT value FROM json_each(?)"
        return self.store.execute(question % among, [json.dumps(keys)])

    def keep(self, records: Iterable[Record]) -> None:
        listed = list(records)
        rows = [(one.pk, pickle.dumps(one, pickle.HIGHEST_PROTOCOL)) for one in listed]
        self.store.executemany("INSERT OR REPLACE INTO record VALUES (?, ?)", rows)
        ways = [(way, one.pk) for one in listed for way in ways_of(one)]
        self.store.executemany("INSERT OR IGNORE INTO way VALUES (?, ?)", ways)


def ways_of_row(row: Wanted) -> Iterator[str]:
    yield from (f"{kind}:{key}" for kind, key, _value in row.points if kind != "address")
    yield from (f"id:{system}:{value}" for system, value in row.ids.items())
    if number := row.texts.get("number"):
        yield f"number:{number}"
    if row.is_bare:
        yield f"name:{row.texts.get('given_name', '')}:{row.texts.get('family_name', '')}"


def ways_of(record: Record) -> Iterator[str]:
    yield from (f"{kind}:{key}" for kind, key in record.points if kind != "address")
    yield from (f"id:{system}:{value}" for system, value in record.ids.items())
    yield from (f"number:{one.number}" for one in record.joined if one.number)
    if record.is_bare:
        yield f"name:{record.facts['given_name']}:{record.facts['family_name']}"


def agree(one: str, other: str) -> bool:
    """Two ways to write one name: equal but for accents, or one the beginning of the other.
    Nothing said contradicts nothing."""
    first, second = plain(one), plain(other)
    return first.startswith(second) or second.startswith(first)
