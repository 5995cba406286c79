"""XML to records, one at a time, however long the file is.

A record is a child of the root (`export/avis`), or the root itself; it is given as the JSON text
of its elements by name, so that it can be kept, searched and read again like any other record.
Only the record being read is in memory. A file cut in the middle gives what came before. A file
that defines entities (a DTD) is refused before anything of it is read: its text may unfold to
gigabytes. A lone `&`, which the publisher's files have had, is read as itself.
"""

from __future__ import annotations

import codecs
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from procurement.errors import SetAside, Unreadable
from procurement.readers.bidders import without_private_addresses
from procurement.readers.lines import Lines

SHAPE = "seao xml"
LONGEST = 10_000_000  # characters of one record
DEEPEST = 30  # elements inside one another; the publisher's files have 5
RECORDS = frozenset({"avis", "contrat"})
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_LONE = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not even as references
_CDATA = "<![CDATA["
_BEGUN = re.compile(r"(?:&#?\w{0,8}|<(?:!(?:\[(?:C(?:D(?:A(?:TA?)?)?)?)?)?)?)\Z")
Found = dict[str, Any]


class XmlLines(Lines):
    """The text of an XML file, decoded as it declares; undeclared, as the other files are."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.declared: str | None = None

    def blocks(self) -> Iterator[str]:
        blocks = super().blocks()
        first = next(blocks, "")
        declared = _DECLARED.match(first)
        if self.is_wide or not declared or not _is_other(declared[1], self.path.name):
            yield from chain([first], blocks)
            return
        self.declared = declared[1].lower()
        self._stream.close()
        self._file.close()
        self._stream = self._open()
        decoder = codecs.getincrementaldecoder(self.declared)("replace")
        while block := self._block():
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)

    @property
    def encoding(self) -> str:
        return self.declared or super().encoding


def _is_other(name: str, file: str) -> bool:
    """Whether it isn't UTF-8. Raises Unreadable for an encoding nobody knows."""
    try:
        known = codecs.lookup(name)
        "é".encode(known.name, "replace").decode(known.name, "replace")
    except (LookupError, TypeError, UnicodeError):
        raise Unreadable("unknown_encoding", file=file, encoding=name) from None
    return known.name not in ("utf-8", "utf-16", "ascii", "utf-8-sig")


def _mended(blocks: Iterator[str]) -> Iterator[str]:
    """Text that a parser takes: lone ampersands written out, unwritable characters as spaces."""
    rest = ""
    for block in blocks:
        text = rest + _UNWRITABLE.sub(" ", block)
        end = _whole(text)
        rest = text[end:]
        yield _written_out(text[:end])
    yield _written_out(rest)


def _whole(text: str) -> int:
    """Where the text can be cut without cutting a reference or a CDATA section."""
    opened = text.rfind(_CDATA)
    if opened >= 0 and text.find("]]>", opened) < 0 and len(text) - opened < LONGEST:
        return opened
    begun = _BEGUN.search(text, max(0, len(text) - 12))
    return begun.start() if begun else len(text)


def _written_out(text: str) -> str:
    if "&" not in text:
        return text
    if _CDATA not in text:
        return _LONE.sub("&amp;", text)
    parts = re.split(r"(<!\[CDATA\[.*?\]\]>)", text, flags=re.DOTALL)
    return "".join(part if part.startswith(_CDATA) else _LONE.sub("&amp;", part) for part in parts)


