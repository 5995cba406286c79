"""What an indicator is: it sees every release once, then decides, then gives its grounds.

`fold` must keep memory flat: flags, and at most a fraction per tenderer or buyer. `grounds` is
called in a second pass over the same releases and says, for each flag that stands on a release,
which facts of it to tell.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from procurement.redflags.findings import Findings, Group
from procurement.redflags.release import Release
from procurement.redflags.wording import Facts, Wording

if TYPE_CHECKING:
    from procurement.redflags.differences import Differences


MOST_OTHERS = 20


class Ground(NamedTuple):
    """A flag's subject and the facts of one release it stands on."""

    group: Group
    subject: str
    facts: Facts


@dataclass(slots=True)
class Currency:
    """The main currency: the one set, else the first one seen. Others can't be compared with."""

    main: str | None = None
    others: set[str] = field(default_factory=set)  # for the warning; no more than are worth naming

    def is_main(self, currency: str) -> bool:
        if self.main is None:
            self.main = currency
        if currency == self.main:
            return True
        if len(self.others) < MOST_OTHERS:
            self.others.add(currency)
        return False


@dataclass(frozen=True, slots=True)
class PriceComparison:
    """Where bid prices may be compared, by the words of `tender/procurementMethodDetails`."""

    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    def allows(self, details: str | None) -> bool:
        """A list of the only ones wins over a list of the never ones; with it, unknown is no."""
        if self.only:
            return details in self.only
        return details not in self.never


@dataclass(slots=True)
class Common:
    """What indicators share within one run. `releases_at` reads releases again by offset."""

    comparison: PriceComparison
    currency: Currency
    differences: Differences
    releases_at: Callable[[Iterator[int]], Iterator[Release]]


class Indicator(ABC):
    code: ClassVar[str]
    wording: ClassVar[Wording]
    options: ClassVar[type]

    @abstractmethod
    def __init__(self, options: Any, common: Common) -> None: ...

    # Some indicators need no fold, some nothing to absorb, some no finish.
    def fold(self, release: Release, findings: Findings) -> None:  # noqa: B027
        """Take in one release."""

    def absorb(self, later: Any) -> None:  # noqa: B027
        """Add what the same indicator counted in the following part of the file."""

    def finish(self, findings: Findings) -> None:  # noqa: B027
        """Decide, after the last release."""

    @abstractmethod
    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        """The flags of this indicator that stand on this release."""


def add_counts(ours: dict[str, int], later: dict[str, int]) -> None:
    for name, count in later.items():
        ours[name] = ours.get(name, 0) + count
