"""A workbook packed while it is sent: no part of it waits in memory or on the disk.

All but the rows is made by xlsxwriter, which can only give back a workbook that is whole.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, RawIOBase
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reclaim.people.services.imports.sheets import neutral

WIDE = 24  # letters across a column
LEVEL = 4  # of packing: half the time of the usual one, a tenth more to send
MOST_LETTERS = 32_767  # a cell of a workbook holds no more
AT_ONCE = 100  # rows
_SHEET = "xl/worksheets/sheet1.xml"
_SAMPLE = re.compile(rb'<row r="2".*?\bs="(\d+)".*?</row>')
_EXTENT = re.compile(rb'<dimension ref="[^"]*"')
# What no XML holds, and what a workbook takes for one of those.
_ODD = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")


def workbook_chunks(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, most: int
) -> Iterator[bytes]:
    """Every cell is a text; one that looks like a formula is marked as a text for good, so that
    nobody who edits it starts it. There may be fewer rows than `most`."""
    frame, sent = Frame(title, head, most), Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
        for name, content in frame.parts.items():
            packed.writestr(name, content)
        yield sent.taken()
        with packed.open(_SHEET, "w") as sheet:
            sheet.write(frame.before)
            for some in frame.written(rows):
                sheet.write(some)
                if sent.waits:
                    yield sent.taken()
            sheet.write(frame.after)
    yield sent.taken()


class Sent(RawIOBase):
    """Takes what is packed until it is sent. There is no way back in it."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self.waits.append(bytes(some))
        return len(some)

    def taken(self) -> bytes:
        waited, self.waits = b"".join(self.waits), []
        return waited


class Frame:
    """A workbook of one sheet with its head; the rows go between `before` and `after`."""

    def __init__(self, title: str, head: Sequence[str], most: int) -> None:
        with zipfile.ZipFile(empty(title, head)) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}
        sheet = self.parts.pop(_SHEET)
        self.letters = [xl_col_to_name(across) for across in range(len(head))]
        extent = f'<dimension ref="A1:{self.letters[-1]}{most + 1}"'
        sheet = _EXTENT.sub(extent.encode(), sheet)
        sample = _SAMPLE.search(sheet)
        assert sample  # noqa: S101 (of our own making)
        self.quoted = sample[1].decode()
        self.before, self.after = sheet[: sample.start()], sheet[sample.end() :]

    def written(self, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
        numbered = enumerate(rows, start=2)
        while some := "".join(self.row(*one) for one in islice(numbered, AT_ONCE)):
            yield some.encode()

    def row(self, down: int, row: Sequence[str]) -> str:
        cells = (
            self.cell(f"{letter}{down}", text)
            for letter, text in zip(self.letters, row, strict=True)
            if text
        )
        return f'<row r="{down}">{"".join(cells)}</row>'

    def cell(self, place: str, text: str) -> str:
        style = f' s="{self.quoted}"' if neutral(text) != text else ""
        space = ' xml:space="preserve"' if text != text.strip() else ""
        told = f"<is><t{space}>{in_xml(text[:MOST_LETTERS])}</t></is>"
        return f'<c r="{place}"{style} t="inlineStr">{told}</c>'


def empty(title: str, head: Sequence[str]) -> BytesIO:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, WIDE)
        for across, cell in enumerate(head):
            sheet.write_string(0, across, cell, bold)
        sheet.write_blank(1, 0, None, quoted)
    return stream


def in_xml(text: str) -> str:
    return escape(_ODD.sub(lambda odd: f"_x{ord(odd[0]):04X}_", text))
