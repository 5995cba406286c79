"""Rows as a text file that a spreadsheet opens rightly, and in which nothing is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import phonenumbers
from phonenumbers import PhoneNumberFormat

from reclaim.core.languages import in_french
from reclaim.people.services.imports.sheets import neutral

ABROAD = re.compile(r"\+[\d ().-]{6,24}(?: ?(?:ext\.?|x|poste) ?\d{1,6})?", re.ASCII)


class Line:
    """What a csv writer takes for a file, and hands back."""

    def write(self, text: str) -> str:
        return text


def text_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """UTF-8 opening with its mark, without which Excel reads Émond as Ã‰mond; between the cells
    what Excel expects in the reader's language, as it asks nobody: in French a comma is that of a
    number, and cells stand between semicolons."""
    written = csv.writer(Line(), delimiter=";" if in_french() else ",")
    yield "\ufeff"
    for row in chain([head], rows):
        yield written.writerow(map(in_text, row))


def in_text(cell: str) -> str:
    """Excel reckons with `+1-416-555-0100` and shows -1070; `(+1) 416-555-0100` is a text to it,
    and a number to every telephone. What else begins like a formula gets an apostrophe, which our
    import takes away again."""
    return neutral(dialled(cell) if cell[:1] == "+" else cell)


def dialled(cell: str) -> str:
    if not ABROAD.fullmatch(cell):
        return cell
    try:
        number = phonenumbers.parse(cell)
    except phonenumbers.NumberParseException:
        return cell
    code, _space, rest = phonenumbers.format_number(
        number, PhoneNumberFormat.INTERNATIONAL
    ).partition(" ")
    return f"({code}) {rest}"
