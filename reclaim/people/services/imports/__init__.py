"""Bringing in people from a sheet: dropped, its columns said, checked, brought in, undone."""

from reclaim.people.services.imports.dropping import (
    ask_to_undo,
    discard_import,
    drop_sheet,
    go_on,
    note_taken,
    start_import,
    take_sheet,
)
from reclaim.people.services.imports.kept import throw_strays_away
from reclaim.people.services.imports.reading import read_sheet
from reclaim.people.services.imports.running import check_import, run_import
from reclaim.people.services.imports.saying import say_columns
from reclaim.people.services.imports.undoing import erase_imports, throw_sheets_away, undo_import

__all__ = [
    "ask_to_undo",
    "check_import",
    "discard_import",
    "drop_sheet",
    "erase_imports",
    "go_on",
    "note_taken",
    "read_sheet",
    "run_import",
    "say_columns",
    "start_import",
    "take_sheet",
    "throw_sheets_away",
    "throw_strays_away",
    "undo_import",
]
