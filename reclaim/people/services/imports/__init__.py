"""Bringing in people from a sheet: dropped, its columns said, checked, brought in, undone."""

from reclaim.people.services.imports.dropping import (
    ask_to_undo,
    discard_import,
    drop_sheet,
    go_on,
    note_taken,
    say_columns,
    start_import,
)
from reclaim.people.services.imports.running import check_import, run_import
from reclaim.people.services.imports.undoing import erase_imports, throw_sheets_away, undo_import

__all__ = [
    "ask_to_undo",
    "check_import",
    "discard_import",
    "drop_sheet",
    "erase_imports",
    "go_on",
    "note_taken",
    "run_import",
    "say_columns",
    "start_import",
    "throw_sheets_away",
    "undo_import",
]
