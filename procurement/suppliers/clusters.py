"""Pairs to firms: the surest pairs first, enough of them, and never two names known to differ.

Splink's own clustering takes everything that is connected; it knows no "different", and one wrong
likeness chains two firms. Here pairs are taken in the order of their probability. Two sets of
names become one only when a share of the pairs between them, `AGREEING`, is likely too (average
linkage, Sokal and Michener 1958, with each pair counted as likely or not, and one never compared
as not). A pair that would bring together two names a person called different, or two registration
numbers, is refused and stays a candidate, so that one wrong likeness can't undo what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

AGREEING = 0.2  # one pair of five; a single pair brings a name to five others at most


@dataclass(slots=True)
class Clusters:
    """Sets of names that grow together; `numbers` are the registration numbers of a name.

    `likely` are the names each name is likely to be one firm with. What a person brought together
    keeps its sides: a name that is like one of them needn't be like the other.
    """

    numbers: Mapping[str, frozenset[str]]
    likely: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    different: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agreeing: float = AGREEING
    _head: dict[str, str] = field(default_factory=dict)
    _sides: dict[str, list[list[str]]] = field(default_factory=dict)

    def head(self, name: str) -> str:
        seen = name
        while (above := self._head.get(seen, seen)) != seen:
            seen = above
        return seen

    def members(self, name: str) -> list[str]:
        return [member for side in self._all_sides(name) for member in side]

    def _all_sides(self, name: str) -> list[list[str]]:
        return self._sides.get(self.head(name), [[name]])

    def _side(self, name: str) -> list[str]:
        return next(side for side in self._all_sides(name) if name in side)

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
        return self._other_work(mine, theirs) or self._too_few(one, other)

    def _too_few(self, one: str, other: str) -> str:
        """A single likeness must not tie many names to many."""
        mine, theirs = self._side(one), self._side(other)
        there = frozenset(theirs)
        found = sum(len(there & self.likely.get(name, frozenset())) for name in mine)
        pairs = len(mine) * len(theirs)
        if found >= self.agreeing * pairs:
            return ""
        return f"only {found} of the {pairs} pairs of names between the two firms are likely"

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

    def join(self, one: str, other: str, *, is_said: bool = False) -> None:
        """`is_said`: by a person, so that both sides stay what they are."""
        if self.head(one) == self.head(other):
            return
        mine, theirs = self._all_sides(one), self._all_sides(other)
        if not is_said:
            both = self._side(one) + self._side(other)
            mine = [both, *(side for side in mine if one not in side)]
            theirs = [side for side in theirs if other not in side]
        head, below = sorted((self.head(one), self.head(other)))
        self._head[below] = head
        self._sides[head] = mine + theirs
        self._sides.pop(below, None)

    def _numbers(self, names: Iterable[str]) -> set[str]:
        return {number for name in names for number in self.numbers.get(name, ())}
