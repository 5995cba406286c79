"""Bytes on disk to lines of text. The encoding is found line by line, not assumed.

A line that isn't UTF-8 is read as Windows-1252 (which is Latin-1 for every letter of English and
French), and counted: feeds that promise UTF-8 and slip are common, and some mix both.
"""

from __future__ import annotations

import codecs
import io
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa

from procurement.errors import Unreadable
from procurement.readers import packed

LONGEST_LINE = 2_000_000
BLOCK = 1 << 16
PIECE = 1 << 16
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class LongLine(str):
    """The beginning of a line that is longer than any row can be; the rest of it was left out."""


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that aren't UTF-8, one by one, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    slip = error.object[error.start : error.end]
    return slip.decode("cp1252", errors="replace"), error.end


class Stream(Protocol):
    """What is needed of a file or of what unpacks it."""

    def read(self, size: int, /) -> bytes: ...
    def read1(self, size: int, /) -> bytes: ...
    def readline(self, limit: int, /) -> bytes: ...
    def close(self) -> None: ...


class _Returned:
    """A stream with bytes put back before it."""

    def __init__(self, front: bytes, stream: Stream) -> None:
        self._front, self._stream = io.BytesIO(front), stream

    def read(self, size: int, /) -> bytes:
        return self._front.read(size) or self._stream.read(size)

    def read1(self, size: int, /) -> bytes:
        return self._front.read(size) or self._stream.read1(size)

    def readline(self, limit: int, /) -> bytes:
        line = self._front.readline(limit)
        if line.endswith(b"\n") or len(line) >= limit:
            return line
        return line + self._stream.readline(limit - len(line))

    def close(self) -> None:
        self._stream.close()


def _is_utf8(text: bytes) -> bool:
    """The same answer as decoding gives, without making a text of it."""
    ends = pa.py_buffer(array("q", (0, len(text))))
    one = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(text)])
    try:
        one.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


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

    def _open(self) -> Stream:
        self._file = _opened(self.path)
        try:
            self._unpacked = packed.unpacked(self._file, self.path)
            return self._narrowed(
                io.BufferedReader(self._unpacked, BLOCK) if self._unpacked else self._file
            )
        except Unreadable:
            self._file.close()
            raise

    def _narrowed(self, opened: io.BufferedReader) -> Stream:
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
            text = self._decoded(line)
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

    def chunk(self, size: int) -> bytes:
        """So many bytes as they are, and the rest of the last line, should it not be too long.
        Fewer at the end or where the file breaks."""
        parts: list[bytes] = []
        while size > 0 and (part := self._stream.read(size) or self._ended()):
            parts.append(part)
            size -= len(part)
        if parts and size <= 0 and not parts[-1].endswith(b"\n"):
            parts.append(self._next())
        return b"".join(parts)

    def as_utf8(self, text: bytes) -> bytes:
        """Whole lines as UTF-8, each decoded as iterating decodes it, and counted."""
        if _is_utf8(text):
            self.beyond_ascii += not text.isascii()
            return text
        return b"".join(self._piecewise(text))

    def _piecewise(self, text: bytes) -> Iterator[bytes]:
        start = 0
        while start < len(text):
            end = text.find(b"\n", start + PIECE) + 1 or len(text)
            piece = text[start:end]
            if _is_utf8(piece):
                self.beyond_ascii += not piece.isascii()
                yield piece
            else:
                yield "".join(map(self._decoded, io.BytesIO(piece))).encode()
            start = end

    def _decoded(self, line: bytes) -> str:
        try:
            text = line.decode()
            self.beyond_ascii += len(text) != len(line)
        except UnicodeDecodeError:
            self.not_utf8 += 1
            text = line.decode("cp1252", errors="replace")
        return text

    def give_back(self, text: bytes) -> None:
        """These bytes are read again before the rest of the file."""
        self._stream = _Returned(text, self._stream)

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
