"""JSON lines, one value a line, in one pass and in bounded memory; what can't be read is told.

A line that isn't JSON costs that line only. Lines are read in binary: a byte that isn't UTF-8 is
one line's trouble, and the offset of a line lets us come back to it without keeping it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from procurement.errors import Unreadable

Warn = Callable[[str], None]
WarnOfLine = Callable[[int, str], None]

LONGEST_LINE = 64 * 1024 * 1024
BLOCK = 1024 * 1024
DEEPEST = 127  # levels; serde_json, which Cardinal reads with, stops here too
_MARK = b"\xef\xbb\xbf"
_DECODER = msgspec.json.Decoder()


class NotJSON(Exception):
    """A line that is no JSON text, and why."""


Line = tuple[int, int, Any]  # its number from 1, the offset of its first byte, its value


@dataclass(slots=True)
class LineCount:
    """Every line of the file is in exactly one of `read`, `blank`, `invalid` and `too_long`."""

    read: int = 0
    blank: int = 0
    invalid: int = 0
    too_long: int = 0

    @property
    def lines(self) -> int:
        return self.read + self.blank + self.invalid + self.too_long


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of a file, from the byte `start` to before the byte `end`."""

    path: Path
    start: int = 0
    end: int | None = None

    def block(self, position: int) -> int:
        """How much to read next from a position."""
        return BLOCK if self.end is None else max(0, min(BLOCK, self.end - position))


def silent(sentence: str) -> None:
    """For callers that want no warnings."""


def nothing(number: int, what: str) -> None:
    """The same, line by line."""


def of_lines(warn: Warn) -> WarnOfLine:
    return lambda number, what: warn(f"Line {number} {what}")


def json_lines(
    part: Part | Path,
    count: LineCount,
    warn: WarnOfLine = nothing,
    decode: Callable[[bytes], Any] | None = None,
) -> Iterator[Line]:
    """The values of the lines of a file or of a part of it, in order; `count` grows as they are
    read, and numbers go on from it.

    `decode` turns the bytes of a line into its value or raises NotJSON.
    Raises Unreadable when there is no such file.
    """
    decode = decode or decoded
    if isinstance(part, Path):
        part = Part(part)
    for number, (offset, line) in enumerate(_raw_lines(part), start=count.lines + 1):
        if line is None:
            count.too_long += 1
            warn(number, f"is longer than {LONGEST_LINE:,} bytes, skipping.")
            continue
        try:
            value = decode(line if offset and line.isascii() else _checked(line, offset))
        except NotJSON as trouble:
            if not line.strip():
                count.blank += 1
                continue
            count.invalid += 1
            warn(number, f"is invalid JSON, skipping. [{trouble}]")
            continue
        count.read += 1
        yield number, offset, value


def _raw_lines(part: Part) -> Iterator[tuple[int, bytes | None]]:
    """Offset and bytes of each line; None for one too long to be held."""
    offset = part.start
    begun: bytes | None = b""
    length = 0  # of what has begun, also when it is no longer held
    with opened(part.path) as stream:
        stream.seek(offset)
        while block := stream.read(part.block(stream.tell())):
            first, *others = block.split(b"\n")
            length += len(first)
            begun = begun + first if begun is not None and length <= LONGEST_LINE else None
            for rest in others:
                yield offset, begun
                offset += length + 1
                begun, length = rest, len(rest)
    if length:
        yield offset, begun


def line_at(stream: IO[bytes], offset: int) -> bytes:
    """The line that begins there, once more."""
    stream.seek(offset)
    return _checked(stream.readline(), offset)


def _checked(line: bytes, offset: int) -> bytes:
    """Without the mark some editors begin a file with. Decoding to fields passes over the bytes
    of others, so that they are UTF-8 is seen to here. Raises NotJSON."""
    if not line.isascii():
        try:
            line.decode()
        except UnicodeDecodeError as trouble:
            raise NotJSON(str(trouble)) from None
    return line.removeprefix(_MARK) if offset == 0 else line


def decoded(line: bytes) -> Any:
    """The value of one line. Raises NotJSON."""
    try:
        return _DECODER.decode(line)
    except RecursionError:
        raise NotJSON("nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise NotJSON(str(trouble)) from None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file in binary. Raises Unreadable when it can't be opened."""
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as trouble:
        raise Unreadable("missing_file", file=path) from trouble
    with stream:
        yield stream


@contextmanager
def seekable(path: Path, standard_input: IO[bytes]) -> Iterator[Path]:
    """The path itself; for `-`, a copy of standard input that can be read twice."""
    if str(path) != "-":
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as copy:
        shutil.copyfileobj(standard_input, copy, 1 << 20)
        copy.flush()
        yield Path(copy.name)
