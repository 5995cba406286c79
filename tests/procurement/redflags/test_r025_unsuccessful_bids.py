"""Processes won / processes with a valid bid, for the tenderers who bid most."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Flagged, Results
from .releases import make_award, make_bid, make_release


def contest(ocid: str, winner: str, *losers: str, **changes: Any) -> dict[str, Any]:
    bids = [make_bid(tenderer) for tenderer in (*losers, winner)]
    return {**make_release(ocid, bids=bids, awards=[make_award(winner)]), **changes}


LOST = [contest(str(n), f"T{n}", "F") for n in range(8)]
WON = [contest("won", "F", "N"), contest("alone", "F", "F", "F")]


def test_a_busy_tenderer_who_seldom_wins_is_flagged(results: Results) -> None:
    # F won 2 of 10 processes; eight others won 1 of 1, N won 0 of 1. The first quartile of
    # 0, 0.2 and eight 1 stands at (10 + 1/3)/4 + 1/3 = 2 11/12 between 0.2 and 1.
    # Three quarters of all bid in one process: with one, N is busy enough to be looked at.
    found = results(*LOST, *WON, ini="[R025]")
    assert found == {"Tenderer": {"F": {"R025": 2 / 10}, "N": {"R025": 0 / 1}}}


def test_the_meta_tells_who_is_busy_and_what_is_seldom(flagged: Flagged) -> None:
    q1 = 0.2 + (11 / 12) * (1 - 0.2)
    meta = flagged(*LOST, *WON, ini="[R025]").results(meta=True)["Meta"]["R025"]
    assert meta == {
        "q1": round(q1, 4),
        "q3": 1.0,
        "upper_fence": 1.0,
        "lower_fence": round(q1 - 1.5 * (1 - q1), 4),
    }


def test_the_threshold_replaces_the_fence_and_the_percentile_tells_the_busy(
    results: Results,
) -> None:
    everybody = results(*LOST, *WON, ini="[R025]\nthreshold = 0.2\npercentile = 0")
    assert everybody == {"Tenderer": {"F": {"R025": 0.2}, "N": {"R025": 0.0}}}
    busiest = results(*LOST, *WON, ini="[R025]\nthreshold = 0.2\npercentile = 100")
    assert busiest == {"Tenderer": {"F": {"R025": 0.2}}}


@pytest.mark.parametrize(
    "change",
    [
        {"awards": [make_award("T0"), make_award(status="pending")]},
        {"awards": [make_award("T0"), make_award("X")]},
        {"awards": [make_award("T0", "X")]},
        {"tender": {"status": "cancelled"}},
        {"bids": {"details": [make_bid("F", status="pending"), make_bid("F", "G")]}},
    ],
)
def test_a_process_where_it_is_not_clear_who_competed_does_not_count(
    flagged: Flagged, change: Any
) -> None:
    meta = flagged({**LOST[0], **change}, ini="[R025]").results(meta=True)["Meta"]["R025"]
    assert meta == {"q1": None, "q3": None, "upper_fence": None, "lower_fence": None}
