"""Quantiles and fences as Cardinal computes them (statrs: Hyndman and Fan's type 8).

Position h = (n + 1/3)·τ + 1/3 among the sorted values, straight line between neighbours, never
beyond the smallest and the largest. Other conventions (type 7 of NumPy and spreadsheets) flag
other tenders: on Cardinal's own example for R024 nine instead of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, nan

_THIRD = 1.0 / 3.0


def quantile(values: Sequence[float], tau: float) -> float:
    """Type 8 quantile of sorted `values`; not a number when there are none or τ isn't in 0…1."""
    size = len(values)
    if not size or not 0.0 <= tau <= 1.0:
        return nan
    position = (size + _THIRD) * tau + _THIRD
    below = int(position)
    if below <= 0 or tau == 0.0:
        return values[0]
    if below >= size or tau == 1.0:
        return values[-1]
    lower, upper = values[below - 1], values[below]
    return lower + (position - below) * (upper - lower)


@dataclass(frozen=True, slots=True)
class Quartiles:
    """First and third quartile with Tukey's fences, 1.5 interquartile ranges beyond them."""

    q1: float
    q3: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Quartiles:
        """Of values already sorted."""
        return cls(quantile(values, 0.25), quantile(values, 0.75))

    @property
    def lower_fence(self) -> float:
        return _beyond(self.q1, self.q3 - self.q1, Fraction(-3, 2))

    @property
    def upper_fence(self) -> float:
        return _beyond(self.q3, self.q3 - self.q1, Fraction(3, 2))


def _beyond(quartile: float, spread: float, times: Fraction) -> float:
    """Rounded once, as a fused multiply-add is: values lying on the fence are flagged."""
    if not (isfinite(quartile) and isfinite(spread)):
        return nan
    return float(Fraction(quartile) + times * Fraction(spread))
