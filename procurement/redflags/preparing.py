"""A whole file prepared: corrected releases out, what is left to correct as CSV rows.

The rows have no header, as Cardinal's: line, ocid, path, array indexes, incorrect value, error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from procurement.redflags.correcting import cannot_move_auctions, corrected
from procurement.redflags.coverage import is_too_deep
from procurement.redflags.lines import LineCount, Warn, json_lines, of_lines, silent
from procurement.redflags.settings import Settings

ISSUE_COLUMNS = ("line", "ocid", "path", "array indexes", "incorrect value", "error description")


def prepare(
    path: Path,
    output: IO[bytes],
    issues: IO[bytes],
    settings: Settings | None = None,
    *,
    warn: Warn = silent,
) -> LineCount:
    """Writes each release corrected to `output`, one a line, and ISSUE_COLUMNS to `issues`.

    A line that isn't a JSON object is left out with a warning. Raises Unreadable when there is no
    such file.
    """
    used = settings or Settings()
    count = LineCount()
    tell = of_lines(warn)
    for number, _, release in json_lines(path, count, tell):
        if not isinstance(release, dict):
            tell(number, "is not a JSON object, skipping.")
        elif is_too_deep(release):
            tell(number, "is nested too deeply, skipping.")
        else:
            if cannot_move_auctions(release, used):
                tell(number, "has /bids, so its /auctions can't be moved there.")
            ocid = _written(release.get("ocid"))
            rows = [(number, ocid, *issue) for issue in corrected(release, used)]
            issues.write(_csv(rows))
            output.write(msgspec.json.encode(release) + b"\n")
    return count


def _written(ocid: Any) -> str:
    if ocid is None:
        return ""
    return ocid if isinstance(ocid, str) else msgspec.json.encode(ocid).decode()


def _csv(rows: Sequence[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
