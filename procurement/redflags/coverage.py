"""How often each JSON path of a file of JSON lines isn't empty, as Cardinal's `coverage` counts.

Empty are "", [], {}, null, and whatever holds only empty values. The path "" is a line, a path
ending in / an object, in [] an entry of an array, any other a member of an object.
https://cardinal.readthedocs.io/en/latest/cli/coverage.html
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procurement.redflags.lines import DEEPEST, LineCount, Warn, json_lines, of_lines, silent

Counts = dict[str, int]
LONGEST_NAME = 200  # of a member; a longer one is cut, or paths could outgrow the file


def coverage(path: Path, *, warn: Warn = silent) -> Counts:
    """Counts by path, in the order in which paths were met, a parent before its children.

    Raises Unreadable when there is no such file. Lines that aren't JSON, or nested more than 127
    levels deep, are skipped with a warning.
    """
    counts: Counts = {}
    tell = of_lines(warn)
    for number, _, value in json_lines(path, LineCount(), tell):
        if is_too_deep(value):
            tell(number, "is nested too deeply, skipping.")
        else:
            _add(value, "", counts)
    return {name: count for name, count in counts.items() if count}


def _add(value: Any, path: str, counts: Counts) -> bool:
    """Count the value and all it holds; say whether it isn't empty."""
    if isinstance(value, dict):
        filled = _add_members(value, path, counts)
    elif isinstance(value, list):
        counts.setdefault(path, 0)
        filled = sum(_add(entry, f"{path}[]", counts) for entry in value) > 0
    else:
        filled = value is not None and value != ""
    if filled:
        counts[path] = counts.get(path, 0) + 1
    return filled


def _add_members(value: dict[str, Any], path: str, counts: Counts) -> bool:
    if not value:
        return False
    counts.setdefault(path, 0)
    inside = f"{path}/"
    counts.setdefault(inside, 0)
    filled = sum(_add(member, inside + _cut(name), counts) for name, member in value.items()) > 0
    if filled:
        counts[inside] += 1
    return filled


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"


def is_too_deep(value: Any) -> bool:
    """More than DEEPEST levels; walked level by level, so that depth costs no stack."""
    level = [value]
    for _ in range(DEEPEST):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return any(isinstance(deep, dict | list) for deep in level)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [child for child in value.values() if isinstance(child, dict | list)]
    if isinstance(value, list):
        return [child for child in value if isinstance(child, dict | list)]
    return []
