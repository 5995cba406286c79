"""The only door to the library `procurement`."""

from reclaim.watch.figures.matching import Call, Words, calls_that_match, watchlist_of
from reclaim.watch.figures.reading import read_file
from reclaim.watch.figures.rows import Row, row, rows, set_aside_rows
from reclaim.watch.figures.sentences import about_file, about_note, about_reason, about_row
from reclaim.watch.figures.stores import warehouse

__all__ = [
    "Call",
    "Row",
    "Words",
    "about_file",
    "about_note",
    "about_reason",
    "about_row",
    "calls_that_match",
    "read_file",
    "row",
    "rows",
    "set_aside_rows",
    "warehouse",
    "watchlist_of",
]
