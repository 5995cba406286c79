"""Puts the rows of one reading on disk, batch by batch."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from procurement.schema import ibis_schema
from procurement.warehouse import TABLES, Reading, Warehouse


class Shelf:
    """The rows of one reading, kept and set aside: a Parquet file a table, whole or absent."""

    def __init__(self, warehouse: Warehouse, reading: Reading, table: str) -> None:
        self.warehouse, self.reading, self.table = warehouse, reading, table
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def put(self, rows: list[dict[str, Any]], name: str) -> None:
        """An empty batch still makes the main table's file, so that every reading has one."""
        if not rows and (name != self.table or name in self._writers):
            return
        schema = ibis_schema(TABLES[name]).to_pyarrow()
        columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
        self._writer(name, schema).write_table(pa.table(columns, schema=schema))

    def _writer(self, name: str, schema: pa.Schema) -> Any:
        if name not in self._writers:
            target = self.warehouse.parquet(name, self.reading)
            partial = self._stack.enter_context(self.warehouse.written(target))
            writer = pq.ParquetWriter(partial, schema, compression="zstd")
            self._writers[name] = self._stack.enter_context(writer)
        return self._writers[name]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def new_rows(self) -> int:
        """How many of the kept rows no earlier reading of the feed had. Call after closing."""
        return sum(self._new_in(name) for name in self._writers if name != "set_aside")

    def _new_in(self, name: str) -> int:
        path = self.warehouse.parquet(name, self.reading)
        rows = self.warehouse.connection.read_parquet(str(path), hive_partitioning=False)
        past = self.warehouse.table(name, history=True)
        past = past.filter(past.source == ibis.literal(self.reading["source"]))
        return int(rows.anti_join(past.select("row_id"), "row_id").count().to_pyarrow().as_py())
