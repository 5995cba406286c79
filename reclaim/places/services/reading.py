"""Files as published, read with care: one clear sentence when a file can't be used at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused

Row = Mapping[str, str]


@dataclass(frozen=True)
class SetAside:
    """A row that was not used, whole, and why."""

    line: int
    reason: str
    row: Mapping[str, Any]


@dataclass
class Report:
    """What became of one file: rows = kept + set aside. `new`, `changed` and `ended` count
    what the register gained, corrected and closed; all zero when the file was known already."""

    source: str
    rows: int = 0
    kept: int = 0
    new: int = 0
    changed: int = 0
    ended: int = 0
    set_aside: list[SetAside] = field(default_factory=list)

    def leave(self, line: int, reason: str, row: Mapping[str, Any]) -> None:
        self.set_aside.append(SetAside(line, reason, row))

    @property
    def reasons(self) -> dict[str, int]:
        return dict(Counter(row.reason for row in self.set_aside).most_common())

    @property
    def is_news(self) -> bool:
        return bool(self.new or self.changed or self.ended)


def read_text(path: Path) -> str:
    """The text of a file, unpacked if its name ends in .gz."""
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = _("%(file)s is not in UTF-8. Save it as UTF-8 and try again.")
    except (OSError, EOFError):
        reason = _("%(file)s can't be opened, or it is damaged.")
    raise Refused(reason % {"file": path.name})


def read_table(path: Path, columns: Collection[str]) -> list[tuple[int, Row]]:
    """The rows of a CSV file with the line each ends on; Refused when columns are missing."""
    lines = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    if missing := [name for name in columns if name not in (lines.fieldnames or [])]:
        raise Refused(
            _("%(file)s has no column “%(column)s”. Is it the right file?")
            % {"file": path.name, "column": missing[0]}
        )
    try:
        rows: list[tuple[int, Row]] = [(lines.line_num, row) for row in lines]
    except csv.Error as error:
        raise Refused(
            _("%(file)s can't be read after line %(line)s: a quote was left open or misplaced.")
            % {"file": path.name, "line": lines.line_num}
        ) from error
    if not rows:
        raise Refused(_("%(file)s has no rows.") % {"file": path.name})
    return rows


def why_not_whole(row: Row) -> str:
    """A row with too few cells has None in the last ones, one with too many has a None column."""
    return _("too few or too many cells") if None in row.values() or None in row else ""


def read_json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise Refused(_("%(file)s is not valid JSON.") % {"file": path.name}) from error


def read_features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    content = read_json(path)
    features = content.get("features") if isinstance(content, dict) else None
    if not features:
        raise Refused(_("%(file)s has no shapes in it.") % {"file": path.name})
    return list(features)


def keep_rows(
    rows: Sequence[models.Model], unique: Sequence[str], fields: Sequence[str], report: Report
) -> None:
    """Write what is new or different, by its unique fields; count both. Known rows cost a read."""
    if not rows:
        return
    model = type(rows[0])
    width = len(unique)
    known = {
        tuple(values[:width]): tuple(values[width:])
        for values in model._default_manager.order_by().values_list(*unique, *fields)
    }
    wanted = {tuple(getattr(row, name) for name in unique): row for row in rows}
    new = [row for key, row in wanted.items() if key not in known]
    changed = [
        row
        for key, row in wanted.items()
        if key in known and known[key] != tuple(getattr(row, name) for name in fields)
    ]
    model._default_manager.bulk_create(
        [*new, *changed],
        update_conflicts=True,
        unique_fields=unique,
        update_fields=fields,
        batch_size=500,
    )
    report.new += len(new)
    report.changed += len(changed)
