"""Type 8 quantiles (Hyndman and Fan) and Tukey's fences, as Cardinal computes them."""

from __future__ import annotations

from math import inf, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.redflags.findings import Findings
from procurement.redflags.quartiles import Quartiles, quantile

FINITE = st.floats(-1e9, 1e9)


def test_the_position_is_a_third_inwards() -> None:
    values = [1.0, 2.0, 3.0, 4.0]
    # (4 + 1/3) / 4 + 1/3 = 1 5/12: from the first value, 5/12 of the way to the second.
    assert quantile(values, 0.25) == pytest.approx(1 + 5 / 12)
    assert quantile(values, 0.5) == pytest.approx(2.5)
    # (4 + 1/3) × 3/4 + 1/3 = 3 7/12
    assert quantile(values, 0.75) == pytest.approx(3 + 7 / 12)


def test_the_ends_are_the_smallest_and_the_largest() -> None:
    assert (quantile([1.0, 9.0], 0.0), quantile([1.0, 9.0], 1.0)) == (1.0, 9.0)
    assert (quantile([5.0], 0.25), quantile([5.0], 0.75)) == (5.0, 5.0)


def test_of_nothing_or_beyond_the_ends_there_is_none() -> None:
    assert isnan(quantile([], 0.5)) and isnan(quantile([1.0], 1.01))
    assert isnan(Quartiles.of([]).lower_fence)


def test_fences_are_one_and_a_half_ranges_beyond() -> None:
    quartiles = Quartiles(2.0, 6.0)
    assert quartiles.lower_fence == 2 - 1.5 * (6 - 2)
    assert quartiles.upper_fence == 6 + 1.5 * (6 - 2)


@given(st.lists(FINITE, min_size=1), st.floats(0, 1))
def test_a_quantile_lies_within_the_values(values: list[float], tau: float) -> None:
    found = quantile(sorted(values), tau)
    slack = 1e-6
    assert min(values) - slack <= found <= max(values) + slack


@given(st.lists(FINITE, min_size=1))
def test_fences_lie_outside_the_quartiles(values: list[float]) -> None:
    quartiles = Quartiles.of(sorted(values))
    assert quartiles.lower_fence <= quartiles.q1 + 1e-6
    assert quartiles.upper_fence >= quartiles.q3 - 1e-6


@pytest.mark.parametrize(
    ("value", "noted"),
    [
        (0.00005, 0.0001),
        (-0.00005, -0.0001),
        (0.000049999999999999994, 0.0),  # a half added and cut off, this is 1
        (2 / 3, 0.6667),
        (12.5, 12.5),
        (nan, None),
        (inf, None),
    ],
)
def test_what_is_noted_is_rounded_half_away_from_zero(value: float, noted: float | None) -> None:
    findings = Findings()
    findings.note("R024", "q1", value)
    assert findings.meta() == {"R024": {"q1": noted}}
