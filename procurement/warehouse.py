"""Parquet on disk: append-only, rebuilt from raw files at any time.

    raw/<sha256>.csv                                   the file as it came, less contacts of persons
    awards/source=toronto-awards/year=2021/….parquet   a file a reading, until compacted: see stored
    notices/…  bids/…  set_aside/…
    readings/000001.json                               written last: without it a reading never was

A file read again is known by its hash. A file of the same name with other content replaces what
was read under the name: the rows of the older reading stay, as history, and receipts still
find them.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis

from procurement import engines
from procurement.completing import completed
from procurement.schema import (
    AWARDS,
    BIDS,
    NOTICES,
    READINGS,
    SET_ASIDE,
    SOURCES,
    Columns,
    ibis_schema,
)
from procurement.stored import Reading, Stored, folder, stored
from procurement.tables import in_memory

TABLES: dict[str, Columns] = {
    "awards": AWARDS,
    "notices": NOTICES,
    "bids": BIDS,
    "set_aside": SET_ASIDE,
}
RECEIPT = ("row_id", "source", "file", "row_number", "table_name", "is_current")
_READ = tuple((name, name) for name in ("division", "description", "address"))
WHEN = ("awarded_on", "issued_on", "published_on")


class Warehouse:
    """A folder of Parquet files, seen as Ibis tables: on DuckDB in this process, or on Spark.

    `engine` is `duckdb` or a Spark master; without it, what PROCUREMENT_ENGINE says. See engines.
    """

    def __init__(self, path: str | Path, engine: str | None = None) -> None:
        self.path = engines.folder(path)
        self.engine = engines.chosen(engine)

    @cached_property
    def connection(self) -> Any:
        return engines.connected(self.engine)

    def awards(self, *, history: bool = False) -> ibis.Table:
        """Awards and contracts, columns AWARDS. With history, replaced rows too."""
        return completed(self._table("awards", history), self._sources(history))

    def notices(self, *, history: bool = False) -> ibis.Table:
        """Calls for bids, columns NOTICES."""
        return self._table("notices", history)

    def bids(self, *, history: bool = False) -> ibis.Table:
        """Bids, winning and losing, columns BIDS."""
        return self._table("bids", history)

    def set_aside(self, *, history: bool = False) -> ibis.Table:
        """Rows that couldn't be read as records, with the reason: columns SET_ASIDE."""
        return self._table("set_aside", history)

    def readings(self) -> ibis.Table:
        """One row a file read: columns READINGS."""
        return in_memory(self.read_files(), ibis_schema(READINGS))

    def rows(self, row_ids: Iterable[str]) -> ibis.Table:
        """The rows of a receipt, replaced ones too.

        Columns: row_id, source, file, row_number, table_name, is_current, address (published in
        the row, else null), source_address (the feed's page), and for reading: document_number,
        supplier, division, description, date, amount, currency, reason.
        """
        wanted = in_memory(({"row_id": one} for one in set(row_ids)), {"row_id": "string"})
        found = ibis.union(
            *(_receipts(self._table(name, True), name) for name in TABLES)
        ).semi_join(wanted, "row_id")
        live = ibis.union(
            *(self._table(name, False).select("row_id").distinct() for name in TABLES)
        ).mutate(is_live=True)
        pages = in_memory(
            ({"source": one.id, "source_address": one.address} for one in SOURCES.values()),
            {"source": "string", "source_address": "string"},
        )
        marked = found.left_join(live, "row_id")
        return (
            marked.mutate(is_current=marked.is_live.fill_null(False))
            .drop("is_live", "row_id_right")
            .left_join(pages, "source")
            .drop("source_right")
            .relocate(*RECEIPT)
            .order_by("source", "file", "row_number")
        )

    # -- what the reading writes ------------------------------------------------------------

    def read_files(self) -> list[Reading]:
        """All readings in their order, each with is_current."""
        entries = sorted((self.path / "readings").glob("*.json"))
        readings: list[Reading] = [json.loads(entry.read_text("utf-8")) for entry in entries]
        newest = {(found["source"], found["file"]): found["reading"] for found in readings}
        for found in readings:
            found["read_at"] = datetime.fromisoformat(found["read_at"])
            found["is_current"] = newest[found["source"], found["file"]] == found["reading"]
        return readings

    def known(self, sha256: str, source: str, file: str) -> Reading | None:
        """The reading of this very file under this name, if it is the current one."""
        for found in self.read_files():
            key = (found["sha256"], found["source"], found["file"])
            if found["is_current"] and key == (sha256, source, file):
                return found
        return None

    def stored(self, table: str) -> list[Stored]:
        """The Parquet files of one of TABLES that count."""
        return stored(self.path, table, self.read_files())

    def folder(self, table: str, source: str, year: str) -> Path:
        return folder(self.path, table, source, year)

    @contextmanager
    def written(self, target: Path) -> Iterator[Path]:
        """A file that appears whole or not at all."""
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            yield partial
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    @contextmanager
    def one_writer(self) -> Iterator[None]:
        """Waits until no other reading writes here; two readings never take one number."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".writing").open("w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def record(self, reading: Reading) -> None:
        """Makes a reading count. Called last, when its rows are on disk."""
        entry = self.path / "readings" / f"{reading['reading']:06d}.json"
        with self.written(entry) as partial:
            partial.write_text(json.dumps(reading, indent=1, default=str), "utf-8")

    # -- inside -----------------------------------------------------------------------------

    def table(self, name: str, *, history: bool = False) -> ibis.Table:
        """One of TABLES, as it was published."""
        return self._table(name, history)

    def _sources(self, history: bool) -> set[str]:
        return {one["source"] for one in self.read_files() if history or one["is_current"]}

    def _table(self, name: str, history: bool) -> ibis.Table:
        """Feeds read once as they are; of feeds read more than once each row as last read."""
        wanted = {one["reading"] for one in self.read_files() if history or one["is_current"]}
        files = [file for file in self.stored(name) if file.readings & wanted]
        of_source: dict[str, set[int]] = {}
        for file in files:
            of_source.setdefault(file.source, set()).update(file.readings & wanted)
        once = [file for file in files if len(of_source[file.source]) == 1]
        more = [file for file in files if len(of_source[file.source]) > 1]
        parts = [self._rows(name, once, wanted)] if once else []
        parts += [_newest(self._rows(name, more, wanted))] if more else []
        schema = ibis_schema(TABLES[name])
        if not parts:
            return in_memory([], schema)
        return ibis.union(*parts).drop("reading") if len(parts) > 1 else parts[0].drop("reading")

    def _rows(self, name: str, files: list[Stored], wanted: set[int]) -> ibis.Table:
        """The rows of these files that are of the wanted readings: columns of today, reading."""
        schema = ibis_schema(TABLES[name])
        table = self._scan([str(file.path) for file in files])
        if any(file.year is None for file in files):
            written = table.filename.re_extract(r"(\d+)-[0-9a-f]+\.parquet$", 1)
            number = written.nullif("").cast("int64")
            known = table["reading"] if "reading" in table.columns else ibis.null("int64")
            table = table.mutate(reading=ibis.coalesce(known, number))
        if any(file.readings - wanted for file in files):
            table = table.filter(table.reading.isin(sorted(wanted)))
        younger = {name: ibis.null(kind) for name, kind in schema.items() if name not in table}
        return table.mutate(**younger).select(*schema, "reading").cast(dict(schema.items()))

    def _scan(self, paths: list[str]) -> ibis.Table:
        found: ibis.Table = self.connection.read_parquet(
            paths, hive_partitioning=False, filename=True, union_by_name=True
        )
        return found


def _newest(table: ibis.Table) -> ibis.Table:
    """Two files of one feed may hold the same row: it is one row, as last read."""
    last = table.group_by("row_id").agg(reading=table.reading.max())
    return table.semi_join(last, ["row_id", "reading"])


def _receipts(table: ibis.Table, name: str) -> ibis.Table:
    """The columns of a receipt and those a person reads to recognise the row."""
    text, none = "string", ibis.null("string")
    has = set(table.columns)
    when = next((one for one in WHEN if one in has), "issued_on")
    who = "bidder" if "bidder" in has else "supplier"
    return table.select(
        "row_id",
        "source",
        "file",
        "row_number",
        table_name=ibis.literal(name),
        is_current=ibis.literal(False),
        **{
            name: table[column].cast(text) if column in has else none
            for name, column in (("document_number",) * 2, ("supplier", who), *_READ)
        },
        date=table[when] if when in has else ibis.null("date"),
        amount=table["amount"] if "amount" in has else ibis.null("decimal(18, 2)"),
        currency=table["currency"] if "currency" in has else none,
        reason=table["reason"] if "reason" in has else none,
    )
