"""What must hold for any tender, whatever the bids."""

from __future__ import annotations

from itertools import combinations
from math import isnan
from random import Random
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import records
from procurement.screens import REASONS, SCREENS, tender_screens
from procurement.screens.formulas import FORMULAS, Sorted

from .test_screens import bids_of

PRICES = st.lists(st.integers(1, 10**7).map(lambda cents: cents / 100), min_size=2, max_size=9)
DISTANCES = ("rd", "rdnor", "rdalt")


def computed(bids: list[float]) -> dict[str, float | None]:
    """The formulas alone, without a table: null where one can't be computed."""
    of = Sorted(np.sort(np.array(bids, dtype=np.float64)))
    known = {name for name, screen in SCREENS.items() if len(bids) >= screen.needs}
    values = {name: float(FORMULAS[name](of)) for name in known}
    return {name: None if isnan(value) else value for name, value in values.items()}


def close(one: dict[str, float | None], other: dict[str, float | None]) -> bool:
    return one.keys() == other.keys() and all(
        other[name] is None if value is None else other[name] == pytest.approx(value, 1e-6, 1e-6)
        for name, value in one.items()
    )


@given(PRICES, st.sampled_from([2.0, 0.5, 1024.0]))
def test_another_currency_changes_no_screen(bids: list[float], rate: float) -> None:
    assert close(computed(bids), computed([bid * rate for bid in bids]))


@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=9), st.integers(1, 10**6))
def test_a_fixed_sum_on_every_bid_changes_no_distance(bids: list[int], more: int) -> None:
    before, after = computed([*bids]), computed([bid + more for bid in bids])
    assert close(
        {name: before[name] for name in DISTANCES}, {name: after[name] for name in DISTANCES}
    )


@given(st.lists(PRICES, min_size=1, max_size=8), st.randoms())
@settings(deadline=None, max_examples=20)
def test_the_order_of_rows_changes_nothing_and_every_null_has_its_reason(
    tenders: list[list[float]], chance: Random
) -> None:
    named = {f"T{place}": bids for place, bids in enumerate(tenders)}
    shuffled = {name: chance.sample(bids, len(bids)) for name, bids in named.items()}
    found = records(tender_screens(bids_of(**named)))
    assert records(tender_screens(bids_of(**shuffled))) == found
    for row in found:
        reasons = dict(text.split(": ") for text in row["not_computed"])
        assert {name for name in SCREENS if row[name] is None} == reasons.keys() & SCREENS.keys()
        assert set(reasons.values()) <= REASONS.keys()


@given(st.lists(st.lists(st.integers(1, 50), min_size=4, max_size=7), min_size=1, max_size=8))
@settings(deadline=None, max_examples=20)
def test_figures_of_groups_are_those_of_each_group_alone(tenders: list[list[int]]) -> None:
    named = {f"T{place}": [*map(float, bids)] for place, bids in enumerate(tenders)}
    for row, bids in zip(records(tender_screens(bids_of(**named))), tenders, strict=True):
        every = [computed([*group]) for group in combinations(bids, 3)]
        for name in every[0]:
            alone = [group[name] for group in every if group[name] is not None]
            if alone:
                assert row[f"{name}_3_min"] == pytest.approx(min(alone))
                assert row[f"{name}_3_mean"] == pytest.approx(mean(alone))
                assert row[f"{name}_3_median"] == pytest.approx(median(alone))
            else:
                assert row[f"{name}_3_max"] is None
