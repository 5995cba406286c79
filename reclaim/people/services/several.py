"""Changing several people at once: a few statements and one line of the audit, however many.

Whoever may not be changed, or stands so already, is left out here, not only on the page before.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import (
    BulkChange,
    BulkChangeRow,
    CustomField,
    CustomValue,
    LocalMembership,
    Note,
    Person,
    User,
    Worksite,
)
from reclaim.people.queries.among import Among
from reclaim.people.queries.list_columns import own_fields
from reclaim.people.rules import several as rules
from reclaim.people.services.inserting import insert_for
from reclaim.people.services.keeping import begin, keep

REPLACE = "ON CONFLICT (person_id, field_id) DO UPDATE SET value = excluded.value"


def held(people: QuerySet[Person], left_out: rules.Reasons) -> list[int]:
    """The keys of those it is done with: settled first, as what is done may change who is found."""
    for _why, whom in left_out:
        people = people.exclude(whom)
    keys = list(people.order_by().values_list("pk", flat=True)[: rules.MOST + 1])
    require(rules.why_not_at_once(len(keys)))
    return keys


def among(keys: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(Among("pk", keys)).order_by()


def note(
    verb: str, thing: models.Model, keys: list[int], by: User, at: datetime, **facts: Any
) -> int:
    """One line, with the numbers of the records it is about."""
    if keys:
        audit.record(verb, thing, by=by, at=at, people=keys, **facts)
    return len(keys)


def before(people: QuerySet[Person], column: str) -> dict[str, list[int]]:
    """What stood there, and of whom: so that it can be put back."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, value in people.values_list("pk", column):
        found["" if value is None else str(value)].append(pk)
    return dict(found)


@transaction.atomic
def place_at(people: QuerySet[Person], site: Worksite | None, *, by: User, at: datetime) -> int:
    """They work there; without a worksite, it is not known where."""
    keys = held(people, rules.not_placed(by, site))
    if not keys:
        return 0
    left = Value(str(site.pk) if site else "")
    change = begin("people.worksite", len(keys), by=by, at=at)
    keep(change, among(keys), before=F("worksite"), after=left)
    stood = before(among(keys), "worksite")
    among(keys).update(worksite=site)
    return note("place people", site or by, keys, by, at, before=stood)


@transaction.atomic
def let_prefer(people: QuerySet[Person], language: str, *, by: User, at: datetime) -> int:
    keys = held(people, rules.not_spoken(by, language))
    if not keys:
        return 0
    change = begin("people.language", len(keys), by=by, at=at)
    keep(change, among(keys), before=F("language"), after=Value(language))
    stood = before(among(keys), "language")
    among(keys).update(language=language)
    return note("change language", by, keys, by, at, language=language, before=stood)


@transaction.atomic
def fill_field(
    people: QuerySet[Person], field: CustomField, value: str, *, by: User, at: datetime
) -> int:
    """As the field reads it; empty takes it away. Fields this account does not see stay closed."""
    value = field.read(value)
    if field.is_ended or field.pk not in own_fields(by):
        return 0
    keys = held(people, rules.not_filled(by, field, value))
    if not keys:
        return 0
    change = begin(f"people.field-{field.pk}", len(keys), by=by, at=at)
    said = CustomValue.objects.filter(field=field, person=OuterRef("pk")).order_by()
    keep(change, among(keys), before=Subquery(said.values("value")[:1]), after=Value(value))
    if value:
        insert_for(among(keys), CustomValue, {"field": field.pk, "value": value}, then=REPLACE)
    else:
        CustomValue.objects.filter(Among("person", keys), field=field).delete()
    return note("fill custom field", field, keys, by, at)


@transaction.atomic
def write_notes(
    people: QuerySet[Person], text: str, *, visibility: str, by: User, at: datetime
) -> int:
    keys = held(people, [rules.not_kept_here(by)])
    if not keys:
        return 0
    change = begin("people.note", len(keys), by=by, at=at)
    said = {"text": text.strip(), "visibility": visibility, "written_at": at, "written_by": by.pk}
    insert_for(among(keys), Note, said)
    kept = BulkChangeRow.objects.filter(of__action=change.action, about__isnull=False)
    written = Note.objects.filter(Among("person", keys), **said)
    keep(change, written.exclude(pk__in=kept.values("about")), is_made=True)
    return note("write notes", by, keys, by, at, visibility=visibility)


@transaction.atomic
def turn_into(people: QuerySet[Person], kind: str, since: date, *, by: User, at: datetime) -> int:
    """What they are in the local that keeps their record, from a day; what they were ends the day
    before, and stays as history. Their member number goes along."""
    require(rules.why_not_since(since))
    keys = held(people, rules.not_turned(by, kind, since))
    if not keys:
        return 0
    change = begin("people.kind", len(keys), by=by, at=at)
    theirs = LocalMembership.objects.filter(
        Among("person", keys), organization=F("person__organization")
    )
    end_others(theirs, kind, since, change)
    same = theirs.filter(kind=kind, since=since)
    keep(change, same, before=F("until"))
    same.update(until=None)
    facts = {"kind": kind, "since": since, "until": None, "is_elsewhere": False}
    each = {"organization": F("organization"), "number": number_of(theirs)}
    insert_for(among(keys), LocalMembership, facts, each=each)
    known = BulkChangeRow.objects.filter(of=change, about__isnull=False)
    begun = same.exclude(pk__in=known.values("about"))
    keep(change, begun, after=F("number"), is_made=True)
    return note("turn people into", by, keys, by, at, kind=kind)


def number_of(theirs: QuerySet[LocalMembership]) -> Coalesce:
    numbered = theirs.filter(person=OuterRef("pk")).exclude(number="").order_by("-since", "-pk")
    return Coalesce(Subquery(numbered.values("number")[:1]), Value(""))


def end_others(
    theirs: QuerySet[LocalMembership], kind: str, since: date, change: BulkChange
) -> None:
    """The day before; what began that day or later lasts that day."""
    ending = list(theirs.in_force().exclude(kind=kind).values_list("pk", flat=True))  # type: ignore[attr-defined]
    last = since - timedelta(days=1)
    day = Case(When(Q(since__gt=last), then=F("since")), default=Value(last))
    rows = LocalMembership.objects.filter(Among("pk", ending)).order_by()
    keep(change, rows, before=F("until"), after=day)
    rows.update(until=day)
