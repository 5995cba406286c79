"""Taking back what was changed of several people at once: once, for a day, where nobody changed it
since. Each kind of change says for whom it can't be put back, in words that follow “because”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

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
    reach,
)
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries.among import Among
from reclaim.people.rules import several as rules

Rows = Sequence[BulkChangeRow]
LeftOut = dict[int, str]


@transaction.atomic
def take_back(
    change: BulkChange,
    put_back: Callable[..., Mapping[int, str]] | None,
    *,
    by: User,
    at: datetime,
) -> BulkChange:
    """`put_back` is what the room offers for this change. What stood with those it was put back
    for is forgotten; who is left out stays, with the reason, as long as changes are kept."""
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    require(rules.why_not_take_back(change, by, is_offered=put_back is not None, at=at))
    rows = list(BulkChangeRow.objects.select_for_update().filter(of=change).order_by("pk"))
    left_out = put_back(rows, by=by) if put_back is not None else {}
    for why, keys in by_value(left_out.items()).items():
        BulkChangeRow.objects.filter(Among("person", keys), of=change).update(why_not=why)
    BulkChangeRow.objects.filter(of=change, why_not="").delete()
    people = {row.person_id for row in rows} - set(left_out)
    change.taken_back_at, change.put_back = at, len(people)
    change.save(update_fields=["taken_back_at", "put_back"])
    counts = {"people": sorted(people), "left_out": len(left_out)}
    audit.record("take back bulk change", change, by=by, at=at, **counts)
    return change


def changed_since() -> str:
    return _("somebody has changed it since")


def by_value(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key, value in pairs:
        found[value].append(key)
    return dict(found)


def people_of(rows: Rows) -> list[int]:
    return sorted({row.person_id for row in rows})


def kept_elsewhere(rows: Rows, by: User) -> LeftOut:
    """Those whose record this account no longer changes."""
    kept = Person.objects.filter(Among("pk", people_of(rows))).order_by()
    theirs = kept.filter(reach(by, "organization__", *SEES_PEOPLE))
    here = set(theirs.values_list("pk", flat=True))
    why = rules.not_kept_here(by)[0]
    return {row.person_id: why for row in rows if row.person_id not in here}


def still(
    rows: Rows, left_out: LeftOut, now: Mapping[int, str], key: str = "person_id"
) -> list[BulkChangeRow]:
    """Those where what the change left stands as it left it; the others are left out."""
    for row in rows:
        if now.get(getattr(row, key)) != row.after:
            left_out.setdefault(row.person_id, changed_since())
    return [row for row in rows if row.person_id not in left_out]


def people_now(rows: Rows, column: str) -> dict[int, str]:
    seen = Person.objects.filter(Among("pk", people_of(rows))).order_by()
    return {pk: in_text(value) for pk, value in seen.values_list("pk", column)}


def in_text(value: Any) -> str:
    return "" if value is None else str(value)


def among(model: type[Any], keys: Iterable[int], name: str = "pk") -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(Among(name, keys)).order_by()
    return found


def worksites_back(rows: Rows, *, by: User) -> LeftOut:
    left_out = kept_elsewhere(rows, by)
    here = people_now(rows, "organization")
    wanted = {int(row.before) for row in rows if row.before}
    sites = dict(among(Worksite, wanted).values_list("pk", "organization"))
    for row in rows:
        if row.before and in_text(sites.get(int(row.before))) != here.get(row.person_id):
            left_out.setdefault(row.person_id, _("the worksite they had is no longer there"))
    going = still(rows, left_out, people_now(rows, "worksite"))
    for site, keys in by_value((row.person_id, row.before) for row in going).items():
        among(Person, keys).update(worksite=int(site) if site else None)
    return left_out


def languages_back(rows: Rows, *, by: User) -> LeftOut:
    left_out = kept_elsewhere(rows, by)
    going = still(rows, left_out, people_now(rows, "language"))
    for language, keys in by_value((row.person_id, row.before) for row in going).items():
        among(Person, keys).update(language=language)
    return left_out


def values_back(field: CustomField, rows: Rows, *, by: User) -> LeftOut:
    left_out = kept_elsewhere(rows, by)
    theirs = among(CustomValue, people_of(rows), "person").filter(field=field)
    now = dict.fromkeys(people_of(rows), "") | dict(theirs.values_list("person", "value"))
    going = still(rows, left_out, now)
    gone = [row.person_id for row in going if not row.before]
    among(CustomValue, gone, "person").filter(field=field).delete()
    said = [
        CustomValue(person_id=row.person_id, field=field, value=row.before)
        for row in going
        if row.before
    ]
    once = ["person", "field"]
    CustomValue.objects.bulk_create(
        said, update_conflicts=True, unique_fields=once, update_fields=["value"]
    )
    return left_out


def notes_back(rows: Rows, *, by: User) -> LeftOut:
    """One that somebody removed is gone as it should be."""
    left_out = kept_elsewhere(rows, by)
    going = [row.about for row in rows if row.about and row.person_id not in left_out]
    among(Note, going).delete()
    return left_out


def memberships_back(rows: Rows, *, by: User) -> LeftOut:
    """What was begun goes, what was ended goes on: of each person all of it or nothing."""
    left_out = kept_elsewhere(rows, by)
    numbers = [row.about for row in rows if row.about]
    there = among(LocalMembership, numbers).values_list("pk", "number", "until")
    now = {pk: (number, until) for pk, number, until in there}
    for row in rows:
        if not stands(row, now):
            left_out.setdefault(row.person_id, changed_since())
    going = [row for row in rows if row.about and row.person_id not in left_out]
    among(LocalMembership, [row.about for row in going if row.is_made and row.about]).delete()
    ended = ((row.about, row.before) for row in going if row.about and not row.is_made)
    for until, keys in by_value(ended).items():
        last = date.fromisoformat(until) if until else None
        among(LocalMembership, keys).update(until=last)
    return left_out


def stands(row: BulkChangeRow, now: Mapping[int, tuple[str, date | None]]) -> bool:
    """As the change left it."""
    there = now.get(row.about or 0)
    if there is None:
        return False
    number, until = there
    if row.is_made:
        return until is None and number == row.after
    return in_text(until) == row.after
