"""Packed files: gzip, and zip with one file of data in it. What they may unpack to is limited.

A small file can unpack to terabytes. Reading stops where a limit is reached: what came before is
kept, and the report says so, as it does of a file that is cut in the middle.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Protocol, cast

from procurement.errors import Unreadable

MOST_TIMES = 200  # times its packed size; published feeds unpack to 5 to 30 times theirs
ALWAYS_UNPACKED = 100_000_000  # bytes any packed file may unpack to, however small it is
MOST_UNPACKED = 64_000_000_000  # bytes no packed file may unpack to
LONGEST_LIST = 1_000_000  # bytes of a zip file's list of its files: some ten thousand names
BLOCK = 1 << 16
GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
DATA = frozenset({".csv", ".json", ".jsonl", ".ndjson", ".txt", ".xml"})
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "Excel (.xls)",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
_TROUBLE = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError)


class Packed(Protocol):
    def read1(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class Unpacked(io.RawIOBase):
    """What could be unpacked before a break or a limit; `trouble` says which."""

    def __init__(self, packed: Packed, size: int) -> None:
        self._packed = packed
        self._left = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_TIMES * size))
        self._limit = self._left
        self.trouble: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        block = b"" if self.trouble else self._next(len(view))
        view[: len(block)] = block
        return len(block)

    def _next(self, size: int) -> bytes:
        try:
            block = self._packed.read1(min(size, self._left + 1))
        except _TROUBLE as error:
            self.trouble = f"it can't be unpacked further ({error})"
            return b""
        allowed, self._left = block[: self._left], self._left - len(block)
        if self._left < 0:
            self.trouble = (
                f"it unpacks to more than {self._limit:,} bytes, too many for its size. If you "
                "trust it, unpack it yourself and read the file that comes out"
            )
        return allowed

    def close(self) -> None:
        self._packed.close()
        super().close()


class Turned(io.RawIOBase):
    """Bytes turned into others on the way, block by block."""

    def __init__(self, source: IO[bytes], turn: Callable[[bytes, bool], bytes]) -> None:
        self._source, self._turn = source, turn
        self._ready = b""
        self._is_ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not (self._ready or self._is_ended):
            block = self._source.read(BLOCK)
            self._is_ended = not block
            self._ready = self._turn(block, self._is_ended)
        view = memoryview(buffer)
        block, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._source.close()
        super().close()


def unpacked(opened: io.BufferedReader, path: Path) -> Unpacked | None:
    """What is in a packed file, by its first bytes; None for one that isn't packed. Raises
    Unreadable when it can't be unpacked or holds several files."""
    start = opened.peek(4)[:4]
    size = path.stat().st_size
    if start.startswith(GZIP):
        return Unpacked(gzip.GzipFile(fileobj=opened), size)
    if start.startswith(ZIP):
        return Unpacked(_only_file(opened, path), size)
    if path.suffix in (".gz", ".zip") and size:
        raise Unreadable("broken_archive", file=path.name)
    return None


def _only_file(opened: IO[bytes], path: Path) -> Packed:
    """The one file of data in a zip file; what else lies beside it (a readme) isn't read."""
    _refuse_long_list(opened, path)
    try:
        archive = zipfile.ZipFile(opened)
        names = [one.filename for one in archive.infolist() if _is_file(one)]
        if "[Content_Types].xml" in names:
            raise Unreadable("wrong_kind", file=path.name, kind="Excel (.xlsx)")
        found = [name for name in names if Path(name).suffix.lower() in DATA] or names
        if len(found) == 1:
            return cast(Packed, archive.open(found[0]))
    except _TROUBLE as error:
        raise Unreadable("broken_archive", file=path.name) from error
    if not found:
        raise Unreadable("empty_file", file=path.name)
    raise Unreadable("several_files", file=path.name, found=", ".join(found)[:200])


def _is_file(member: zipfile.ZipInfo) -> bool:
    hidden = member.filename.startswith(("__MACOSX/", "."))
    return not (member.is_dir() or hidden)


def _refuse_long_list(opened: IO[bytes], path: Path) -> None:
    """A list of a million names would fill the memory before the first is looked at."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, size - (1 << 16) - 22))
    end = opened.read()
    opened.seek(0)
    at = end.rfind(b"PK\x05\x06")
    if at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") > LONGEST_LIST:
        raise Unreadable("several_files", file=path.name, found="…")


def kind_of(start: bytes) -> str | None:
    """What a file is that is no text, by its first bytes; web pages too."""
    for mark, kind in OTHER_KINDS.items():
        if start.startswith(mark):
            return kind
    text = start.lstrip()[:14].lower()
    return "HTML" if text.startswith((b"<!doctype html", b"<html")) else None
