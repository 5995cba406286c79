"""Reading a sheet as people send it, into one plain form: UTF-8, commas, a line number first.

Whatever comes in, what goes out is rows of texts, or one sentence that says why not.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from reclaim.core.errors import Refused
from reclaim.people.queries import columns
from reclaim.people.rules.cells import cut
from reclaim.people.services.imports.weighing import weigh

MOST_BYTES = 300_000_000
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
MOST_LETTERS = 200_000  # of one cell
LOOKED_AT = 30  # rows among which the header is sought
TOLD_EVERY = 1_000  # rows
EXAMPLES = 3

_FOREIGN = ["cp1252", "cp1256", "cp1251", "cp1253", "cp1255", "mac_roman", "gb18030", "shift_jis"]
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_SHEETS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOCTYPE", b"<html")
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_FORMULA = frozenset("=+-@\t\r\n")

Row = list[str]
Tell = Callable[[int], object]  # how many rows are read so far


@dataclass
class Sheet:
    """What was found; the rows themselves lie in the plain file."""

    header: Row
    header_line: int
    rows: int = 0
    examples: list[Row] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return {
            "header": self.header,
            "header_line": self.header_line,
            "examples": self.examples,
            "layout": columns.layout_of(self.header),
        }


def silent(_rows: int) -> None:
    """Nobody waits."""


def make_plain(source: Path, target: Path, tell: Tell = silent) -> Sheet:
    """Refused with a sentence when it is no sheet, or too large for one."""
    if source.stat().st_size > MOST_BYTES:
        raise Refused(_("This file is too large. Divide it, and drop one part after the other."))
    numbered = enumerate(rows_of(source), start=1)
    filled = ((number, row) for number, row in numbered if any(row))
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise Refused(_("There is nothing in this sheet."))
    place = header_place([row for _number, row in first])
    sheet = begin(first, place)
    with target.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\n").writerow
        for number, row in chain(first[place + 1 :], filled):
            write((number, *row))
            keep_example(sheet, row)
            if sheet.rows % TOLD_EVERY == 0:
                tell(sheet.rows)
    if not sheet.rows:
        raise Refused(_("There is a header in this sheet, and no row below it."))
    return sheet


def begin(first: list[tuple[int, Row]], place: int) -> Sheet:
    number, header = first[place] if place >= 0 else (0, [])
    width = max(len(header), usual_width([row for _number, row in first[place + 1 :]]))
    header = [cut(name) for name in header] + [""] * (width - len(header))
    if place < 0:
        header = [str(_("Column %(n)s") % {"n": n}) for n in range(1, width + 1)]
    return Sheet(header, number, examples=[[] for _name in header])


def usual_width(rows: list[Row]) -> int:
    """That of more than half of the rows: columns without a name are columns too."""
    widths = Counter(len(row) for row in rows)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    return width if often * 2 > len(rows) else 0


def keep_example(sheet: Sheet, row: Row) -> None:
    sheet.rows += 1
    if sheet.rows > MOST_ROWS:
        raise Refused(
            _("This sheet has more than %(most)s rows. Divide it.") % {"most": f"{MOST_ROWS:,}"}
        )
    if sheet.rows > 200:
        return
    for seen, cell in zip(sheet.examples, row, strict=False):
        if cell and len(seen) < EXAMPLES and (shown := cut(cell)) not in seen:
            seen.append(shown)


def header_place(rows: list[Row]) -> int:
    """Where the header is: the row most of whose names we know; else the first that is as wide
    as the others and holds no address or number; -1 when the first row is somebody already."""
    scores = [columns.recognised(row) for row in rows]
    best = max(range(len(rows)), key=lambda place: scores[place])
    filled = [sum(map(bool, row)) for row in rows]
    if scores[best] >= min(2, filled[best]):
        return best
    usual = Counter(filled).most_common(1)[0][0]
    wide = next(place for place, count in enumerate(filled) if count >= usual)
    return wide if not any(is_a_fact(cell) for cell in rows[wide]) else wide - 1


def is_a_fact(cell: str) -> bool:
    return "@" in cell or sum(letter.isdigit() for letter in cell) > 3


def plain_rows(path: Path, skip: int = 0) -> Iterator[tuple[int, Row]]:
    """The rows of the plain file, each with its line in the sheet."""
    csv.field_size_limit(MOST_LETTERS * 2)
    with path.open(encoding="utf-8", newline="") as stream:
        for cells in islice(csv.reader(stream), skip, None):
            yield int(cells[0]), cells[1:]


def rows_of(source: Path) -> Iterator[Row]:
    with source.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(_NO_SHEETS):
        raise Refused(_("This is no sheet. Save it as CSV, XLSX or ODS, and drop that."))
    return workbook_rows(source) if head.startswith(_WORKBOOKS) else text_rows(source)


def is_workbook(source: Path) -> bool:
    with source.open("rb") as stream:
        return stream.read(8).startswith(_WORKBOOKS)


def workbook_rows(source: Path) -> Iterator[Row]:
    """Of the first sheet with something in it. The reader is not ours: what it can't read, and
    how it says so, is not for people."""
    weigh(source)
    unreadable = Refused(_("This workbook is damaged or locked. Save it as CSV, and drop that."))
    try:
        workbook = CalamineWorkbook.from_path(str(source))
        sheets = (workbook.get_sheet_by_index(n) for n in range(len(workbook.sheet_names)))
        sheet = next((one for one in sheets if one.total_height), None)
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable from error
    for row in sheet.iter_rows() if sheet else ():
        yield tidy([text_of(value) for value in row])


def text_of(value: Any) -> str:
    """A cell of a workbook as somebody would write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None or isinstance(value, timedelta) else str(value)


