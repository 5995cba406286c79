"""How much a workbook is, before anything reads it whole: small files may hold very large ones."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from reclaim.core.errors import Refused

MOST_UNZIPPED = 600_000_000  # a workbook of 200,000 rows is a sixth of it
AHEAD = 1_000  # letters of a cell or of a blank row
MOST_CELLS = 6_000_000  # of a workbook, which is read whole: half a gigabyte, blank cells too

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>')  # with a value
# One row told as ten thousand and more; blank ones follow the last row of every such sheet.
_MANY = re.compile(rb'rows-repeated="\d{5,}"[^>]*>(?!(?:\s*<[^>]*/>)+\s*</table:table-row>)')
_DAMAGED = (zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError, EOFError)


def unpacked(source: Path) -> int:
    """How large it says it is; nothing for what no program of today packed."""
    try:
        with zipfile.ZipFile(source) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (*_DAMAGED, zipfile.BadZipFile):
        return 0


def weigh(source: Path) -> None:
    """Unpack it once, to nowhere: a small file may hold a very large one."""
    if not zipfile.is_zipfile(source):
        return
    left = MOST_UNZIPPED
    try:
        with zipfile.ZipFile(source) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNZIPPED:
                left = -1
            for part in packed.infolist() if left > 0 else ():
                left -= weight(packed, part, left)
    except (*_DAMAGED, zipfile.BadZipFile) as error:
        raise Refused(
            _("This workbook is damaged or locked. Save it as CSV, and drop that.")
        ) from error
    if left < 0:
        raise Refused(_("This workbook is too large when unpacked. Save it as CSV, and drop that."))


def weight(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    total, before, extent = 0, b"", Extent()
    with packed.open(part) as stream:
        while total <= most and (chunk := stream.read(1 << 20)):
            total += len(chunk)
            extent.measure(part.filename, before + chunk)
            before = (before + chunk)[-2 * AHEAD :]
        extent.measure(part.filename, before + b" " * AHEAD)
    return total


class Extent:
    """How far the cells of a workbook reach: one in the last row and the last column would take
    all the memory there is, and the reader does not ask."""

    def __init__(self) -> None:
        self.columns: set[bytes] = set()
        self.rows = 1

    def measure(self, name: str, written: bytes) -> None:
        whole = len(written) - AHEAD  # what begins behind it may be cut in the middle
        if name == "content.xml" and any(one.end() < whole for one in _MANY.finditer(written)):
            raise too_many_cells()
        if not name.startswith("xl/worksheets/"):
            return
        cells = _CELL.findall(written)
        self.columns |= {letters for letters, _row in cells}
        self.rows = max([self.rows, *(int(row) for _letters, row in cells)])
        if self.rows * max(map(column_number, self.columns), default=0) > MOST_CELLS:
            raise too_many_cells()


def column_number(letters: bytes) -> int:
    return int(sum((code - 64) * 26**place for place, code in enumerate(reversed(letters))))


def too_many_cells() -> Refused:
    return Refused(
        _("This workbook reaches over more than %(most)s cells. Save it as CSV, and drop that.")
        % {"most": f"{MOST_CELLS:,}"}
    )
