"""What a format tells the reading: its columns, and how one row becomes a canonical one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from procurement.cleaning import Money, money
from procurement.readers.columnar import Columnar
from procurement.schema import AWARDS, NOTICES, Columns

Cells = Mapping[str, str]
Row = dict[str, Any]
T = TypeVar("T")


def header_key(name: str) -> str:
    """`  Document  Number` and `document number` are the same column."""
    return " ".join(name.replace("\ufeff", "").split()).lower()


@dataclass(frozen=True)
class Format:
    """`columns` must be in the header. `private` columns are never stored, nor those that begin
    with `private_start`. `counters` number the rows of one edition of the file and say nothing
    about the row itself. `is_text` means that records are JSON text, searched for contacts.
    `several` stands for `record` where one record gives rows of several tables. `columnar` reads
    many rows at once and gives what `record` gives."""

    source: str
    table: str
    columns: tuple[str, ...]
    record: Callable[[Cells], Row]
    private: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    optional: tuple[str, ...] = field(default=())
    private_start: str | None = None
    is_text: bool = False
    several: Callable[[Cells], list[tuple[str, Row]]] | None = None
    columnar: Columnar | None = None

    def rows(self, cells: Cells) -> list[tuple[str, Row]]:
        """The rows of a record, each with its table."""
        return self.several(cells) if self.several else [(self.table, self.record(cells))]

    @cached_property
    def required(self) -> frozenset[str]:
        return frozenset(header_key(name) for name in self.columns)

    @cached_property
    def canonical(self) -> Columns:
        return AWARDS if self.table == "awards" else NOTICES

    @cached_property
    def unstored(self) -> frozenset[str]:
        return frozenset(header_key(name) for name in self.private)

    def hides(self, key: str) -> bool:
        """Whether the column, by its header key, is never stored."""
        start = self.private_start
        return key in self.unstored or bool(start and key.startswith(start))

    def identifies(self, key: str) -> bool:
        """Whether the column says something about the row itself."""
        return not self.hides(key) and key not in {header_key(name) for name in self.counters}


def amount(published: str, notes: list[str]) -> Row:
    """The money columns of an award."""
    found: Money = money(published)
    if found.note:
        notes.append(found.note)
    return {"amount": found.amount, "currency": found.currency, "amount_note": found.note}


def noted(value: T | None, note: str, notes: list[str]) -> T | None:
    if value is None:
        notes.append(note)
    return value
