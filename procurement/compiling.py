"""Files of releases and records to one compiled release a process, however many there are.

Releases of a process may lie far apart, in several files. They are put into a temporary database
on disk, by process and date, and merged as they are taken out again: memory holds one record while
reading and one process while writing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from procurement.errors import SetAside, Unreadable
from procurement.merging import Compiled, moment
from procurement.readers.items import Items, opened, parsed
from procurement.upgrading import upgraded

SHAPES = ("ocds release", "ocds record", "seao release")
BATCH = 1_000
Found = dict[str, Any]
Warn = Callable[[str], None]


@dataclass
class CompileReport:
    """`releases` were merged into `processes`; `repeated` were there twice, byte for byte;
    `linked` are only addresses of releases; `set_aside` couldn't be read, by reason; `broken`
    says of each file that ended early where and why."""

    records: int = 0
    releases: int = 0
    repeated: int = 0
    linked: int = 0
    processes: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def compile_files(
    paths: Iterable[Path], report: CompileReport, warn: Warn = lambda sentence: None
) -> Iterator[Found]:
    """The compiled release of each process in these files, in the order of their ocids.

    A file holds releases, records or packages of them, OCDS 1.0 or 1.1, or one a line; 1.0 is
    upgraded. A record's releases are merged; where it only links to them, its compiled release is
    taken. `report` is filled on the way, `warn` is told what was set aside. Raises Unreadable
    before anything is given when a file is missing or holds something else.
    """
    with (
        tempfile.TemporaryDirectory(prefix="compile-") as folder,
        closing(_spool(Path(folder))) as spool,
    ):
        for path in paths:
            _take(path, spool, report, warn)
        yield from _merged(spool, report, warn)


def _spool(folder: Path) -> sqlite3.Connection:
    spool = sqlite3.connect(folder / "releases.sqlite")
    spool.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
        "CREATE TABLE releases (ocid TEXT, at TEXT, compiled INT, place INTEGER, body BLOB);"
    )
    spool.execute(f"PRAGMA temp_store_directory='{str(folder).replace(chr(39), chr(39) * 2)}'")
    return spool


def _take(path: Path, spool: sqlite3.Connection, report: CompileReport, warn: Warn) -> None:
    with opened(path) as records:
        if not isinstance(records, Items) or records.header[0] not in SHAPES:
            found = ", ".join(records.header)[:200]
            raise Unreadable("unknown_header", file=path.name, found=found)
        batch: list[tuple[str, str, int, int, bytes]] = []
        number = 0
        for number, (cells, text) in enumerate(records, start=1):
            report.records += 1
            try:
                batch.extend(_rows(cells, text, report))
            except SetAside as reason:
                report.set_aside[reason.code] += 1
                warn(f"{path.name}, record {number}: {reason}")
            if len(batch) >= BATCH:
                _put(batch, spool)
        _put(batch, spool)
        if records.lines.broken:
            told = f"{path.name} breaks off after record {number}: {records.lines.broken}"
            report.broken.append(told)


def _put(batch: list[tuple[str, str, int, int, bytes]], spool: sqlite3.Connection) -> None:
    spool.executemany("INSERT INTO releases VALUES (?, ?, ?, ?, ?)", batch)
    spool.commit()
    batch.clear()


def _rows(
    cells: list[str] | SetAside, text: str, report: CompileReport
) -> Iterator[tuple[str, str, int, int, bytes]]:
    if isinstance(cells, SetAside):
        raise cells
    for release in _releases(parsed(text), report):
        ocid = release.get("ocid")
        if not isinstance(ocid, str | int) or not str(ocid).strip():
            raise SetAside("no_call_number")
        report.releases += 1
        at, is_compiled = moment(release)
        yield str(ocid), at, is_compiled, report.releases, _encoded(release)


def _releases(record: Found, report: CompileReport) -> list[Found]:
    """Those of a record, which carry its ocid; a release is itself."""
    if not ({"releases", "compiledRelease"} & set(record)):
        return [record]
    listed = record.get("releases")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    whole = [one for one in found if "url" not in one or "ocid" in one]
    report.linked += len(found) - len(whole)
    state = record.get("compiledRelease")
    if len(whole) < len(found) or not whole:
        whole = [state | {"tag": ["compiled"]}] if isinstance(state, dict) else whole
    ocid = record.get("ocid")
    return [one if "ocid" in one else {"ocid": ocid} | one for one in whole]


def _encoded(release: Found) -> bytes:
    try:
        return msgspec.json.encode(release)
    except (RecursionError, UnicodeEncodeError, OverflowError):
        raise SetAside("no_json") from None


def _merged(spool: sqlite3.Connection, report: CompileReport, warn: Warn) -> Iterator[Found]:
    rows = spool.execute("SELECT ocid, body FROM releases ORDER BY ocid, at, compiled, place")
    current, state, seen = None, Compiled(), set[bytes]()
    for ocid, body in rows:
        if ocid != current:
            yield from _given(state, report)
            current, state, seen = ocid, Compiled(), set()
        mark = hashlib.blake2b(body, digest_size=16).digest()
        if mark in seen:
            report.repeated += 1
            continue
        seen.add(mark)
        try:
            state.add(upgraded(msgspec.json.decode(body)))
        except RecursionError:
            report.set_aside["no_json"] += 1
            warn(f"{ocid}: a release is nested too deeply")
    yield from _given(state, report)


def _given(state: Compiled, report: CompileReport) -> Iterator[Found]:
    """Nothing when none of its releases could be merged."""
    if state.release:
        report.processes += 1
        yield state.release
