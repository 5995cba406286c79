"""Reads one published file into a warehouse: rows in = rows kept + rows set aside, always."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procurement.cleaning import has_contacts, raw_without_contacts, without_contacts
from procurement.errors import SetAside
from procurement.parquet import Shelf
from procurement.raw import csv_line, keep_raw
from procurement.readers import format_of
from procurement.readers.format import Format, header_key
from procurement.readers.items import Items, names_people, opened, without_people
from procurement.readers.records import Records
from procurement.readers.seao_xml_elements import XmlItems
from procurement.remembering import READ_BETWEEN, forget
from procurement.warehouse import Warehouse

BATCH = 5_000
BATCH_TEXT = 32_000_000  # characters of raw rows held before they are put on disk
LONGEST_RAW = 10_000
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
        report = ReadingReport(name or path.name, known.source, _hash(path))
        with into.one_writer():
            earlier = into.known(report.sha256, known.source, report.file)
            if earlier is None:
                _Reading(records, known, report, into).run(progress or (lambda rows: None))
            else:
                _repeat(report, earlier)
    report.seconds = time.perf_counter() - started
    return report


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _repeat(report: ReadingReport, earlier: dict[str, Any]) -> None:
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
        self.header = [header_key(name) for name in records.header]
        self.seen: Counter[bytes] = Counter()
        self.reasons: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.tables: Counter[str] = Counter({known.table: 0})
        self.has_contacts = False
        self._identifying = [
            index for index, name in enumerate(self.header) if known.identifies(name)
        ]
        self._private = [index for index, name in enumerate(self.header) if known.hides(name)]

    def run(self, progress: Progress) -> None:
        number = 1 + max((one["reading"] for one in self.warehouse.read_files()), default=0)
        entry = {
            "reading": number,
            "source": self.report.source,
            "table_name": self.known.table,
            "file": self.report.file,
            "sha256": self.report.sha256,
            "read_at": datetime.now(UTC).replace(tzinfo=None).isoformat(),
        }
        shelf = Shelf(self.warehouse, entry, self.known.table)
        with shelf:
            for table, batch in self._batches():
                shelf.put(batch, table)
                self.tables[table] += len(batch)
                progress(self.report.rows_in)
        self._finish(shelf)
        raw = keep_raw(
            self.records.lines.path,
            self.warehouse,
            self.report.sha256,
            self.known if self.has_contacts else None,
        )
        self.warehouse.record(entry | self._counts() | raw)

    def _batches(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Rows with their table, in batches of so many rows or of so much text."""
        kept: dict[str, list[dict[str, Any]]] = {self.known.table: []}
        aside: list[dict[str, Any]] = []
        held = read_since = 0
        for cells, raw in self.records:
            self.report.rows_in += 1
            self._watch_contacts(cells, raw)
            self._sort(cells, raw, kept, aside)
            held, read_since = held + len(raw), read_since + len(raw)
            if max(len(aside), *map(len, kept.values())) >= BATCH or held > BATCH_TEXT:
                yield from [*kept.items(), ("set_aside", aside)]
                kept, aside, held = {self.known.table: []}, [], 0
            if read_since > READ_BETWEEN:
                forget()
                read_since = 0
        yield from [*kept.items(), ("set_aside", aside)]

    def _sort(
        self,
        cells: list[str] | SetAside,
        raw: str,
        kept: dict[str, list[dict[str, Any]]],
        aside: list[dict[str, Any]],
    ) -> None:
        try:
            for table, row in self._rows(cells):
                kept.setdefault(table, []).append(row)
        except RecursionError:
            self._sort(SetAside("no_json"), raw, kept, aside)
        except SetAside as reason:
            self.reasons[reason.code] += 1
            aside.append(self._aside(reason, cells, raw))

    def _rows(self, cells: list[str] | SetAside) -> list[tuple[str, dict[str, Any]]]:
        if isinstance(cells, SetAside):
            raise cells
        if len(cells) != len(self.header):
            raise SetAside("wrong_cells", found=len(cells), expected=len(self.header))
        rows = self.known.rows(dict(zip(self.header, cells, strict=True)))
        said = "\x1f".join([cells[index] for index in self._identifying])
        said = without_contacts(said) if self._private else said
        for _, row in rows:
            self.notes.update(row["notes"])
        return [
            (table, self._receipt(f"{said}\x1f{place}" if place else said) | row)
            for place, (table, row) in enumerate(rows)
        ]

    def _watch_contacts(self, cells: list[str] | SetAside, raw: str) -> None:
        """Whether the raw file must be kept without contacts rather than as it came."""
        if self.known.is_text:
            self.has_contacts = self.has_contacts or names_people(raw)
        elif self._private and not self.has_contacts:
            known = cells if isinstance(cells, list) and len(cells) == len(self.header) else None
            named = known and any(known[index].strip() for index in self._private)
            self.has_contacts = bool(named) or has_contacts(raw)

    def _receipt(self, said: str) -> dict[str, Any]:
        """Equal rows of one file are told apart by their order."""
        mark = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=10).digest()
        self.seen[mark] += 1
        again = f"-{self.seen[mark]}" if self.seen[mark] > 1 else ""
        return {
            "row_id": f"{self.report.source}:{mark.hex()}{again}",
            "source": self.report.source,
            "file": self.report.file,
            "row_number": self.report.rows_in,
        }

    def _aside(self, reason: SetAside, cells: list[str] | SetAside, raw: str) -> dict[str, Any]:
        text = (self._public(cells, raw) or raw)[:LONGEST_RAW]
        said = raw_without_contacts(text).rstrip("\r\n")
        facts = {
            key: value if isinstance(value, int) else raw_without_contacts(value)
            for key, value in reason.facts.items()
        }
        return self._receipt(f"set aside\x1f{said}") | {
            "reason": reason.code,
            "sentence": raw_without_contacts(str(reason)),
            "facts": json.dumps(facts, ensure_ascii=False),
            "raw": said,
        }

    def _public(self, cells: list[str] | SetAside, raw: str) -> str | None:
        """A whole row without its private cells; None when the cells can't be told apart."""
        if self.known.is_text:
            return without_people(raw)
        if isinstance(cells, SetAside) or len(cells) != len(self.header) or not self._private:
            return None
        return csv_line("" if index in self._private else cell for index, cell in enumerate(cells))

    def _finish(self, shelf: Shelf) -> None:
        report, lines = self.report, self.records.lines
        report.set_aside, report.notes = dict(self.reasons), dict(self.notes)
        report.rows_kept = report.rows_in - report.rows_set_aside
        report.encoding = lines.encoding
        report.rows_new = shelf.new_rows()
        if lines.broken:
            report.broken = f"{report.file} breaks off after row {report.rows_in}: {lines.broken}"

    def _counts(self) -> dict[str, Any]:
        report = self.report
        tables = {table: rows for table, rows in self.tables.items() if table != "set_aside"}
        names = ("rows_in", "rows_kept", "rows_set_aside", "rows_new", "set_aside", "notes")
        told = {name: getattr(report, name) for name in (*names, "encoding", "broken")}
        return told | {"tables": tables}