class _Elements:
    """Records out of blocks of text.

    The text goes through a parser that refuses DTDs until the root opens; after that XML allows
    none, and the fast parser of the standard library goes on from the beginning.
    """

    def __init__(self, lines: XmlLines) -> None:
        self._lines = lines
        self._stack: list[Element] = []
        self._fed = 0
        self.root: str | None = None

    def records(self) -> Iterator[tuple[SetAside | None, str]]:
        parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
        try:
            for block in _guarded(_mended(self._lines.blocks()), self._lines.path.name):
                parser.feed(block)
                self._fed += len(block)
                yield from self._taken(parser)
                if self._fed > LONGEST:
                    raise ParseError(f"a record is longer than {LONGEST} characters")
            parser.close()
            yield from self._taken(parser)
        except ParseError as error:
            self._lines.broken = self._lines.broken or _why(error)
            yield from self._open_record()

    def _taken(self, parser: XMLPullParser[Any]) -> Iterator[tuple[SetAside | None, str]]:
        events = cast(Iterator[tuple[str, Element]], parser.read_events())
        for event, element in events:
            if event == "start":
                self.root = self.root or _name(element)
                self._stack.append(element)
                if len(self._stack) > DEEPEST:
                    raise ParseError("its elements are nested too deeply")
                continue
            self._stack.pop()
            if self._is_record(element):
                yield None, _text_of(element)
                self._fed = 0
                for above in self._stack:
                    above.clear()

    def _is_record(self, element: Element) -> bool:
        """A child of the root, or a root that is a record itself."""
        if len(self._stack) == 1:
            return self.root not in RECORDS
        return not self._stack and _name(element) in RECORDS

    def _open_record(self) -> Iterator[tuple[SetAside | None, str]]:
        at = 0 if self.root in RECORDS else 1
        if len(self._stack) > at:
            yield SetAside("open_record"), _text_of(self._stack[at])[:LONGEST]


class _Root:
    """Told of elements; keeps none of them."""

    is_open = False

    def start(self, name: str, attributes: object) -> None:
        self.is_open = True


def _guarded(blocks: Iterator[str], file: str) -> Iterator[str]:
    """The same blocks, after a look at those before the root. Raises Unreadable for a DTD."""
    held: list[str] = []
    root = _Root()
    guard = XMLParser(target=root, forbid_dtd=True)
    for block in blocks:
        held.append(block)
        try:
            guard.feed(block)
        except DefusedXmlException:
            raise Unreadable("forbidden_xml", file=file) from None
        except ParseError:
            break
        if root.is_open or sum(map(len, held)) > LONGEST:
            break
    yield from chain(held, blocks)


def _why(error: ParseError) -> str:
    """`no element found: line 12, column 5` → where first, then why."""
    said, _, where = str(error).partition(": line ")
    said = "it ends in the middle of a record" if said == "no element found" else said
    return f"line {where}: {said}" if where else said


def _name(element: Element) -> str:
    """Without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].lower()


def _text_of(element: Element) -> str:
    found = {_name(element): _content(element)}
    return json.dumps(without_private_addresses(found), ensure_ascii=False)


def _content(element: Element, depth: int = 0) -> Any:
    """The text of a leaf; else its elements by name, those of one name as a list."""
    if not len(element) or depth > DEEPEST:
        return (element.text or "").strip()
    found: Found = {}
    for child in element:
        name, content = _name(child), _content(child, depth + 1)
        if name not in found:
            found[name] = content
        elif isinstance(found[name], list):
            found[name].append(content)
        else:
            found[name] = [found[name], content]
    return found


class XmlItems:
    """`header`, then pairs of (cells, text of the record), as Records and Items give them."""

    def __init__(self, path: Path) -> None:
        self.lines = XmlLines(path)
        elements = _Elements(self.lines)
        self._records = elements.records()
        try:
            first = next(self._records, None)
            self.header = [_shape(first, elements.root, path.name)]
        except Unreadable:
            self.lines.__exit__(None, None, None)
            raise
        self._revises = _is_revision(path)
        self._records = chain([first] if first else [], self._records)

    def __iter__(self) -> Iterator[tuple[list[str] | SetAside, str]]:
        for broken, text in self._records:
            told = _revised(text) if self._revises else text
            yield broken or [told], told

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lines.__exit__(kind, error, trace)


def _shape(first: tuple[SetAside | None, str] | None, root: str | None, file: str) -> str:
    """A month without records is a file of its feed all the same."""
    if first is None:
        if root == "export":
            return SHAPE
        raise Unreadable("unknown_header", file=file, found="XML without records")
    (name, found), *_ = json.loads(first[1]).items()
    if name in RECORDS and isinstance(found, dict) and "numeroseao" in found:
        return SHAPE
    told = ", ".join(found) if isinstance(found, dict) else ""
    return f"{name}: {told}"[:200]


def _is_revision(path: Path) -> bool:
    names = [path.name]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names += archive.namelist()
    return any("revision" in name.lower() for name in names)


def _revised(text: str) -> str:
    """That a record revises another is said nowhere but in the publisher's name of the file."""
    return json.dumps(json.loads(text) | {"revises": "1"}, ensure_ascii=False)
