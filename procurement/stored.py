"""Where a warehouse keeps its Parquet files, and which of them count.

    awards/source=X/year=2021/000003-9f86d081884c.parquet   rows of reading 3
    awards/source=X/year=2021/compacted-000001.parquet      rows of several readings
    awards/source=X/000001-….parquet                        as written before there were years
    compactions/000001.json                                 which files compacted ones replace

A file of a reading counts when the reading was recorded; a compacted one when its compaction was.
A replaced file counts no more, though it stays for a while for those who are reading it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Reading = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that counts, and the readings its rows are of. `year` is null in the old layout."""

    path: Path
    source: str
    year: str | None
    readings: frozenset[int]
    is_compacted: bool = False


def folder(root: Path, table: str, source: str, year: str) -> Path:
    return root / table / f"source={source}" / f"year={year}"


def file_name(number: int, sha256: str) -> str:
    return f"{number:06d}-{sha256[:12]}.parquet"


def compactions(root: Path) -> list[dict[str, Any]]:
    entries = sorted((root / "compactions").glob("*.json"))
    return [json.loads(entry.read_text("utf-8")) for entry in entries]


def stored(root: Path, table: str, readings: Iterable[Reading]) -> list[Stored]:
    """The files of a table that count, in the order of their names."""
    known = {
        (one["source"], file_name(one["reading"], one["sha256"])): frozenset([one["reading"]])
        for one in readings
    }
    done = compactions(root)
    replaced = {path for one in done for path in one["replaces"]}
    compacted = {
        file["path"]: frozenset(map(int, file["rows"])) for one in done for file in one["files"]
    }
    found = []
    for path in sorted((root / table).glob("source=*/**/[!.]*.parquet")):
        place = path.relative_to(root).as_posix()
        _, source, *years = (part.partition("=")[2] for part in path.relative_to(root).parts[:-1])
        of = compacted.get(place) or known.get((source, path.name))
        if of and place not in replaced:
            year = years[0] if years else None
            found.append(Stored(path, source, year, of, place in compacted))
    return found
