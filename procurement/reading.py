"""Reads one published file into a warehouse: rows in = rows kept + rows set aside, always."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from procurement.block_rows import BlockRows
from procurement.parquet import Shelf
from procurement.raw import PublicCopy, keep_raw, public_line
from procurement.readers import format_of
from procurement.readers.blocks import Block, blocks
from procurement.readers.format import Format
from procurement.readers.items import Items, opened
from procurement.readers.records import Records
from procurement.readers.seao_xml_elements import XmlItems
from procurement.remembering import READ_BETWEEN, forget
from procurement.repeats import Repeats
from procurement.sorting import Batch, Numbered, Sorter
from procurement.stored import Reading
from procurement.warehouse import Warehouse

BATCH = 5_000
BATCH_TEXT = 32_000_000  # characters of raw rows held before they are put on disk
MOST_WORKERS = 4  # each holds a block of some 50 MB in its various forms
Progress = Callable[[int], None]


@dataclass
class ReadingReport:
    """What a reading did. `new` is False when the very same file had been read: nothing is added
    and the counts are those of that reading. `broken` says where and why reading stopped early.
    """

    file: str
    source: str
    sha256: str
    rows_in: int = 0
    rows_kept: int = 0
    rows_new: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    new: bool = True
    encoding: str = "utf-8"
    broken: str | None = None
    seconds: float = 0.0

    @property
    def rows_set_aside(self) -> int:
        return sum(self.set_aside.values())


def read(
    path: str | Path,
    into: Warehouse,
    progress: Progress | None = None,
    *,
    name: str | None = None,
) -> ReadingReport:
    """Reads a file of any known format into the warehouse.

    `name` is the feed's lasting name when the file's own changes (`awards-2026-10-05.csv`): a
    file replaces what was read before under its name. `progress` is called with the number of
    records read so far. Raises Unreadable when the file as a whole can't be read: missing, empty,
    wrong header; then nothing is changed.
    """
    path, started = Path(path), time.perf_counter()
    with opened(path) as records:
        known = format_of(records.header, path.name)
        report = ReadingReport(name or path.name, known.source, "")
        with into.one_writer(), ThreadPoolExecutor(1) as aside:
            hashing = aside.submit(_hash, path)
            earlier = _earlier(into, report, hashing)
            if earlier is None:
                reading = _Reading(records, known, report, into)
                reading.run(progress or (lambda rows: None), hashing)
            else:
                _repeat(report, earlier)
    pa.default_memory_pool().release_unused()  # questions may follow in this process
    report.seconds = time.perf_counter() - started
    return report


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _earlier(into: Warehouse, report: ReadingReport, hashing: Future[str]) -> Reading | None:
    """The reading of this very file, if it is the current one. Only where something was read
    under its name before must its hash be waited for."""
    names = {(found["source"], found["file"]) for found in into.read_files()}
    if (report.source, report.file) not in names:
        return None
    report.sha256 = hashing.result()
    return into.known(report.sha256, report.source, report.file)


def _repeat(report: ReadingReport, earlier: Reading) -> None:
    report.new = False
    for column in ("rows_in", "rows_kept", "encoding", "broken", "set_aside", "notes"):
        setattr(report, column, earlier[column])


class _Reading:
    """One file on its way into the warehouse."""

    def __init__(
        self,
        records: Records | Items | XmlItems,
        known: Format,
        report: ReadingReport,
        warehouse: Warehouse,
    ) -> None:
        self.records, self.known, self.report = records, known, report
        self.warehouse = warehouse
        self.sorter = Sorter(known, records.header, report.file)
        self.repeats = Repeats()
        self.tables: Counter[str] = Counter({known.table: 0})
        self.reasons: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.has_contacts = False
        self.letters = 0  # read one by one since the caches were emptied

    def run(self, progress: Progress, hashing: Future[str]) -> None:
        number = 1 + max((one["reading"] for one in self.warehouse.read_files()), default=0)
        shelf = Shelf(self.warehouse, self.report.source, number)
        copy: Any = nullcontext()
        if self._by_block and self.sorter.private:
            copy = PublicCopy(self.warehouse, f"{number:06d}", self.records.header)
        with ExitStack() as stack:
            public = stack.enter_context(copy)
            with shelf:
                for batch in self._batches():
                    self._keep(batch, shelf)
                    if public:
                        public.put(batch.raw)
                    progress(self.report.rows_in)
                self.report.sha256 = hashing.result()
                shelf.finish(self.report.sha256)
            raw = self._raw(public)
        self._finish(shelf)
        self.warehouse.record(self._entry(number) | self._counts() | raw)

    @property
    def _by_block(self) -> bool:
        """Whether many rows are read at once: a plain CSV file of a format that can be."""
        names, records = self.sorter.header, self.records
        is_plain = isinstance(records, Records) and not records.lines.is_wide
        return bool(self.known.columnar) and is_plain and len(set(names)) == len(names)

    def _batches(self) -> Iterator[Batch]:
        if self._by_block:
            yield from self._block_batches()
        while numbered := self._next_records():
            batch = self.sorter.batch(numbered, watch=not self.has_contacts)
            batch.raw = list(self._lines(numbered)) if self._by_block else []
            yield batch

    def _next_records(self) -> list[Numbered]:
        """So many records, or so much text."""
        found: list[Numbered] = []
        held = 0
        for cells, raw in islice(self.records, BATCH):
            found.append((len(found), cells, raw))
            held += len(raw)
            if held > BATCH_TEXT:
                break
        return found

    def _block_batches(self) -> Iterator[Batch]:
        assert isinstance(self.records, Records)  # noqa: S101, told by _by_block
        assert self.known.columnar  # noqa: S101
        rows = BlockRows(self.sorter, self.known.columnar)
        yield from _in_order(rows.batch, blocks(self.records))

    def _lines(self, records: list[Numbered]) -> Iterator[bytes]:
        hidden = [index in self.sorter.private for index in range(len(self.sorter.header))]
        return (public_line(cells, raw, hidden).encode() for _, cells, raw in records)

    def _keep(self, batch: Batch, shelf: Shelf) -> None:
        for name, table in batch.tables.items():
            shelf.put(self.repeats.told_apart(table, self.report.rows_in + 1), name)
            self.tables[name] += len(table)
        self.report.rows_in += batch.records
        self.reasons.update(batch.reasons)
        self.notes.update(batch.notes)
        self.has_contacts = self.has_contacts or batch.has_contacts
        self.letters += batch.letters
        if self.letters > READ_BETWEEN:
            forget()
            self.letters = 0

    def _raw(self, public: PublicCopy | None) -> dict[str, Any]:
        sha256, path = self.report.sha256, self.records.lines.path
        if public and self.has_contacts:
            return public.keep(sha256)
        return keep_raw(path, self.warehouse, sha256, self.known if self.has_contacts else None)

    def _finish(self, shelf: Shelf) -> None:
        report, lines = self.report, self.records.lines
        report.set_aside, report.notes = dict(self.reasons), dict(self.notes)
        report.rows_kept = report.rows_in - report.rows_set_aside
        report.encoding = lines.encoding
        report.rows_new = shelf.new_rows()
        if lines.broken:
            report.broken = f"{report.file} breaks off after row {report.rows_in}: {lines.broken}"

    def _entry(self, number: int) -> Reading:
        return {
            "reading": number,
            "source": self.report.source,
            "table_name": self.known.table,
            "file": self.report.file,
            "sha256": self.report.sha256,
            "read_at": datetime.now(UTC).replace(tzinfo=None).isoformat(),
        }

    def _counts(self) -> dict[str, Any]:
        report = self.report
        tables = {table: rows for table, rows in self.tables.items() if table != "set_aside"}
        names = ("rows_in", "rows_kept", "rows_set_aside", "rows_new", "set_aside", "notes")
        told = {name: getattr(report, name) for name in (*names, "encoding", "broken")}
        return told | {"tables": tables}


def _in_order(work: Callable[[Block], Batch], items: Iterable[Block]) -> Iterator[Batch]:
    """The results in the order of the items, worked out on the cores there are, few ahead."""
    workers = max(1, min(MOST_WORKERS, os.cpu_count() or 1))
    with ThreadPoolExecutor(workers) as pool:
        ahead: deque[Future[Batch]] = deque()
        try:
            for item in items:
                ahead.append(pool.submit(work, item))
                if len(ahead) > workers:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
