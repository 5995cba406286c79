"""Keeping what stood there before several people are changed at once, so that it can be taken back.

A few statements however many they are. What is kept is forgotten after a day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from reclaim.people.models import BulkChange, BulkChangeRow, User
from reclaim.people.services.inserting import insert_for

NOTHING = Value("", output_field=TextField())


def begin(action: str, people: int, *, by: User, at: datetime) -> BulkChange:
    """`action` is the key under which the room offers it."""
    return BulkChange.objects.create(action=action, people=people, by=by, at=at)


def keep(
    change: BulkChange,
    rows: QuerySet[Any],
    *,
    before: Any = NOTHING,
    after: Any = NOTHING,
    is_made: bool = False,
) -> int:
    """Of people, or of rows that name one: what stands there now, and what will. Call it before
    the change; of rows that it makes, afterwards. Expressions are of the row."""
    is_person = rows.model._meta.label == "people.Person"
    each: dict[str, Any] = {"person": F("pk" if is_person else "person")}
    each |= {"before": as_text(before), "after": as_text(after)}
    if not is_person:
        each["about"] = F("pk")
    facts = {"of": change.pk, "is_made": is_made, "why_not": ""}
    return insert_for(rows, BulkChangeRow, facts, each=each)


def as_text(expression: Any) -> Coalesce:
    """Days as 2026-10-05, in both databases; what is not there is empty."""
    return Coalesce(Cast(expression, TextField()), NOTHING, output_field=TextField())
