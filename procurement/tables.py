"""Plain rows in and out of Ibis tables, by Arrow: decimals, dates and nulls stay what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa

Types = Any  # Mapping[str, str] or ibis.Schema


def in_memory(rows: Iterable[Mapping[str, Any]], types: Types) -> ibis.Table:
    """A table of these rows; a column a row doesn't have is null. `types` names every column."""
    schema = ibis.schema(types)
    listed = list(rows)
    columns = [
        pa.array([row.get(field.name) for row in listed], field.type)
        for field in schema.to_pyarrow()
    ]
    return ibis.memtable(pa.table(columns, schema=schema.to_pyarrow()))


def records(table: ibis.Table) -> list[dict[str, Any]]:
    """The rows of a table as plain dictionaries: Decimal, date, None, list."""
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def kept(table: ibis.Table) -> ibis.Table:
    """The same rows, computed now and kept by the engine: what is asked of them next is quick.

    They stay until the connection ends. On DuckDB this is a temporary table, not Ibis's `.cache()`:
    Ibis 12 with sqlglot 30 can't drop what it has cached and complains when the program ends.
    """
    engine = table.get_backend()
    if engine.name != "duckdb":
        return table.cache()
    return engine.create_table(ibis.util.gen_name("kept"), table, temp=True)
