"""One row for each of many people, in one statement however many they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet

# Tables and columns of the register, and the rows of a queryset: no word comes from outside.
INSERT = "INSERT INTO {table} ({columns}) SELECT {given} FROM ({people}) AS seen WHERE true {then}"
LEAVE = "ON CONFLICT DO NOTHING"


def insert_for(
    people: QuerySet[Any],
    model: type[models.Model],
    facts: Mapping[str, Any],
    *,
    each: Mapping[str, Any] | None = None,
    then: str = LEAVE,
) -> int:
    """`facts` are the same for all; `each` are expressions of the person. Says how many are new.
    Rows that name a person do as well, when `each` says who it is.

    `then` says what becomes of rows that are there already.
    """
    each = {"person": models.F("pk"), **(each or {})}
    named = {f"each_{name}": expression for name, expression in each.items()}
    rows = people.order_by().annotate(**named).values_list(*named)
    try:
        wanted, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0
    quote, fields = connection.ops.quote_name, model._meta
    columns = [quote(column_of(model, name)) for name in (*each, *facts)]
    values = [
        fields.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]
        for name, value in facts.items()
    ]
    sql = INSERT.format(
        table=quote(fields.db_table),
        columns=", ".join(columns),
        given=", ".join([*(f"seen.{quote(name)}" for name in named), *["%s"] * len(values)]),
        people=wanted,
        then=then,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *params])
        return int(cursor.rowcount)


def column_of(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "column"))  # noqa: B009 (not of every field)
