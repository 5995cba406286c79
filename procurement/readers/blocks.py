"""A CSV file in blocks of whole records, found without reading every letter.

A line break ends a record where the number of quotation marks before it is even: this and whether
each mark stands where it may is seen for a whole block at once. Only a record in which something
is amiss (a mark out of place, a lone carriage return, a zero byte, too long) is read as `Records`
reads it, so that both ways give the same records, the same text and the same reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from procurement.errors import SetAside
from procurement.readers.lines import LONGEST_LINE
from procurement.readers.records import LONGEST_CELL, LONGEST_RECORD, Records, first_record

BLOCK = 16 << 20
Positions = npt.NDArray[np.int64]
Odd = tuple[int, list[str] | SetAside, str]
_QUOTE, _COMMA, _NEWLINE, _RETURN = (ord(mark) for mark in '",\n\r')
_NOWHERE = 1 << 62
_PIECE = 1 << 17


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records. `text` is UTF-8 and holds those in order; `starts` says where each begins.
    `odd` are the others: how many of `text` come before, their cells or the reason, their text.
    """

    text: bytes
    starts: Positions
    odd: list[Odd]

    @property
    def rows(self) -> int:
        return len(self.starts) + len(self.odd)

    def raw(self, record: int) -> str:
        end = self.starts[record + 1] if record + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[record] : end].decode()


def blocks(records: Records, size: int = BLOCK) -> Iterator[Block]:
    """The records after the header. Stops before a line too long to be one: what remains is
    given back, and `records` goes on from there."""
    lines, rest, ended = records.lines, b"", False
    while not ended:
        chunk = lines.chunk(size)
        ended = len(chunk) < size or not chunk.endswith(b"\n")
        if _may_be_long(chunk):
            records.give_back(rest, chunk)
            return
        cut = _Cut(rest + lines.as_utf8(chunk), ended)
        block = cut.block()
        rest = cut.rest
        if block.rows:
            yield block


def _may_be_long(text: bytes) -> bool:
    """Whether a line may be too long: a stretch of half that length has no line break."""
    stretch = LONGEST_LINE // 2
    return any(
        text.find(b"\n", at, at + stretch) < 0 for at in range(0, len(text) - stretch, stretch)
    )


def _where(letters: npt.NDArray[np.uint8], letter: int) -> Positions:
    """Piece by piece, so that what is compared stays near the processor."""
    pieces = range(0, len(letters), _PIECE)
    found = [np.flatnonzero(letters[at : at + _PIECE] == letter) + at for at in pieces]
    return np.concatenate(found) if found else np.empty(0, np.int64)


class _Cut:
    """One text cut into records; `rest` is the beginning of one that may go on."""

    def __init__(self, text: bytes, is_end: bool) -> None:
        self.is_end = is_end
        self._unended = is_end and not text.endswith(b"\n")
        self.text = text + b"\n" if self._unended and text else text
        self.rest = b""
        self._letters = np.frombuffer(self.text, np.uint8)  # not copied: the last is a line break
        self._quotes = _where(self._letters, _QUOTE)
        self._breaks = _where(self._letters, _NEWLINE)
        self._quotes_before = np.searchsorted(self._quotes, self._breaks)
        self._may_open, self._may_close = self._places()
        self._alien = self._aliens()

    def _places(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Which quotation marks may open, or follow another; which may close, or come before."""
        before, after = self._letters[self._quotes - 1], self._letters[self._quotes + 1]
        next_after = self._letters[np.minimum(self._quotes + 2, len(self._letters) - 1)]
        opens = np.isin(before, (_COMMA, _NEWLINE, _QUOTE)) | (self._quotes == 0)
        ends_line = (after == _RETURN) & (next_after == _NEWLINE)
        return opens, np.isin(after, (_COMMA, _NEWLINE, _QUOTE)) | ends_line

    def _aliens(self) -> Positions:
        """Carriage returns that end no line, and zero bytes."""
        found = []
        if b"\r" in self.text:
            returns = _where(self._letters, _RETURN)
            found.append(returns[self._letters[returns + 1] != _NEWLINE])
        if b"\0" in self.text:
            found.append(_where(self._letters, 0))
        return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)

    def block(self) -> Block:
        parts: list[bytes] = []
        starts: list[Positions] = []
        odd: list[Odd] = []
        at = kept = shift = 0
        while at < len(self.text):
            ends = self._ends(at)
            if len(ends):
                found = self._begins(at, ends)
                starts.append(found + (shift - at))
                kept += len(found)
                parts.append(self.text[at : ends[-1] + 1])
                shift += len(parts[-1])
                at = int(ends[-1]) + 1
            elif self._goes_on(at):
                self.rest = self.text[at:]
                break
            else:
                at, cells, raw = self._one(at)
                odd += [(kept, cells, raw)] if cells else []
        text = parts[0] if len(parts) == 1 else b"".join(parts)
        return Block(text, np.concatenate([np.empty(0, np.int64), *starts]), odd)

    def _ends(self, at: int) -> Positions:
        """Where the records from here on end, up to the first in which something is amiss."""
        first = int(np.searchsorted(self._quotes, at))
        low, high = np.searchsorted(self._breaks, (at, self._amiss(first, at)))
        even = ((self._quotes_before[low:high] - first) & 1) == 0
        lines = np.flatnonzero(even)
        ends = self._breaks[low:high][even]
        long = (np.diff(lines, prepend=-1) > LONGEST_RECORD) | (
            np.diff(ends, prepend=at - 1) > LONGEST_CELL
        )
        found: Positions = ends[: np.argmax(long)] if long.any() else ends
        return found

    def _amiss(self, first: int, at: int) -> int:
        """The first place where csv would stumble."""
        found = _NOWHERE
        for marks, sound in (
            (self._quotes[first::2], self._may_open[first::2]),
            (self._quotes[first + 1 :: 2], self._may_close[first + 1 :: 2]),
        ):
            place = int(np.argmin(sound)) if len(sound) else 0
            if len(sound) and not sound[place]:
                found = min(found, int(marks[place]))
        return min(found, self._first_alien(first, at))

    def _first_alien(self, first: int, at: int) -> int:
        aliens = self._alien[np.searchsorted(self._alien, at) :]
        quoted = (np.searchsorted(self._quotes, aliens) - first) & 1
        outside = aliens[(quoted == 0) | (self._letters[aliens] == 0)]
        return int(outside[0]) if len(outside) else _NOWHERE

    def _begins(self, at: int, ends: Positions) -> Positions:
        """Where each record begins; empty lines are none."""
        begins = np.concatenate([[at], ends[:-1] + 1])
        length = ends - begins
        is_empty = (length == 0) | ((length == 1) & (self._letters[begins] == _RETURN))
        found: Positions = begins[~is_empty]
        return found

    def _goes_on(self, at: int) -> bool:
        """Whether more lines are needed to tell what the record here is."""
        lines = len(self._breaks) - np.searchsorted(self._breaks, at)
        return not self.is_end and bool(lines <= LONGEST_RECORD)

    def _one(self, at: int) -> tuple[int, list[str] | SetAside, str]:
        """The record here as `Records` reads it, and where the next begins."""
        low = int(np.searchsorted(self._breaks, at))
        ends = self._breaks[low : low + LONGEST_RECORD + 1] + 1
        begins = [at, *ends[:-1].tolist()]
        lines = [self.text[a:b].decode() for a, b in zip(begins, ends.tolist(), strict=True)]
        if self._unended and ends[-1] == len(self.text):
            lines[-1] = lines[-1][:-1]
        cells, raw, count = first_record(lines)
        return int(ends[count - 1]), cells, raw
