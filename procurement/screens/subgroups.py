"""A screen over every choice of three or four bids of a tender, and four figures of the results."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from procurement.screens.formulas import FORMULAS, Numbers, Sorted
from procurement.screens.meaning import SCREENS

SIZES = (3, 4)
FIGURES = ("min", "max", "mean", "median")
AT_ONCE = 1_000_000  # bids gathered at a time: keeps memory flat
Figures = dict[str, Numbers]


def names(size: int) -> tuple[str, ...]:
    """The screens a group of this size is large enough for."""
    return tuple(name for name, screen in SCREENS.items() if screen.needs <= size)


def figures(
    bids: Numbers, size: int
) -> tuple[dict[str, Figures], dict[str, npt.NDArray[np.bool_]]]:
    """Of bids (n, tenders): for each screen its FIGURES, and where they rest on a part only.

    A group in which the screen can't be computed (its bids are the same) is left out of them.
    """
    tenders = bids.shape[1]
    found = {name: {one: np.full(tenders, np.nan) for one in FIGURES} for name in names(size)}
    partly = {name: np.zeros(tenders, dtype=bool) for name in names(size)}
    for start, stop in _portions(bids, size):
        groups = Sorted(bids[:, start:stop][choices(bids.shape[0], size)])
        for name in found:
            values = np.sort(FORMULAS[name](groups), axis=0)
            known = values.shape[0] - np.isnan(values).sum(axis=0)
            partly[name][start:stop] = (known > 0) & (known < values.shape[0])
            for one, result in _summed_up(values, known).items():
                found[name][one][start:stop] = result
    return found, partly


def _portions(bids: Numbers, size: int) -> Iterator[tuple[int, int]]:
    count, tenders = bids.shape
    step = max(1, AT_ONCE // (size * comb(count, size)))
    return ((start, min(start + step, tenders)) for start in range(0, tenders, step))


@lru_cache(maxsize=8)
def choices(count: int, size: int) -> npt.NDArray[np.intp]:
    """Places of the bids of each group: (size, number of groups), lowest first."""
    flat = (place for chosen in combinations(range(count), size) for place in chosen)
    return np.fromiter(flat, dtype=np.intp).reshape(-1, size).T


def _summed_up(values: Numbers, known: npt.NDArray[np.intp]) -> Figures:
    """`values` are sorted along the first axis, those not known last; `known` counts the others."""
    every = np.arange(values.shape[1])
    last = np.maximum(known - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known > 0, np.nansum(values, axis=0) / known, np.nan)
    middle = values[last // 2, every] + values[np.minimum((last + 1) // 2, last), every]
    return {"min": values[0], "max": values[last, every], "mean": mean, "median": middle / 2}
