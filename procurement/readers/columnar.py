"""A block of records as a table of texts, and what a format tells to read it column by column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from procurement.readers.blocks import Block, Positions
from procurement.readers.told import Read

_OTHER_SPACES = r"\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
SPACES = rf"\t-\r\x1C-\x1F{_OTHER_SPACES}"
PIECE = 4 << 20
_BETWEEN = "\x02"
_ODD_SPACES = rf"  |^ | $|{_BETWEEN} | {_BETWEEN}|[{SPACES}]"
_ODD_SAID = rf"  |^ | $|\x1F | \x1F|[\t-\r\x1C-\x1E{_OTHER_SPACES}]"
_MAYBE_CONTACT = r"@|(?:\(\p{Nd}{3}\) ?|\p{Nd}{3}[ .-])\p{Nd}{3}[ .-]\p{Nd}{4}"


@dataclass(frozen=True)
class Columnar:
    """`sql` makes the query for the columns that are there, to follow after `WITH texts AS
    (...),`: from `texts` (every column as
    published; at_row, row_id, is_odd: spaces to be cleaned in a column of `saying`; and
    may_have_contact) to at_row, row_id, is_plain, notes (a number, with a bit for each of
    Columnar.notes) and canonical columns. Then `by_value` gives columns that depend on one value only, and perhaps a `note`.
    `notes` is the order of notes."""

    sql: Callable[[Collection[str]], str]
    saying: tuple[str, ...]
    notes: tuple[str, ...]
    by_value: dict[str, Read] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """`cells` has a row for each record of the right number of cells; `places` says which. It
    stays in pieces: what is worked on piece by piece stays near the processor."""

    cells: Any
    places: Positions
    ragged: list[int]


def texts(block: Block, header: list[str]) -> Texts:
    ragged: list[int] = []

    def skip(row: Any) -> str:
        ragged.append(row.number - 1)
        return "skip"

    if not len(block.starts):
        empty = pa.table({name: pa.array([], "string") for name in header})
        return Texts(empty, block.starts, [])
    cells = pv.read_csv(
        pa.BufferReader(block.text),
        read_options=pv.ReadOptions(
            column_names=header, use_threads=False, block_size=_piece(block)
        ),
        parse_options=pv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), check_utf8=False
        ),
    )
    if len(cells) + len(ragged) != len(block.starts):
        raise AssertionError("the block and its table have not the same records")
    places = np.delete(np.arange(len(block.starts)), ragged)
    return Texts(cells, places, ragged)


def _piece(block: Block) -> int:
    """So much text at once as stays near the processor, and never less than a record."""
    ends = np.append(block.starts[1:], len(block.text))
    return max(PIECE, 2 * int((ends - block.starts).max()))


def cells_of(raw: str) -> list[str]:
    return next(csv.reader(io.StringIO(raw, newline=""), strict=True))


def joined(cells: Any, names: Collection[str], between: str) -> Any:
    """The cells of each row in one text."""
    return pc.binary_join_element_wise(*(cells[name] for name in names), between)


def may_need_care(said: Any) -> Any:
    """Rows, their cells with \\x1F between, that `may_have_contact` or `has_odd_spaces` could mean:
    all of them are among these, as long as no cell holds a \\x1F itself."""
    return pc.match_substring_regex(said, rf"{_MAYBE_CONTACT}|{_ODD_SAID}")


def may_have_contact(said: Any) -> Any:
    """Rows to look at more closely: every row with a contact is among them."""
    return pc.match_substring_regex(said, _MAYBE_CONTACT)


def has_odd_spaces(cells: Any, names: Collection[str]) -> Any:
    return pc.match_substring_regex(joined(cells, names, _BETWEEN), _ODD_SPACES)
