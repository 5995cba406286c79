"""How much more the second-lowest valid bid is than the winning bid, as a share of it.

For R024 and R058. Compared only where exactly one award is active, with one supplier; bids with
one tenderer, valid, in the main currency; and where the lowest bid won, else price wasn't the
only criterion. A winner with several bids counts with the lowest.

One departure from Cardinal: a winning bid of zero has no difference (Cardinal divides by it and
carries infinity into the quartiles; its `prepare` warns of such bids). Kept per release: the
share and where its line begins, sixteen bytes; the few flagged ones are read again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from procurement.redflags.indicator import Currency, PriceComparison
from procurement.redflags.release import Release
from procurement.redflags.wording import Fact, Share


class Difference(NamedTuple):
    share: float
    winner: str
    winning: float
    runner_up: str
    second: float


class Differences:
    def __init__(self, comparison: PriceComparison, currency: Currency) -> None:
        self._comparison = comparison
        self._currency = currency
        self._shares = array("d")
        self._offsets = array("q")
        self._sorted: list[float] | None = None

    def fold(self, release: Release, offset: int) -> None:
        if release.winner is None or not self._comparison.allows(release.details):
            return
        if (found := self._lowest(release)) is not None:
            winning, second, _ = found
            self._shares.append((second - winning) / winning)
            self._offsets.append(offset)

    def absorb(self, later: Differences) -> None:
        """Those of the following part of the file."""
        self._shares.extend(later._shares)
        self._offsets.extend(later._offsets)

    def sorted(self) -> list[float]:
        """All shares, once the last release was folded."""
        if self._sorted is None:
            self._sorted = sorted(self._shares)
        return self._sorted

    def at_most(self, fence: float) -> Iterator[int]:
        """Offsets of the releases whose share is at most the fence."""
        return (
            offset
            for share, offset in zip(self._shares, self._offsets, strict=True)
            if share <= fence
        )

    def at_least(self, fence: float) -> Iterator[int]:
        return (
            offset
            for share, offset in zip(self._shares, self._offsets, strict=True)
            if share >= fence
        )

    def facts(self, found: Difference, fence: float) -> dict[str, Fact]:
        """For the words of a flag."""
        currency = self._currency.main or ""
        shares = {"share": Share(found.share), "fence": Share(fence)}
        return {**found._asdict(), **shares, "currency": currency}

    def of(self, release: Release) -> Difference | None:
        """None where prices can't be compared."""
        if release.winner is None or not self._comparison.allows(release.details):
            return None
        if (found := self._lowest(release)) is None:
            return None
        winning, second, runner_up = found
        share = (second - winning) / winning
        return Difference(share, release.winner, winning, runner_up, second)

    def _lowest(self, release: Release) -> tuple[float, float, str] | None:
        """The winner's lowest bid, the lowest of the others, and whose that is."""
        supplier = release.winner
        winning: float | None = None
        second: float | None = None
        runner_up = ""
        main = self._currency.main
        for bid in release.valid:
            if bid.sole is None or bid.price is None:
                continue
            amount, currency = bid.price
            if currency != main and not self._currency.is_main(currency):
                continue
            if bid.sole == supplier:
                if winning is None or amount < winning:
                    winning = amount
            elif second is None or amount < second:
                second, runner_up = amount, bid.sole
        if winning is None or second is None or second < winning or winning == 0:
            return None
        return winning, second, runner_up
