"""Records of a file to rows of tables, with their receipts; those that can't be read set aside."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from procurement.cleaning import has_contacts, raw_without_contacts, without_contacts
from procurement.errors import SetAside
from procurement.raw import csv_line, says_something
from procurement.readers.format import Format, Row, header_key
from procurement.readers.items import names_people, without_people
from procurement.repeats import DIGITS
from procurement.schema import ibis_schema
from procurement.warehouse import TABLES

LONGEST_RAW = 10_000
BETWEEN = "\x1f"  # the cells that tell what a row says
Cells = list[str] | SetAside
Numbered = tuple[int, Cells, str]


@dataclass
class Batch:
    """Some records of a file. Row numbers count from 0 where it begins; equal rows are not yet
    told apart. `raw` is their text without contacts, where that was asked for."""

    records: int = 0
    tables: dict[str, Any] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    has_contacts: bool = False
    letters: int = 0  # of the records read one by one
    raw: list[Any] = field(default_factory=list)


class Sorter:
    """Knows one file's columns: what identifies a row, what is never stored."""

    def __init__(self, known: Format, header: Iterable[str], file: str) -> None:
        self.known, self.file = known, file
        self.header = [header_key(name) for name in header]
        self.identifying = [name for name in self.header if known.identifies(name)]
        self._identifying = [i for i, name in enumerate(self.header) if known.identifies(name)]
        self.private = [i for i, name in enumerate(self.header) if known.hides(name)]

    def batch(self, records: Iterable[Numbered], *, watch: bool = True) -> Batch:
        """Records read one by one. `watch`: look for contacts until one is found."""
        batch, rows = Batch(), dict[str, list[Row]]()
        for number, cells, raw in records:
            batch.records += 1
            batch.letters += len(raw)
            if watch and not batch.has_contacts:
                batch.has_contacts = self._names_somebody(cells, raw)
            try:
                for table, row in self._rows(cells, number):
                    rows.setdefault(table, []).append(row)
                    batch.notes.update(row["notes"])
            except SetAside as reason:
                batch.reasons[reason.code] += 1
                rows.setdefault("set_aside", []).append(self._aside(reason, cells, raw, number))
                # it was kept since the row was read: its trace would keep this whole batch
                reason.__traceback__ = None
        batch.tables = {name: arrow(found, name) for name, found in rows.items()}
        return batch

    def _rows(self, cells: Cells, number: int) -> list[tuple[str, Row]]:
        if isinstance(cells, SetAside):
            raise cells
        if len(cells) != len(self.header):
            raise SetAside("wrong_cells", found=len(cells), expected=len(self.header))
        try:
            rows = self.known.rows(dict(zip(self.header, cells, strict=True)))
        except RecursionError:
            raise SetAside("no_json") from None
        said = BETWEEN.join([cells[index] for index in self._identifying])
        said = without_contacts(said) if self.private else said
        return [
            (table, self._receipt(f"{said}{BETWEEN}{place}" if place else said, number) | row)
            for place, (table, row) in enumerate(rows)
        ]

    def _receipt(self, said: str, number: int) -> Row:
        text = said.encode("utf-8", "replace")
        mark = hashlib.md5(text, usedforsecurity=False).hexdigest()[:DIGITS]
        source = self.known.source
        return {
            "row_id": f"{source}:{mark}",
            "source": source,
            "file": self.file,
            "row_number": number,
        }

    def _names_somebody(self, cells: Cells, raw: str) -> bool:
        """Whether the raw file must be kept without contacts rather than as it came."""
        if self.known.is_text:
            return names_people(raw)
        if not self.private:
            return False
        known = cells if isinstance(cells, list) and len(cells) == len(self.header) else None
        named = known and any(says_something(known[index]) for index in self.private)
        return bool(named) or has_contacts(raw)

    def _aside(self, reason: SetAside, cells: Cells, raw: str, number: int) -> Row:
        text = (self._public(cells, raw) or raw)[:LONGEST_RAW]
        said = raw_without_contacts(text).rstrip("\r\n")
        facts = {
            key: value if isinstance(value, int) else raw_without_contacts(value)
            for key, value in reason.facts.items()
        }
        return self._receipt(f"set aside{BETWEEN}{said}", number) | {
            "reason": reason.code,
            "sentence": raw_without_contacts(str(reason)),
            "facts": json.dumps(facts, ensure_ascii=False),
            "raw": said,
        }

    def _public(self, cells: Cells, raw: str) -> str | None:
        """A whole row without its private cells; None when the cells can't be told apart."""
        if self.known.is_text:
            return without_people(raw)
        if isinstance(cells, SetAside) or len(cells) != len(self.header) or not self.private:
            return None
        return csv_line("" if index in self.private else cell for index, cell in enumerate(cells))


def arrow(rows: list[Mapping[str, Any]] | list[Row], name: str) -> Any:
    """Rows as an Arrow table of the canonical columns; what a row doesn't tell is null."""
    schema = ibis_schema(TABLES[name]).to_pyarrow()
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.table(columns, schema=schema)
