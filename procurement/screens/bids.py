"""Bids from a file whose columns the asker names: kept + set aside = rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from procurement.cleaning import money
from procurement.errors import SetAside, Unreadable
from procurement.readers.format import header_key
from procurement.readers.records import Records
from procurement.schema import Column, Columns, ibis_schema
from procurement.tables import in_memory

BIDS: Columns = {
    "tender": Column("string", "Which call for bids: as published, never null."),
    "firm": Column("string", "Who bids, as published; null when the file doesn't say."),
    "bid": Column("float64", "The price, in one currency for the whole table; never negative."),
    "reserve": Column("float64", "The buyer's reserve price or estimate, same currency."),
    "row_number": Column("int64", "Which record of the file it is, counted from 1."),
}
SET_ASIDE_BIDS: Columns = {
    "row_number": Column("int64", "Which record of the file it is, counted from 1."),
    "reason": Column("string", "Stable code of the reason."),
    "sentence": Column("string", "The reason in an English sentence."),
    "raw": Column("string", "The row as it came."),
}
DELIMITERS = (",", ";", "\t")
LONGEST_RAW = 10_000
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,15})?")


@dataclass
class BidFile:
    """What reading gave. `broken` says where and why reading stopped early; else null."""

    file: str
    bids: ibis.Table
    set_aside: ibis.Table
    rows_in: int = 0
    rows_kept: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    zero_bids: int = 0
    currency: str | None = None
    broken: str | None = None


def read_bids(
    path: str | Path,
    *,
    tender: str,
    bid: str,
    firm: str | None = None,
    reserve: str | None = None,
) -> BidFile:
    """Reads the named columns of a CSV: comma, semicolon or tab, any encoding we know, gzip or not.

    Case and spaces of column names don't matter. Prices are read as in the rest of the library
    (`$1,234.56`, `1 234,56 $`), plain numbers with all their decimals. A zero is kept and
    counted. A row without a tender, without a readable price, with a negative price or in
    another currency than the first is set aside with its reason. A reserve that can't be read
    is null. Raises Unreadable: missing, empty, without one of the columns.
    """
    path = Path(path)
    wanted = {"tender": tender, "bid": bid, "firm": firm, "reserve": reserve}
    asked = {name: column for name, column in wanted.items() if column}
    with _records(path, tender) as records:
        places = _places(records.header, asked, path.name)
        return _Reading(records, places).run(path.name)


def _records(path: Path, column: str) -> Records:
    """The delimiter is the one that makes the column appear; else the comma."""
    for delimiter in DELIMITERS:
        with Records(path, delimiter) as tried:
            if header_key(column) in map(header_key, tried.header):
                return Records(path, delimiter)
    return Records(path)


def _places(header: list[str], asked: Mapping[str, str], file: str) -> dict[str, int]:
    present = [header_key(name) for name in header]
    for column in asked.values():
        if present.count(header_key(column)) > 1:
            raise Unreadable("duplicate_column", file=file, column=column)
        if header_key(column) not in present:
            found = ", ".join(header)[:300]
            raise Unreadable("missing_column", file=file, column=column, found=found)
    return {name: present.index(header_key(column)) for name, column in asked.items()}


class _Reading:
    def __init__(self, records: Records, places: dict[str, int]) -> None:
        self.records, self.places = records, places
        self.columns: dict[str, list[Any]] = {name: [] for name in BIDS}
        self.aside: list[dict[str, Any]] = []
        self.reasons: Counter[str] = Counter()
        self.rows_in = 0
        self.currency: str | None = None

    def run(self, file: str) -> BidFile:
        for cells, raw in self.records:
            self.rows_in += 1
            try:
                self._keep(self._row(cells))
            except SetAside as reason:
                self._set_aside(reason, raw)
        broken = self.records.lines.broken
        bids = self.columns["bid"]
        return BidFile(
            file,
            _table(self.columns),
            in_memory(self.aside, ibis_schema(SET_ASIDE_BIDS)),
            self.rows_in,
            len(bids),
            dict(self.reasons),
            bids.count(0.0),
            self.currency,
            f"{file} breaks off after row {self.rows_in}: {broken}" if broken else None,
        )

    def _row(self, cells: list[str] | SetAside) -> dict[str, Any]:
        if isinstance(cells, SetAside):
            raise cells
        if len(cells) != len(self.records.header):
            raise SetAside("wrong_cells", found=len(cells), expected=len(self.records.header))
        cell = {name: cells[place].strip() for name, place in self.places.items()}
        if not cell["tender"]:
            raise SetAside("no_tender")
        return {
            "tender": cell["tender"],
            "firm": cell.get("firm") or None,
            "bid": self._price(cell["bid"]),
            "reserve": _reserve(cell.get("reserve", "")),
        }

    def _price(self, published: str) -> float:
        """Plain numbers keep all their decimals: normalised bids have many."""
        if _PLAIN.fullmatch(published):
            price, currency = float(published), self.currency or "CAD"
        else:
            read = money(published)
            if read.amount is None:
                raise SetAside("no_bid")
            if read.amount < 0:
                raise SetAside("negative_bid", value=published)
            price, currency = float(read.amount), read.currency
        if self.currency not in (None, currency):
            raise SetAside("other_currency", currency=currency, expected=str(self.currency))
        self.currency = currency
        return price

    def _keep(self, row: dict[str, Any]) -> None:
        for name, value in row.items():
            self.columns[name].append(value)
        self.columns["row_number"].append(self.rows_in)

    def _set_aside(self, reason: SetAside, raw: str) -> None:
        self.reasons[reason.code] += 1
        raw = raw[:LONGEST_RAW].rstrip("\r\n")
        said = {"reason": reason.code, "sentence": str(reason), "raw": raw}
        self.aside.append({"row_number": self.rows_in} | said)


def _reserve(published: str) -> float | None:
    if _PLAIN.fullmatch(published):
        return float(published) or None
    try:
        read = money(published).amount
    except SetAside:
        return None
    return float(read) if read is not None and read > 0 else None


def _table(columns: dict[str, list[Any]]) -> ibis.Table:
    return ibis.memtable(pa.table(columns, schema=ibis_schema(BIDS).to_pyarrow()))
