"""Bytes on disk to lines of text. The encoding is found line by line, not assumed.

A line that isn't UTF-8 is read as Windows-1252 (which is Latin-1 for every letter of English and
French), and counted: feeds that promise UTF-8 and slip are common, and some mix both.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from procurement.errors import Unreadable

LONGEST_LINE = 2_000_000
BLOCK = 1 << 16
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Unpacked(io.RawIOBase):
    """Gives what could be unpacked before a break; gzip itself withholds the last block."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        block = self._gzip.read1(len(view))
        view[: len(block)] = block
        return len(block)


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
        if not path.is_file():
            raise Unreadable("missing_file", file=str(path))
        self.path = path
        self.broken: str | None = None
        self.not_utf8 = 0
        self.beyond_ascii = 0
        self.is_wide = False
        self._stream = self._open()

    def _open(self) -> IO[bytes]:
        self._file: io.BufferedReader = self.path.open("rb")
        opened: IO[bytes] = self._file
        if self._file.peek(2)[:2] == b"\x1f\x8b":
            opened = io.BufferedReader(_Unpacked(opened), 1 << 16)
        elif self.path.suffix == ".gz" and self.path.stat().st_size:
            opened.close()
            raise Unreadable("broken_archive", file=self.path.name)
        return self._narrowed(opened)

    def _narrowed(self, opened: IO[bytes]) -> IO[bytes]:
        """UTF-16 is turned into UTF-8 on the way; a mark at the start is dropped."""
        try:
            start = cast(io.BufferedReader, opened).peek(4)
        except (EOFError, OSError, zlib.error):
            start = b""
        if start.startswith(_WIDE_MARKS):
            self.is_wide = True
            recoder = codecs.EncodedFile(opened, "utf-8", "utf-16", errors="replace")
            return cast(IO[bytes], recoder)
        if start.startswith(codecs.BOM_UTF8):
            opened.read(3)
        return opened

    def __iter__(self) -> Iterator[str]:
        while line := self._next():
            try:
                text = line.decode()
                self.beyond_ascii += len(text) != len(line)
            except UnicodeDecodeError:
                self.not_utf8 += 1
                text = line.decode("cp1252", errors="replace")
            yield text

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
        try:
            return self._stream.read(BLOCK)
        except (EOFError, OSError, zlib.error) as error:
            self.broken = str(error)
            return b""

    def _next(self) -> bytes:
        try:
            return self._stream.readline(LONGEST_LINE)
        except (EOFError, OSError, zlib.error) as error:
            self.broken = str(error)
            return b""

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
