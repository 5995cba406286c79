"""Pairs to firms: the surest pairs first, and never two names that are known to differ.

Splink's own clustering takes everything that is connected; it knows no "different". Here pairs are
taken in the order of their probability. A pair that would bring together two names a person called
different, or two registration numbers, is refused and stays a candidate, so that one wrong
likeness can't undo what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clusters:
    """Sets of names that grow together; `numbers` are the registration numbers of a name."""

    numbers: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    different: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _head: dict[str, str] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)

    def head(self, name: str) -> str:
        seen = name
        while (above := self._head.get(seen, seen)) != seen:
            seen = above
        return seen

    def members(self, name: str) -> list[str]:
        return self._members.get(self.head(name), [name])

    def why_not(self, one: str, other: str) -> str:
        """Why these two may not be in one set; empty when they may."""
        mine, theirs = self.members(one), self.members(other)
        against = [(a, b) for a in mine for b in self.different.get(a, ()) if b in set(theirs)]
        if against:
            a, b = min(against)
            return f"a person said that “{a}” and “{b}” are different firms"
        numbers, others = self._numbers(mine), self._numbers(theirs)
        if numbers and others and not numbers & others:
            return f"other registration numbers: {min(numbers)} and {min(others)}"
        return self._other_work(mine, theirs)

    def _other_work(self, mine: list[str], theirs: list[str]) -> str:
        """A name without a line of work (`Acme`) must not tie those of several."""
        known = [names for name in mine if (names := self.kinds.get(name))]
        others = [names for name in theirs if (names := self.kinds.get(name))]
        if not known or not others:
            return ""
        works, other_works = frozenset().union(*known), frozenset().union(*others)
        if works & other_works:
            return ""
        return f"other lines of work: {', '.join(sorted(works))}; {', '.join(sorted(other_works))}"

    def join(self, one: str, other: str) -> None:
        head, joined = self.head(one), self.head(other)
        if head == joined:
            return
        mine, theirs = self.members(head), self.members(joined)
        if (len(mine), joined) < (len(theirs), head):
            head, joined, mine, theirs = joined, head, theirs, mine
        self._head[joined] = head
        self._members[head] = mine + theirs
        self._members.pop(joined, None)

    def _numbers(self, names: Iterable[str]) -> set[str]:
        return {number for name in names for number in self.numbers.get(name, ())}
