"""Bytes on disk to lines of text. The encoding is found line by line, not assumed.

A line that isn't UTF-8 is read as Windows-1252 (which is Latin-1 for every letter of English and
French), and counted: feeds that promise UTF-8 and slip are common, and some mix both.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from procurement.errors import Unreadable
from procurement.readers import packed

LONGEST_LINE = 2_000_000
BLOCK = 1 << 16
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class LongLine(str):
    """The beginning of a line that is longer than any row can be; the rest of it was left out."""


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that aren't UTF-8, one by one, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    slip = error.object[error.start : error.end]
    return slip.decode("cp1252", errors="replace"), error.end


codecs.register_error("procurement.windows-1252", _windows)


class Lines:
    """Iterates over the lines of a file, packed with gzip or not; knows where it broke."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.broken: str | None = None
        self.not_utf8 = 0
        self.beyond_ascii = 0
        self.is_wide = False
        self._stream = self._open()

    def _open(self) -> IO[bytes]:
        self._file = _opened(self.path)
        try:
            self._unpacked = packed.unpacked(self._file, self.path)
            return self._narrowed(
                io.BufferedReader(self._unpacked, BLOCK) if self._unpacked else self._file
            )
        except Unreadable:
            self._file.close()
            raise

    def _narrowed(self, opened: io.BufferedReader) -> IO[bytes]:
        """UTF-16 is turned into UTF-8 on the way, and lines that end with a carriage return alone
        into others; a mark at the start is dropped."""
        start = opened.peek(4)
        self._refuse_other_kinds(start)
        if start.startswith(_WIDE_MARKS):
            self.is_wide = True
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
            opened = _turned(opened, lambda block, end: decoder.decode(block, end).encode())
        elif start.startswith(codecs.BOM_UTF8):
            opened.read(3)
        start = opened.peek(1).rstrip(b"\r")
        if b"\r" in start and b"\n" not in start:
            opened = _turned(opened, lambda block, end: block.replace(b"\r", b"\n"))
        return opened

    def _refuse_other_kinds(self, start: bytes) -> None:
        if self._unpacked and start.startswith((packed.GZIP, *packed.ZIP)):
            raise Unreadable("packed_twice", file=self.path.name)
        kind = packed.kind_of(start)
        if kind:
            raise Unreadable("wrong_kind", file=self.path.name, kind=kind)

    def __iter__(self) -> Iterator[str]:
        while line := self._next():
            try:
                text = line.decode()
                self.beyond_ascii += len(text) != len(line)
            except UnicodeDecodeError:
                self.not_utf8 += 1
                text = line.decode("cp1252", errors="replace")
            if len(line) < LONGEST_LINE or line.endswith(b"\n"):
                yield text
            else:
                self._skip_line()
                yield LongLine(text)

    def blocks(self) -> Iterator[str]:
        """The same text in blocks, for files whose lines mean nothing."""
        make = codecs.getincrementaldecoder("utf-8")
        decoder, utf8_only = make("procurement.windows-1252"), make("ignore")
        while block := self._block():
            text, sound = decoder.decode(block), utf8_only.decode(block)
            self.beyond_ascii += not sound.isascii()
            self.not_utf8 += len(text) - len(sound)
            yield text

    def _block(self) -> bytes:
        return self._stream.read(BLOCK) or self._ended()

    def _next(self) -> bytes:
        return self._stream.readline(LONGEST_LINE) or self._ended()

    def _ended(self) -> bytes:
        if self._unpacked and self._unpacked.trouble:
            self.broken = self._unpacked.trouble
        return b""

    def _skip_line(self) -> None:
        while (rest := self._next()) and not rest.endswith(b"\n"):
            pass

    @property
    def encoding(self) -> str:
        if self.is_wide:
            return "utf-16"
        if not self.not_utf8:
            return "utf-8"
        return "mixed" if self.beyond_ascii else "windows-1252"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()
        self._file.close()


def _opened(path: Path) -> io.BufferedReader:
    try:
        if path.is_dir():
            raise Unreadable("is_folder", file=str(path))
        if not path.is_file():
            raise Unreadable("missing_file", file=str(path))
        return path.open("rb")
    except OSError as error:
        raise Unreadable("closed_file", file=path.name, what=error.strerror) from error


def _turned(opened: io.BufferedReader, turn: Callable[[bytes, bool], bytes]) -> io.BufferedReader:
    return io.BufferedReader(packed.Turned(opened, turn), BLOCK)
