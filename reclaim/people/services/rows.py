"""Adding and rewriting thousands of rows in a few statements.

A statement that is handed thousands of rows at once leaves the interpreter to other threads while
the database works; one that is handed them row by row asks for it back after each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

MOST = 1_024  # rows in one statement to SQLite, which takes 32,766 values
Row = Sequence[Any]


def columns_of(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Quoted, as the database calls them. Every name is one of ours."""
    quote = connection.ops.quote_name
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    return [quote(columns[name] or name) for name in names]


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys nobody else will get, so that what hangs on the rows can be written in one go too."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [*sequence, count])
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the file, and the sequence follows the keys that are inserted.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = last[0] + 1 if last else 1
    return list(range(start, start + count))


def insert(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row], once: Sequence[str] = ()
) -> None:
    """Add rows of texts, numbers and dates as texts; where one with the same `once` stands
    already, its last column is replaced."""
    listed = list(rows)
    columns = columns_of(model, names)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)})"
    clash = ""
    if once:
        keys = ", ".join(columns_of(model, once))
        clash = f"ON CONFLICT ({keys}) DO UPDATE SET {columns[-1]} = excluded.{columns[-1]}"
    with connection.cursor() as cursor:
        if listed and connection.vendor == "postgresql" and not once:
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in listed:
                    copy.write_row(row)
            return
        for source, values in sources(model, names, listed):
            said = (
                f"WITH said AS ({source}) INSERT INTO {into} SELECT * FROM said WHERE true {clash}"  # noqa: S608
            )
            cursor.execute(said, values)


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Rewrite these columns; the last value of each row is its key."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = columns_of(model, names)
    sets = ", ".join(f"{column} = said.{column}" for column in columns)
    with connection.cursor() as cursor:
        for source, values in sources(model, [*names, "id"], list(rows)):
            said = f"WITH said ({', '.join(columns)}, id) AS ({source})"
            rewrite = f"{said} UPDATE {table} SET {sets} FROM said WHERE {table}.id = said.id"  # noqa: S608
            cursor.execute(rewrite, values)


def sources(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Row]
) -> Iterator[tuple[str, list[Any]]]:
    """Tables that hold these rows, with the values of each; none when there are no rows."""
    if rows and connection.vendor == "postgresql":
        yield f"SELECT * FROM {unnested(model, names)}", list(map(list, zip(*rows, strict=True)))  # noqa: S608
    elif rows:
        marks = f"({', '.join(['%s'] * len(names))})"
        for piece in pieces(rows):
            yield (
                f"VALUES {', '.join([marks] * len(piece))}",
                [value for row in piece for value in row],
            )


def pieces(rows: Sequence[Row], most: int = MOST) -> Iterator[Sequence[Row]]:
    """Each half as long as the one before, or as long: SQLite keeps a statement of each length."""
    start = 0
    while start < len(rows):
        while most > len(rows) - start:
            most //= 2
        yield rows[start : start + most]
        start += most


def unnested(model: type[models.Model], names: Iterable[str]) -> str:
    """A table of one list a column, of the columns' types: PostgreSQL reads and plans a statement
    with it once, and not once a row. Texts without their length: a cast would cut them to it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    types = [str(fields[name].rel_db_type(connection)) for name in names]
    marks = ["%s::text[]" if one.startswith("varchar") else f"%s::{one}[]" for one in types]
    return f"unnest({', '.join(marks)})"
