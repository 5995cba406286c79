"""Noting who looked at whose record, in one statement, however many people it is about."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localtime

from reclaim.people.models import Look, Person, User

# A table of the register, and the rows of a queryset: no word of it comes from outside.
INSERT = """
    INSERT INTO {table} (person_id, viewer_id, day, why)
    SELECT seen.id, %s, %s, %s FROM ({people}) AS seen WHERE true
    ON CONFLICT (person_id, viewer_id, day, why) DO NOTHING
"""


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
    theirs = Person.objects.filter(pk__in=seen).exclude(user=by).order_by().values("id")
    try:
        rows, wanted = theirs.query.sql_with_params()
    except EmptyResultSet:
        return 0
    table = connection.ops.quote_name(Look._meta.db_table)
    day = connection.ops.adapt_datefield_value(localtime(at).date())
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table=table, people=rows), [by.pk, day, str(why), *wanted])
        return int(cursor.rowcount)
