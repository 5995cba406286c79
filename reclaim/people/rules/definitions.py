"""What a segment asks: lines and groups of them, as they are kept and as they are read.

A definition is data from outside, whoever sends it: read in full before anything trusts it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from reclaim.core.errors import Refused

VERSION = 1
DEEPEST = 3  # groups in groups
MOST_LINES = 30
LONGEST = 20_000  # as text; a full definition takes a quarter
LONGEST_WORD = 300

Path = tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One filter with what was filled in."""

    filter: str
    value: Mapping[str, str] = field(default_factory=dict)
    is_not: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"filter": self.filter, "value": dict(self.value), "not": self.is_not}


@dataclass(frozen=True)
class Group:
    """All of these lines, or any of them."""

    of: tuple[Node, ...] = ()
    is_any: bool = False
    is_not: bool = False

    def as_json(self) -> dict[str, Any]:
        listed = [node.as_json() for node in self.of]
        return {"any": self.is_any, "not": self.is_not, "of": listed}

    @property
    def lines(self) -> list[Line]:
        """Every line, in the order they are read."""
        found: list[Line] = []
        for node in self.of:
            found += [node] if isinstance(node, Line) else node.lines
        return found

    @property
    def kept(self) -> dict[str, Any]:
        return {"version": VERSION, **self.as_json()}


Node = Line | Group
EVERYBODY = Group()


def not_read() -> Refused:
    return Refused(_("This segment can't be read. Start it anew."))


def read(kept: Any) -> Group:
    """What was kept, or sent. Empty groups ask nothing, so they go."""
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        raise not_read()
    found = read_group(kept, 1)
    if len(found.lines) > MOST_LINES:
        raise Refused(_("A segment has at most %(most)d lines.") % {"most": MOST_LINES})
    return found


def read_group(told: Mapping[str, Any], depth: int) -> Group:
    listed, is_any, is_not = told.get("of"), told.get("any"), told.get("not")
    if not isinstance(listed, list) or not isinstance(is_any, bool) or not isinstance(is_not, bool):
        raise not_read()
    if depth > DEEPEST or len(listed) > MOST_LINES:
        raise Refused(_("A segment has at most %(most)d lines.") % {"most": MOST_LINES})
    read_nodes = [read_node(one, depth) for one in listed]
    of = tuple(node for node in read_nodes if isinstance(node, Line) or node.of)
    return Group(of, is_any, is_not and bool(of))


def read_node(told: Any, depth: int) -> Node:
    if not isinstance(told, dict):
        raise not_read()
    return read_group(told, depth + 1) if "of" in told else read_line(told)


def read_line(told: Mapping[str, Any]) -> Line:
    asked, value, is_not = told.get("filter"), told.get("value"), told.get("not")
    if not isinstance(asked, str) or not isinstance(value, dict) or not isinstance(is_not, bool):
        raise not_read()
    words = [asked, *value, *value.values()]
    if not all(isinstance(word, str) and len(word) <= LONGEST_WORD for word in words):
        raise not_read()
    return Line(asked, value, is_not)


def packed(group: Group) -> str:
    """Short enough for an address."""
    text = json.dumps(group.kept, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(text: str) -> Group:
    try:
        squeezed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        opened = zlib.decompressobj().decompress(squeezed, LONGEST)
        return read(json.loads(opened))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise not_read() from None


def at(group: Group, path: Sequence[int]) -> Node:
    """What stands there; the empty path is the whole."""
    node: Node = group
    for place in path:
        if not isinstance(node, Group) or not 0 <= place < len(node.of):
            raise not_read()
        node = node.of[place]
    return node


def changed(group: Group, path: Sequence[int], change: Callable[[Node], Node | None]) -> Group:
    """The whole, with what stands there changed; None takes it away, and its group if empty."""
    if not path:
        found = change(group)
        return found if isinstance(found, Group) else EVERYBODY
    here = list(group.of)
    node = at(group, path[:1])
    place = path[0]
    if len(path) == 1:
        new = change(node)
    elif isinstance(node, Group):
        inner = changed(node, path[1:], change)
        new = inner if inner.of else None
    else:
        raise not_read()
    here[place : place + 1] = [] if new is None else [new]
    return replace(group, of=tuple(here))


def removed(group: Group, path: Sequence[int]) -> Group:
    return changed(group, path, lambda node: None)


def turned(group: Group, path: Sequence[int]) -> Group:
    """Not what stands there; or it again."""
    return changed(group, path, lambda node: replace(node, is_not=not node.is_not))


def loosened(group: Group, path: Sequence[int]) -> Group:
    """Any instead of all, or all instead of any."""

    def change(node: Node) -> Node:
        return replace(node, is_any=not node.is_any) if isinstance(node, Group) else node

    return changed(group, path, change)


def added(group: Group, path: Sequence[int], line: Line) -> Group:
    """With one more line at the end of a group; beside a line, both become a group."""

    def change(node: Node) -> Node:
        if isinstance(node, Line):
            return Group((node, line), is_any=True)
        return replace(node, of=(*node.of, line))

    return read(changed(group, path, change).kept)
