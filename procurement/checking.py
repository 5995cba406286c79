"""Is the warehouse whole? Every reading's rows and raw file there, and as many as were counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from procurement.warehouse import Reading, Warehouse


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with one reading: a stable code, and the sentence."""

    code: str
    reading: int
    file: str
    sentence: str


def damages(warehouse: Warehouse) -> list[Damage]:
    """Empty when all is well. Nothing is mended: reading the raw file again does that."""
    return [found for reading in warehouse.read_files() for found in _of(reading, warehouse)]


def _of(reading: Reading, warehouse: Warehouse) -> Iterator[Damage]:
    number, file = reading["reading"], reading["file"]
    kept = reading.get("tables") or {reading["table_name"]: reading["rows_kept"]}
    wanted = kept | {"set_aside": reading["rows_set_aside"]}
    for table, rows in wanted.items():
        path = warehouse.parquet(table, reading)
        found = _rows(path)
        if found != rows:
            sentence = f"{path.name} in {table} has {found} rows; {rows} were read from {file}."
            yield Damage("wrong_rows", number, file, sentence)
    raw = warehouse.path / "raw" / reading["raw"]
    if not raw.is_file():
        yield Damage("no_raw", number, file, f"The raw copy {raw.name} of {file} is missing.")
    elif _hash(raw) != reading["raw_sha256"]:
        yield Damage("raw_changed", number, file, f"The raw copy {raw.name} of {file} was changed.")


def _rows(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows) if path.is_file() else 0
    except (OSError, ValueError):
        return -1


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
