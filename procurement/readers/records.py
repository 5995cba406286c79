"""Lines to records. A record that breaks is given as broken; the next line starts afresh.

`csv` alone swallows the rest of the file into one cell when a quotation mark is left open. Here
the first line of such a record is set aside and reading goes on with the second, so that one
slip costs one row.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from procurement.errors import SetAside, Unreadable, shown
from procurement.readers.lines import LONGEST_LINE, Lines, LongLine

LONGEST_RECORD = 500  # lines; the longest real description has under 100
LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)


class _RunAway(Exception):
    """A record that goes on for too many lines: its quotation mark was never closed."""


class _TooLong(Exception):
    """A line that is longer than a row can be."""


class _Supply:
    """Gives lines to csv one by one, and remembers those of the record being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.record: list[str] = []
        self._length = 0

    def __iter__(self) -> _Supply:
        return self

    def __next__(self) -> str:
        if len(self.record) >= LONGEST_RECORD or self._length > LONGEST_LINE:
            raise _RunAway
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.record.append(line)
        self._length += len(line)
        if isinstance(line, LongLine):
            raise _TooLong
        return line

    def begin(self) -> None:
        self.record.clear()
        self._length = 0

    def give_back(self) -> str:
        """Takes the first line of the record as broken; the others are to be read again."""
        first, *others = self.record
        self._returned.extendleft(reversed(others))
        self.record = []
        return first


def _parsed(supply: _Supply, delimiter: str) -> Iterator[tuple[list[str] | SetAside, str]]:
    """Records and their text; an empty line is a record without cells."""
    reader = csv.reader(supply, strict=True, delimiter=delimiter)
    while True:
        try:
            supply.begin()
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _RunAway, _TooLong) as error:
            first = supply.give_back()
            yield _reason(error, first), first
            reader = csv.reader(supply, strict=True, delimiter=delimiter)
            continue
        yield cells, "".join(supply.record)


def first_record(lines: list[str]) -> tuple[list[str] | SetAside, str, int]:
    """The first record of these lines, its text, and how many lines it is."""
    supply = _Supply(iter(lines))
    cells, raw = next(_parsed(supply, ","))
    return cells, raw, 1 if isinstance(cells, SetAside) else len(supply.record)


class Records:
    """`header`, then pairs of (cells, raw text): cells is a SetAside when the record is broken."""

    def __init__(self, path: Path, delimiter: str = ",") -> None:
        self.lines = Lines(path)
        self._delimiter = delimiter
        self._supply = _Supply(iter(self.lines))
        try:
            self.header = self._read_header(path)
        except Unreadable:
            self.lines.__exit__(None, None, None)
            raise

    def _read_header(self, path: Path) -> list[str]:
        for cells, raw in self:
            if isinstance(cells, SetAside):
                raise Unreadable("unknown_header", file=path.name, found=shown(raw))
            return cells
        raise Unreadable("empty_file", file=path.name)

    def __iter__(self) -> Iterator[tuple[list[str] | SetAside, str]]:
        for cells, raw in _parsed(self._supply, self._delimiter):
            if cells:
                yield cells, raw

    def give_back(self, read: bytes, unread: bytes) -> None:
        """Records go on with these: `read` is UTF-8 already, `unread` as it was in the file."""
        self.lines.give_back(unread)
        front = (line.decode() for line in io.BytesIO(read))
        self._supply = _Supply(chain(front, iter(self.lines)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lines.__exit__(kind, error, trace)


def _reason(error: Exception, first: str) -> SetAside:
    if isinstance(first, LongLine) or "field larger" in str(error):
        return SetAside("too_long", limit=min(LONGEST_CELL, LONGEST_LINE))
    return SetAside("stray_return" if "new-line" in str(error) else "open_quote")
