"""One tenderer is left valid and is awarded; how many others were disqualified."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Results
from .releases import make_award, make_bid, make_release


def contest(ocid: str, *disqualified: str, valid: Any = ("V",), awards: Any = None) -> Any:
    bids = [make_bid(tenderer, status="disqualified") for tenderer in disqualified]
    bids += [make_bid(tenderer) for tenderer in valid]
    return make_release(ocid, bids=bids, awards=awards or [make_award("V")])


def test_the_value_is_the_number_of_others_each_counted_once(results: Results) -> None:
    others = [make_bid(status, status=status) for status in ("invited", "pending", "withdrawn")]
    accept = contest("accept", "D")
    accept["bids"]["details"] += others
    earlier = [make_award("C", status="cancelled"), make_award("U", status="unsuccessful")]
    accept["awards"] += earlier
    repeat = contest("repeat", "D", "D", valid=("V", "V"), awards=[make_award("V")] * 2)
    found = results(contest("F1", "D"), contest("F2", "D", "E"), repeat, accept, ini="[R035]")
    assert found == {
        "OCID": {
            "F1": {"R035": 1.0},
            "F2": {"R035": 2.0},
            "repeat": {"R035": 1.0},
            "accept": {"R035": 1.0},
        },
        "Tenderer": {"V": {"R035": 0.0}},
    }


@pytest.mark.parametrize(
    "release",
    [
        contest("no valid one", "D", valid=()),
        contest("two valid ones", "D", valid=("V", "W")),
        contest("another awarded", "D", awards=[make_award("S")]),
        contest("others awarded too", "D", awards=[make_award("V"), make_award("S")]),
        contest("nobody disqualified"),
        contest("only its own other bid", "V"),
        contest("pending", "D", awards=[make_award("V"), make_award(status="pending")]),
        contest("invalid", "D", awards=[make_award("V"), make_award(status="invalid")]),
        {**contest("cancelled", "D"), "tender": {"status": "cancelled"}},
        {**contest("no bids", "D"), "bids": []},
    ],
    ids=lambda release: str(release["ocid"]),
)
def test_these_are_left_out(results: Results, release: Any) -> None:
    assert results(release, ini="[R035]") == {}


def test_more_disqualified_ones_can_be_asked_for_and_none_is_one(results: Results) -> None:
    releases = [contest("none"), contest("one", "D"), contest("two", "D", "E")]
    assert list(results(*releases, ini="[R035]\nthreshold = 2")["OCID"]) == ["two"]
    assert list(results(*releases, ini="[R035]\nthreshold = 0")["OCID"]) == ["one", "two"]
