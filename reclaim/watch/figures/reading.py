"""Files into the warehouse."""

from collections.abc import Callable
from pathlib import Path

from procurement.errors import Unreadable
from procurement.reading import ReadingReport, read
from reclaim.core.errors import Refused
from reclaim.watch.figures.sentences import about_file
from reclaim.watch.figures.stores import warehouse


def read_file(path: Path, progress: Callable[[int], None] | None = None) -> ReadingReport:
    """Read a published file. Refused says, in the reader's language, why it can't be read;
    then nothing in the warehouse has changed."""
    try:
        return read(path, warehouse(), progress)
    except Unreadable as trouble:
        raise Refused(about_file(trouble.code, trouble.facts)) from trouble
