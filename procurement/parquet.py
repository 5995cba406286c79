"""Puts the rows of one reading on disk, by source and year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from procurement.stored import file_name
from procurement.warehouse import Warehouse

# Rows in memory before they are written, all together: the years of a batch share its memory, so
# that one year that waits would keep all of it.
WAITING = 200_000
YEAR_OF = ("awarded_on", "issued_on")
# hardly any value comes twice, so that listing the distinct ones is work for nothing
VARIED = (
    "row_id",
    "row_number",
    "reference",
    "document_number",
    "contract_id",
    "amount",
    "original_amount",
)
ASKED_BY = ("awarded_on", "issued_on", "reading")  # whose least and greatest a scan makes use of
COMPRESSION: dict[str, Any] = {"compression": "zstd", "compression_level": 1}


def by_year(rows: Any) -> Iterator[tuple[str, Any]]:
    """Parts of a table with the year of its award or call, `unknown` where it has none."""
    dated = next((name for name in YEAR_OF if name in rows.column_names), None)
    if dated is None or not len(rows):
        yield "unknown", rows
        return
    years = pc.fill_null(pc.year(rows[dated]), 0).to_numpy()
    order = np.argsort(years, kind="stable")
    found, counts = np.unique(years, return_counts=True)
    sorted_rows, start = rows.take(pa.array(order)), 0
    for year, count in zip(found.tolist(), counts.tolist(), strict=True):
        yield str(year or "unknown"), sorted_rows.slice(start, count)
        start += count


def writer(path: Path, schema: pa.Schema) -> Any:
    alike = [name for name in schema.names if name not in VARIED]
    asked = [name for name in ASKED_BY if name in schema.names]
    options = {"use_dictionary": alike, "write_statistics": asked, **COMPRESSION}
    return pq.ParquetWriter(path, schema, **options)


class Shelf:
    """The rows of one reading, kept and set aside: a Parquet file a table and year. The files
    have their names once `finish` was called, else they never were."""

    def __init__(self, warehouse: Warehouse, source: str, number: int) -> None:
        self.warehouse, self.source, self.number = warehouse, source, number
        self._waiting: dict[tuple[str, str], list[Any]] = {}
        self._held = 0
        self._writers: dict[tuple[str, str], Any] = {}
        self._partial: dict[tuple[str, str], Path] = {}
        self._rows: dict[str, int] = {}
        self.paths: dict[str, list[Path]] = {}

    def put(self, rows: Any, name: str) -> None:
        self._rows[name] = self._rows.get(name, 0) + len(rows)
        rows = rows.append_column("reading", pa.repeat(pa.scalar(self.number, "int64"), len(rows)))
        for year, part in by_year(rows):
            if len(part):
                self._waiting.setdefault((name, year), []).append(part)
        self._held += len(rows)
        if self._held >= WAITING:
            self._write_all()

    def _write_all(self) -> None:
        for key in list(self._waiting):
            self._write(key)
        self._held = 0

    def _write(self, key: tuple[str, str]) -> None:
        rows = pa.concat_tables(self._waiting.pop(key))
        if key not in self._writers:
            folder = self.warehouse.folder(key[0], self.source, key[1])
            folder.mkdir(parents=True, exist_ok=True)
            self._partial[key] = folder / f".{self.number:06d}"
            self._writers[key] = writer(self._partial[key], rows.schema)
        self._writers[key].write_table(rows)

    def finish(self, sha256: str) -> None:
        self._write_all()
        for key, partial in self._partial.items():
            self._writers.pop(key).close()
            target = partial.with_name(file_name(self.number, sha256))
            partial.replace(target)
            self.paths.setdefault(key[0], []).append(target)

    def new_rows(self) -> int:
        """How many of the kept rows no earlier reading of the feed had. Call after finishing."""
        return sum(self._new_in(name) for name in self._rows if name != "set_aside")

    def _new_in(self, name: str) -> int:
        if not any(file.source == self.source for file in self.warehouse.stored(name)):
            return self._rows[name]
        past = self.warehouse.table(name, history=True)
        past = past.filter(past.source == ibis.literal(self.source)).select("row_id")
        paths = [str(path) for path in self.paths.get(name, ())]
        if not paths:
            return 0
        rows = self.warehouse.connection.read_parquet(paths, hive_partitioning=False)
        return int(rows.anti_join(past, "row_id").count().to_pyarrow().as_py())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with ExitStack() as stack:
            for open_writer in self._writers.values():
                stack.callback(open_writer.close)
        for partial in self._partial.values():
            partial.unlink(missing_ok=True)
