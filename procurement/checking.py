"""Is the warehouse whole? Every reading's rows and raw file there, and as many as were counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from procurement.stored import Reading, Stored
from procurement.warehouse import TABLES, Warehouse

UNREADABLE = 1 << 62
Found = dict[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with one reading: a stable code, and the sentence."""

    code: str
    reading: int
    file: str
    sentence: str


def damages(warehouse: Warehouse) -> list[Damage]:
    """Empty when all is well. Nothing is mended: reading the raw file again does that."""
    found = {table: _found(warehouse, table) for table in TABLES}
    return [
        damage for reading in warehouse.read_files() for damage in _of(reading, warehouse, found)
    ]


def _of(reading: Reading, warehouse: Warehouse, found: Found) -> Iterator[Damage]:
    number, file = reading["reading"], reading["file"]
    kept = reading.get("tables") or {reading["table_name"]: reading["rows_kept"]}
    wanted = kept | {"set_aside": reading["rows_set_aside"]}
    for table, rows in wanted.items():
        there = found[table].get(number, 0)
        if there != rows:
            name, count = f"Reading {number:06d}", "unreadable" if there < 0 else f"{there}"
            sentence = f"{name} in {table} has {count} rows; {rows} were read from {file}."
            yield Damage("wrong_rows", number, file, sentence)
    raw = warehouse.path / "raw" / reading["raw"]
    if not raw.is_file():
        yield Damage("no_raw", number, file, f"The raw copy {raw.name} of {file} is missing.")
    elif _hash(raw) != reading["raw_sha256"]:
        yield Damage("raw_changed", number, file, f"The raw copy {raw.name} of {file} was changed.")


def _found(warehouse: Warehouse, table: str) -> dict[int, int]:
    """How many rows there are of each reading; fewer than none where a file can't be read."""
    counts: Counter[int] = Counter()
    for file in warehouse.stored(table):
        for reading, rows in _counted(file).items():
            counts[reading] += rows
    return dict(counts)


def _counted(file: Stored) -> dict[int, int]:
    try:
        if not file.is_compacted:
            return dict.fromkeys(file.readings, pq.read_metadata(file.path).num_rows)
        readings = pq.read_table(file.path, columns=["reading"])["reading"]
        return {one["values"]: one["counts"] for one in pc.value_counts(readings).to_pylist()}
    except (OSError, ValueError):
        return dict.fromkeys(file.readings, -UNREADABLE)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
