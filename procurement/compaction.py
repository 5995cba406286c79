"""Many small files of a source and year become one, history included.

The new file is written whole under its name, then recorded in `compactions/`: before that it does
not count, after that the files it replaces don't. These stay for an hour, for those who
began to read before; the next compaction removes them. A crash in between loses nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from procurement.parquet import by_year, writer
from procurement.schema import ibis_schema
from procurement.stored import Stored, compactions, folder
from procurement.warehouse import TABLES, Warehouse

GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Compaction:
    """What was made of one table and source: how many files before and after, how many rows."""

    table: str
    source: str
    before: int
    after: int
    rows: int


def compact(warehouse: Warehouse, now: datetime | None = None) -> list[Compaction]:
    """Merges the files of each table, source and year where there are several; files of the old
    layout are put where their year belongs. Rows, history and receipts stay as they are."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    with warehouse.one_writer():
        _remove_replaced(warehouse.path, now)
        return [
            _merge(warehouse, table, files, now)
            for table in TABLES
            for files in _together(warehouse.stored(table))
        ]


def _together(files: list[Stored]) -> Iterator[list[Stored]]:
    """Files to be merged; those of the old layout with all of their source."""
    undated = {file.source for file in files if file.year is None}
    groups: dict[tuple[str, str | None], list[Stored]] = {}
    for file in files:
        year = None if file.source in undated else file.year
        groups.setdefault((file.source, year), []).append(file)
    yield from (found for found in groups.values() if len(found) > 1 or found[0].year is None)


def _merge(warehouse: Warehouse, table: str, files: list[Stored], now: datetime) -> Compaction:
    root, source = warehouse.path, files[0].source
    number = 1 + max((one["compaction"] for one in compactions(root)), default=0)
    made: dict[Path, Counter[int]] = {}
    with ExitStack() as stack:
        writers: dict[Path, Any] = {}
        for rows in _rows(files, table):
            for year, part in by_year(rows):
                place = folder(root, table, source, year) / f"compacted-{number:06d}.parquet"
                if place not in writers:
                    partial = stack.enter_context(warehouse.written(place))
                    writers[place] = stack.enter_context(writer(partial, rows.schema))
                writers[place].write_table(part)
                counts = pc.value_counts(part["reading"]).to_pylist()
                made.setdefault(place, Counter()).update(
                    {one["values"]: one["counts"] for one in counts}
                )
    entry = {
        "compaction": number,
        "made_at": now.isoformat(),
        "table": table,
        "source": source,
        "files": [
            {
                "path": place.relative_to(root).as_posix(),
                "rows": {str(one): counts[one] for one in counts},
            }
            for place, counts in made.items()
        ],
        "replaces": [file.path.relative_to(root).as_posix() for file in files],
    }
    with warehouse.written(root / "compactions" / f"{number:06d}.json") as partial:
        partial.write_text(json.dumps(entry, indent=1), "utf-8")
    return Compaction(table, source, len(files), len(made), sum(map(Counter.total, made.values())))


def _rows(files: list[Stored], table: str) -> Iterator[Any]:
    """The rows of all files in the columns of today, each with its reading."""
    types = ibis_schema(TABLES[table]).to_pyarrow().append(pa.field("reading", pa.int64()))
    for file in files:
        with pq.ParquetFile(file.path) as opened:
            for batch in opened.iter_batches():
                rows = pa.Table.from_batches([batch])
                columns = [_column(rows, field, file) for field in types]
                yield pa.table(columns, schema=types)


def _column(rows: Any, field: pa.Field, file: Stored) -> Any:
    if field.name in rows.column_names:
        return rows[field.name].cast(field.type)
    value = min(file.readings) if field.name == "reading" else None
    return pa.repeat(pa.scalar(value, field.type), len(rows))


def _remove_replaced(root: Path, now: datetime) -> None:
    for one in compactions(root):
        if datetime.fromisoformat(one["made_at"]) <= now - GRACE:
            for place in one["replaces"]:
                (root / place).unlink(missing_ok=True)
