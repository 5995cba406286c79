"""Chance as arithmetic on a row's number, in SQL both databases know, and rows put by it."""

# ruff: noqa: S608 (nothing here comes from outside)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

PRIME = 2_147_483_647


def hit(salt: int, of: str = "p.id") -> str:
    """A number below PRIME that looks like chance; each salt is another throw."""
    mixed = f"(({of} * {48_271 + 2 * salt} + {salt * 7_919}) % {PRIME})"
    return f"(({mixed} * {mixed} + {salt}) % {PRIME})"


def one_in(parts: int, salt: int, of: str = "p.id") -> str:
    """A number from 0 up to `parts`, without it."""
    return f"({hit(salt, of)} % {parts})"


def skewed(parts: int, salt: int) -> str:
    """The same, small numbers more often."""
    return f"({one_in(parts, salt)} * {one_in(parts, salt + 1)} / {parts})"


def digits(number: str, width: int) -> str:
    return f"substr(CAST({10**width} + {number} AS text), 2)"


def picked(options: Sequence[str], salt: int) -> str:
    cases = " ".join(f"WHEN {n} THEN {literal(one)}" for n, one in enumerate(options))
    return f"CASE {one_in(len(options), salt)} {cases} END"


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def uuid(number: str) -> str:
    text = f"'00000000000040008000' || {digits(number, 12)}"
    return f"CAST({text} AS uuid)" if connection.vendor == "postgresql" else text


def put(model: type[models.Model], columns: Mapping[str, str], source: str) -> None:
    """One statement. What the model says by default stands in columns that are not named."""
    usual = {
        field.column: literal(field.get_db_prep_save(field.get_default(), connection))
        for field in model._meta.concrete_fields
        if not (field.null or field.primary_key or field.generated or field.column in columns)
    }
    every = usual | dict(columns)
    what = source.replace("WHAT", ", ".join(every.values()), 1)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(every)}) {what}")


def keep(shape: str, rows: Iterable[tuple[Any, ...]]) -> None:
    name = shape.split(" ", maxsplit=1)[0]
    listed = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {shape}")
        marks = ", ".join(["%s"] * len(listed[0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", listed)
