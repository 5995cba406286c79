"""The nine formulas, over many tenders of the same number of bids at once.

`Sorted.bids` has the bids along its first axis, lowest first; the other axes are tenders, or
groups of bids and tenders. A screen gives one number for each; not-a-number where it can't be
computed: then `why` says the reason, a key of meaning.REASONS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sorted:
    bids: Numbers

    @cached_property
    def count(self) -> int:
        return int(self.bids.shape[0])

    @cached_property
    def lowest(self) -> Numbers:
        return self._at(0)

    @cached_property
    def lead(self) -> Numbers:
        return self._at(1) - self.lowest

    @cached_property
    def highest(self) -> Numbers:
        return self._at(-1)

    @cached_property
    def mean(self) -> Numbers:
        return _mean(self.bids)

    @cached_property
    def deviation(self) -> Numbers:
        """Sample standard deviation; exactly zero when all bids are the same."""
        return _deviation(self.bids)

    @cached_property
    def losing_deviation(self) -> Numbers:
        return _deviation(self.bids[1:])

    @cached_property
    def distances(self) -> Numbers:
        """(b - m) / s: how many deviations each bid is from the mean."""
        return _ratio(self.bids - self.mean, self.deviation)

    def _at(self, place: int) -> Numbers:
        bid: Numbers = self.bids[place]
        return bid


def _mean(bids: Numbers) -> Numbers:
    mean: Numbers = bids.sum(axis=0) / bids.shape[0]
    return mean


def _deviation(bids: Numbers) -> Numbers:
    """The mean of equal bids can miss them by a rounding, so equality is looked at first."""
    away = bids - _mean(bids)
    spread = np.sqrt((away * away).sum(axis=0) / (bids.shape[0] - 1))
    return np.where(bids[-1] > bids[0], spread, 0.0)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """Not-a-number where the number below the line is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def cv(of: Sorted) -> Numbers:
    return _ratio(of.deviation, of.mean)


def spd(of: Sorted) -> Numbers:
    return _ratio(of.highest - of.lowest, of.lowest)


def diffp(of: Sorted) -> Numbers:
    return _ratio(of.lead, of.lowest)


def rd(of: Sorted) -> Numbers:
    return _ratio(of.lead, of.losing_deviation)


def rdnor(of: Sorted) -> Numbers:
    return _ratio(of.lead, (of.highest - of.lowest) / (of.count - 1))


def rdalt(of: Sorted) -> Numbers:
    return _ratio(of.lead, (of.highest - of.bids[1]) / (of.count - 2))


def skew(of: Sorted) -> Numbers:
    n = of.count
    cubes: Numbers = (of.distances * of.distances * of.distances).sum(axis=0)
    return n / ((n - 1) * (n - 2)) * cubes


def kurt(of: Sorted) -> Numbers:
    n = of.count
    squares = of.distances * of.distances
    fourths: Numbers = (squares * squares).sum(axis=0)
    scale = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return scale * fourths - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def ks(of: Sorted) -> Numbers:
    n = of.count
    scaled = _ratio(of.bids, of.deviation)
    even = np.arange(1, n + 1).reshape(-1, *[1] * (of.bids.ndim - 1)) / (n + 1)
    farthest: Numbers = np.maximum((scaled - even).max(axis=0), (even - scaled).max(axis=0))
    return farthest


FORMULAS: dict[str, Callable[[Sorted], Numbers]] = {
    "cv": cv,
    "spd": spd,
    "diffp": diffp,
    "rd": rd,
    "rdnor": rdnor,
    "rdalt": rdalt,
    "skew": skew,
    "kurt": kurt,
    "ks": ks,
}


def why(name: str, of: Sorted) -> tuple[str, Flags]:
    """The one reason for which this screen may be unknown here, and where it is."""
    if name == "cv":
        return "all_zero", of.highest == 0
    if name in ("spd", "diffp"):
        return "zero_lowest", of.lowest == 0
    if name in ("rd", "rdalt"):
        return "no_losing_spread", of.losing_deviation == 0
    return "no_spread", of.highest == of.lowest
