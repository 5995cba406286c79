"""A date as far as it is known: a day, a month, a year, "by 2016", or not at all.

Kept as the earliest and the latest day it can have been, so that partly known dates sort,
compare and filter without pretending to be days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

YEAR = r"(1[89]|20)\d\d"
BY = re.compile(rf"(?:by|au plus tard en) ({YEAR})", re.IGNORECASE)
BETWEEN = re.compile(rf"({YEAR})\s*[-–]\s*({YEAR})")
PARTS = re.compile(rf"({YEAR})(?:-(\d\d?)(?:-(\d\d?))?)?")


@dataclass(frozen=True)
class When:
    earliest: date | None = None
    latest: date | None = None

    @property
    def year(self) -> int | None:
        """The year, if the whole of it lies in one."""
        if self.earliest and self.latest and self.earliest.year == self.latest.year:
            return self.earliest.year
        return None

    @property
    def as_typed(self) -> str:
        """The text that `read_when` reads back as this."""
        if self.latest is None:
            return ""
        if self.earliest is None:
            return f"by {self.latest.year}"
        if self.earliest == self.latest:
            return self.latest.isoformat()
        if self.year is None:
            return f"{self.earliest.year}-{self.latest.year}"
        return str(self.year) if self.is_whole_year else f"{self.latest:%Y-%m}"

    @property
    def is_whole_year(self) -> bool:
        return self.year is not None and self.earliest == date(self.year, 1, 1)

    def __str__(self) -> str:
        if self.latest is None:
            return _("date not known")
        if self.earliest is None:
            return _("by %(year)d") % {"year": self.latest.year}
        if self.earliest == self.latest:
            return in_words(self.latest, "j F Y")
        if self.year is None:
            return f"{self.earliest.year}–{self.latest.year}"
        return str(self.year) if self.is_whole_year else in_words(self.latest, "F Y")


UNKNOWN = When()


def read_when(text: str) -> When:
    """Read "2004", "2004-05", "2004-05-17", "2009-2010", "by 2016" or nothing.

    Raises ValueError when the text is none of these, or a day that does not exist.
    """
    text = text.strip()
    if not text:
        return UNKNOWN
    if found := BY.fullmatch(text):
        return When(None, date(int(found[1]), 12, 31))
    if (found := BETWEEN.fullmatch(text)) and found[1] <= found[3]:
        return When(date(int(found[1]), 1, 1), date(int(found[3]), 12, 31))
    if found := PARTS.fullmatch(text):
        return read_parts(int(found[1]), found[3], found[4])
    raise ValueError(text)


def read_parts(year: int, month: str | None, day: str | None) -> When:
    if month is None:
        return When(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        first = date(year, int(month), 1)
        return When(first, first.replace(day=monthrange(year, int(month))[1]))
    exact = date(year, int(month), int(day))
    return When(exact, exact)
