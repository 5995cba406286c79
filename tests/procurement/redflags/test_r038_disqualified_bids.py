"""Disqualified / submitted bids of a buyer, a procuring entity or a tenderer."""

from __future__ import annotations

from typing import Any

from .conftest import Flagged, Results
from .releases import make_bid, make_release


def process(ocid: str, buyer: str, *bids: Any, **tender: Any) -> Any:
    return make_release(
        ocid, bids=list(bids), buyer=buyer, procuringEntity={"id": f"P{buyer}"}, **tender
    )


def out(tenderer: str = "D") -> Any:
    return make_bid(tenderer, status="disqualified")


HALF = process("0", "B", make_bid("W"), out())
SINGLES = [process(str(n), str(n), make_bid(f"W{n}")) for n in range(1, 5)]


def test_buyers_with_two_bids_are_looked_at_and_the_only_ratio_is_its_own_fence(
    results: Results,
) -> None:
    # Cardinal's documentation says two processes; its code and its example count bids.
    found = results(HALF, *SINGLES, {**HALF, "tender": {"status": "cancelled"}}, ini="[R038]")
    assert found == {"Buyer": {"B": {"R038": 1 / 2}}, "ProcuringEntity": {"PB": {"R038": 1 / 2}}}


def test_a_tenderer_far_above_the_others_is_flagged(results: Results) -> None:
    clean = [process(f"{name}{n}", "same", make_bid(name)) for name in "ABCDEF" for n in range(2)]
    mixed = [process("x", "same", out("Z")), process("y", "same", make_bid("Z"))]
    found = results(*clean, *mixed, ini="[R038]")
    # Six ratios of 0 and one of 1/2: the third quartile stands at (7 + 1/3)·¾ + 1/3 = 5⅚, so 0.
    # With a fence of 0 nobody is flagged, or all six would be.
    assert found == {
        "Buyer": {"same": {"R038": 1 / 14}},
        "ProcuringEntity": {"Psame": {"R038": 1 / 14}},
    }
    found = results(*clean, *mixed, ini="[R038]\nthreshold = 0.5")
    assert found == {"Tenderer": {"Z": {"R038": 0.5}}}


def test_the_minimums_can_be_set(results: Results) -> None:
    ini = "[R038]\nthreshold = 0.5\nminimum_submitted_bids = 1\nminimum_contracting_processes = 3"
    assert results(HALF, ini=ini) == {"Tenderer": {"D": {"R038": 1.0}}}


def test_bids_invited_withdrawn_or_without_a_status_are_not_submitted(results: Results) -> None:
    quiet = [make_bid("Q", status=status) for status in ("invited", "withdrawn", None)]
    pending = make_bid("P", status="pending")
    found = results(process("1", "B", out(), pending, *quiet), ini="[R038]")
    assert found["Buyer"] == {"B": {"R038": 1 / 2}}


def test_bids_without_tenderers_count_for_the_buyer(results: Results) -> None:
    found = results(process("1", "B", make_bid(), make_bid(status="disqualified")), ini="[R038]")
    assert found["Buyer"] == {"B": {"R038": 1 / 2}}


def test_the_maps_name_the_buyers_of_processes_with_a_disqualified_bid(flagged: Flagged) -> None:
    maps = flagged(HALF, *SINGLES, ini="[R038]", maps=True).results(maps=True)["Maps"]
    assert maps["ocid_buyer_r038"] == {"0": "B"}
    assert maps["ocid_procuringentity_r038"] == {"0": "PB"}
    assert maps["ocid_tenderer"]["0"] == ["W", "D"]


def test_each_group_has_its_own_quartiles(flagged: Flagged) -> None:
    meta = flagged(HALF, ini="[R038]").results(meta=True)["Meta"]["R038"]
    half = {"q1": 0.5, "q3": 0.5, "upper_fence": 0.5}
    groups = ("Buyer", "ProcuringEntity")
    assert meta == {f"{group}_{name}": value for group in groups for name, value in half.items()}
