"""Pairs to sets of records, and both measured against the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

Tie = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """Of pairs: how many of those said are true, and how many of the true were said."""

    right: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.said + self.true)

    def __str__(self) -> str:
        return f"F1 {self.f1:.4f}, precision {self.precision:.4f}, recall {self.recall:.4f}"


@dataclass(slots=True)
class Sets:
    """Sets that grow from the surest pair on; two become one when this share of the pairs
    between them was found too (average linkage, Sokal and Michener 1958)."""

    ties: list[Tie]
    share: float
    heads: dict[str, str] = field(default_factory=dict)
    _between: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _size: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for one, other in self.ties:
            self._between[one][other] += 1
            self._between[other][one] += 1
            self._size[one] = self._size[other] = 1
        for one, other in self.ties:
            self._join(self.head(one), self.head(other))

    def head(self, key: str) -> str:
        while (above := self.heads.get(key, key)) != key:
            key = above
        return key

    def _join(self, one: str, other: str) -> None:
        if one == other:
            return
        if self._between[one][other] < self.share * self._size[one] * self._size[other]:
            return
        if len(self._between[one]) < len(self._between[other]):
            one, other = other, one
        self.heads[other] = one
        self._size[one] += self._size[other]
        for third, count in self._between.pop(other).items():
            del self._between[third][other]
            if third != one:
                self._between[one][third] += count
                self._between[third][one] += count


def of_pairs(
    ties: Iterable[Tie], truth: Mapping[str, str], holds: Callable[[str], bool]
) -> Measure:
    """Pairs as they are. `holds` tells the true persons counted; a pair with one side among them
    counts, so that a likeness across halves is a mistake."""
    right = said = 0
    for one, other in ties:
        if holds(truth[one]) or holds(truth[other]):
            said += 1
            right += truth[one] == truth[other]
    return Measure(right, said, true_pairs(truth, holds))


def of_sets(sets: Sets, truth: Mapping[str, str], holds: Callable[[str], bool]) -> Measure:
    """Every pair within a set, whether it was compared or not."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, person in truth.items():
        found[sets.head(key)][person] += 1
    right = said = 0
    for people in found.values():
        here = sum(count for person, count in people.items() if holds(person))
        said += two_of(here) + here * (people.total() - here)
        right += sum(two_of(count) for person, count in people.items() if holds(person))
    return Measure(right, said, true_pairs(truth, holds))


def true_pairs(truth: Mapping[str, str], holds: Callable[[str], bool]) -> int:
    counted = Counter(person for person in truth.values() if holds(person))
    return sum(map(two_of, counted.values()))


def two_of(count: int) -> int:
    return count * (count - 1) // 2