def text_rows(source: Path) -> Iterator[Row]:
    csv.field_size_limit(MOST_LETTERS)
    encoding = encoding_of(source)
    with source.open(encoding=encoding, errors="reclaim.windows", newline=None) as stream:
        lines = (line.replace("\0", "") for line in stream)
        first = list(islice(lines, 100))
        delimiter = delimiter_of(first)
        blank = len(first) > 0 and first[0].lower().startswith("sep=")
        try:
            for row in csv.reader(chain(first[blank:], lines), delimiter=delimiter):
                yield tidy(row)
        except (csv.Error, UnicodeError) as error:
            raise Refused(
                _("This file can't be read to its end: a cell in it never closes.")
            ) from error


def tidy(row: Row) -> Row:
    if len(row) > MOST_COLUMNS:
        while row and not row[-1].strip():
            row.pop()
    if len(row) > MOST_COLUMNS:
        raise Refused(_("This sheet has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    return [mended(plainly(cell.strip())) if cell else "" for cell in row]


def plainly(cell: str) -> str:
    """Without the sign that `neutral` sets before what might be taken for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def mended(cell: str) -> str:
    """`FranÃ§ois` was UTF-8 read as something else by whoever saved it; then it is read back."""
    if "Ã" not in cell and "â€" not in cell and "Ø" not in cell:
        return cell
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell


def delimiter_of(lines: list[str]) -> str:
    """The one that cuts most lines into the same number of cells, two at least."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]

    def score(delimiter: str) -> float:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0.0
        width, often = Counter(widths or [1]).most_common(1)[0]
        return often / len(widths) + min(width, 20) / 40 if width > 1 else 0.0

    return max(",;\t|", key=score)


def encoding_of(source: Path) -> str:
    with source.open("rb") as stream:
        head = stream.read(1 << 16)
    for mark, encoding in _BOMS.items():
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    bad, sample = damage(source)
    return "utf-8" if not bad else guessed_encoding(sample)


def damage(source: Path) -> tuple[int, bytes]:
    """How many lines are not UTF-8, and some of them. A line or two among good ones were pasted
    in; those are read as Windows wrote them."""
    bad, good, sample = 0, 0, b""
    with source.open("rb") as stream:
        for line in stream:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
                sample += line if len(sample) < 1 << 15 else b""
    return (bad if bad > good else 0), sample


def guessed_encoding(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=_FOREIGN).best()
    encoding = best.encoding if best else "cp1252"
    # Short French is often taken for something rarer; what Windows writes here is far likelier.
    return encoding if encoding in {"cp1256", "cp1251", "gb18030", "shift_jis"} else "cp1252"


def as_windows_wrote(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("reclaim.windows", as_windows_wrote)


def neutral(cell: str) -> str:
    """For every file we give back: no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell
