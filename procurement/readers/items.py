"""JSON to records, one at a time, however long the file is.

A file may be a list of records, a package that holds them under `releases` or `records`, one
record, or one after the other (JSON lines). Only the record being read is in memory. A record
that isn't JSON is set aside alone, because its end is found by its brackets; a file cut in the
middle gives what came before. `header` is the shape of the first record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from procurement.cleaning import has_contacts, without_contacts
from procurement.errors import SetAside, Unreadable
from procurement.readers.bidders import REMOVED
from procurement.readers.lines import Lines
from procurement.readers.records import Records
from procurement.readers.seao_xml_elements import SHAPE as SEAO_XML
from procurement.readers.seao_xml_elements import XmlItems

LONGEST = 10_000_000  # characters; the longest real release has under 1,000,000
NOWHERE = 1_000_000  # after the records of a package comes what describes it
PACKAGES = ('"releases"', '"records"')
SEAO = "ocds-ec9k95-"
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_CONTACT = re.compile(r'"contactPoint"\s{0,80}:\s{0,80}\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+(?:\}|\Z)')
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")  # half of a pair, which no table can hold
_SHAPES: tuple[tuple[str, frozenset[str]], ...] = (
    ("ocds record", frozenset({"ocid", "compiledRelease"})),
    ("ocds record", frozenset({"ocid", "releases"})),
    ("buyandsell release", frozenset({"ocid", "releaseTag", "tender"})),
    ("ocds release", frozenset({"ocid", "tag"})),
    ("ocds release", frozenset({"ocid", "tender"})),
    ("ocds release", frozenset({"ocid", "awards"})),
    (SEAO_XML, frozenset({"avis"})),
    (SEAO_XML, frozenset({"contrat"})),
    ("canadabuys notice", frozenset({"tender_id", "title", "closing_date"})),
    ("canadabuys notice", frozenset({"source_id", "title", "closing_date"})),
)


def opened(path: Path) -> Records | Items | XmlItems:
    """The records of a file: by its first letter XML, JSON (a list or an object), else lines."""
    with Lines(path) as lines:
        start = next(lines.blocks(), "").lstrip()[:1]
    if start == "<":
        return XmlItems(path)
    return Items(path) if start in ("{", "[") else Records(path)


def parsed(text: str) -> dict[str, Any]:
    """A record as an object. Raises SetAside when it isn't one, or is nested without end."""
    try:
        found = json.loads(text)
        if _HALF_LETTER.search(text):
            whole = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
            found = json.loads(whole)
    except (ValueError, RecursionError):
        raise SetAside("no_json") from None
    if not isinstance(found, dict):
        raise SetAside("no_json")
    return found


def without_people(text: str) -> str:
    """A record on one line without contact points, e-mails and telephone numbers."""
    try:
        text = json.dumps(_pruned(parsed(text)), ensure_ascii=False)
    except (SetAside, RecursionError):
        text = _CONTACT.sub('"contactPoint": {}', " ".join(text.split()))
    return without_contacts(text)


def names_people(text: str) -> bool:
    return '"contactPoint"' in text or f'"{REMOVED}"' in text or has_contacts(text)


def _pruned(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _pruned(one) for key, one in found.items() if key != "contactPoint"}
    return [_pruned(one) for one in found] if isinstance(found, list) else found


class Items:
    """`header`, then pairs of (cells, raw text), as Records gives them; one cell a record."""

    def __init__(self, path: Path) -> None:
        self.lines = Lines(path)
        self._items = _Scanner(self.lines).items()
        first = next(self._items, None)
        if first is None:
            self.lines.__exit__(None, None, None)
            raise Unreadable("unknown_header", file=path.name, found="JSON without records")
        self.header = [_shape(first)]
        self._items = chain([first], self._items)

    def __iter__(self) -> Iterator[tuple[list[str] | SetAside, str]]:
        for item, raw in self._items:
            yield (item if isinstance(item, SetAside) else [raw]), raw

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lines.__exit__(kind, error, trace)


Item = tuple[SetAside | None, str]


def _shape(first: Item) -> str:
    """What kind of record it is; its own columns when nobody knows it."""
    try:
        found = parsed(first[1])
    except SetAside:
        return first[1][:200].strip()
    if str(found.get("ocid")).startswith(SEAO):
        return "seao release"
    for shape, needed in _SHAPES:
        if needed <= set(found):
            return shape
    return ", ".join(sorted(found))[:200]


class _Scanner:
    """Follows brackets and quotation marks; knows at which depth records are."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._depth = 0
        self._level = 0  # the depth at which a record opens
        self._parts: list[str] = []
        self._length = 0
        self._start: int | None = None
        self._key = ""
        self._has_ocid = False

    def items(self) -> Iterator[Item]:
        rest: list[str] = []  # a text whose end isn't read yet, in pieces
        held = 0
        for block in self._lines.blocks():
            rest.append(block)
            held += len(block)
            if len(rest) > 1 and '"' not in block and held <= LONGEST:
                continue
            text = "".join(rest)
            tokens = list(_TOKEN.finditer(text))
            end = len(text)
            if tokens and not _is_whole(tokens[-1][0]):
                end = tokens.pop().start()
            yield from self._scanned(text[:end], tokens)
            rest, held = [text[end:]] if end < len(text) else [], len(text) - end
            if held > LONGEST:
                self._lines.broken = f"a text in it is longer than {LONGEST:,} characters"
                break
        yield from self._ended("".join(rest))

    def _scanned(self, text: str, tokens: list[re.Match[str]]) -> Iterator[Item]:
        self._start = 0 if self._parts else None
        for token in tokens:
            mark = token[0]
            if mark in "{[":
                self._open(mark, token.start())
            elif mark in "}]":
                item = self._close(text, token.end())
                if item:
                    yield item
            elif self._depth == 1:
                self._key = mark
                self._has_ocid = self._has_ocid or mark == '"ocid"'
        if self._start is not None:
            self._keep(text[self._start :])

    def _open(self, mark: str, at: int) -> None:
        if self._depth == self._level and mark == "{":
            self._start, self._has_ocid = at, False
        elif self._is_package(mark):
            self._level = self._depth + 1
            self._forget()
        self._depth += 1

    def _is_package(self, mark: str) -> bool:
        """A list of records opens: the file itself, or `releases` of what isn't a record."""
        if mark != "[" or self._level:
            return False
        return not self._depth or (
            self._depth == 1 and self._key in PACKAGES and not self._has_ocid
        )

    def _close(self, text: str, end: int) -> Item | None:
        self._depth = max(0, self._depth - 1)
        if self._depth < self._level:
            self._level = NOWHERE if self._depth else 0
            return None
        if self._depth != self._level or self._start is None:
            return None
        self._keep(text[self._start : end])
        return self._taken()

    def _keep(self, part: str) -> None:
        self._length += len(part)
        if self._length <= LONGEST:
            self._parts.append(part)

    def _taken(self) -> Item:
        text, length = "".join(self._parts), self._length
        self._forget()
        return (SetAside("too_long", limit=LONGEST) if length > LONGEST else None), text

    def _forget(self) -> None:
        self._parts, self._length, self._start = [], 0, None

    def _ended(self, rest: str) -> Iterator[Item]:
        if not (self._depth or rest.strip()):
            return
        self._lines.broken = self._lines.broken or "it ends in the middle of a record or a list"
        if self._parts:
            self._keep(rest)
            yield SetAside("open_record"), self._taken()[1]


def _is_whole(mark: str) -> bool:
    """Whether a text ends with its quotation mark, not with one that a backslash takes away."""
    if mark[0] != '"':
        return True
    slashes = len(mark) - 1 - len(mark[:-1].rstrip("\\"))
    return len(mark) > 1 and mark[-1] == '"' and slashes % 2 == 0
