"""Noting who looked at whose record, in one statement, however many people it is about."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from reclaim.people.models import Look, Person, User
from reclaim.people.services.inserting import insert_for


def note_look(person: Person, *, by: User, at: datetime, why: str = Look.Why.PAGE) -> int:
    return note_looks(Person.objects.filter(pk=person.pk), by=by, at=at, why=why)


def note_looks(
    people: QuerySet[Person], *, by: User, at: datetime, why: str = Look.Why.EXPORT
) -> int:
    """Keep that this account saw these records today; its own record it may always see.

    Says how many are new. Give the queryset whose rows were shown or taken out, sliced or not.
    """
    seen = people.values("pk")
    if not seen.query.is_sliced:
        seen = seen.order_by()
    theirs = Person.objects.filter(pk__in=seen).exclude(user=by)
    day = localtime(at).date()
    return insert_for(theirs, Look, {"viewer": by.pk, "day": day, "why": str(why)})
