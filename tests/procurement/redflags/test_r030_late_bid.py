"""A valid bid of an awarded supplier is dated after the end of the tender period."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Results
from .releases import make_award, make_bid, make_release

END = "2000-03-15T00:00:00Z"
LATE = "2000-04-01T00:00:00Z"


def late(**changes: Any) -> Any:
    release = make_release(
        "F",
        bids=[make_bid("W", date=LATE)],
        awards=[make_award("W")],
        tenderPeriod={"endDate": END},
    )
    return {**release, **changes}


def test_the_process_and_the_supplier_are_flagged(results: Results) -> None:
    flag = {"R030": 1.0}
    assert results(late(), ini="[R030]") == {"OCID": {"F": flag}, "Tenderer": {"W": flag}}


@pytest.mark.parametrize(
    "changes",
    [
        {"bids": {"details": [make_bid("L", date=LATE)]}},
        {"bids": {"details": [make_bid("W", date=END)]}},
        {"bids": {"details": [make_bid("W", date=LATE, status="pending")]}},
        {"bids": {"details": [make_bid("W")]}},
        {"awards": [make_award("W", status="pending")]},
        {"awards": [make_award("W", status="invalid")]},
        {"tender": {"tenderPeriod": {"endDate": END}, "status": "cancelled"}},
        {"tender": {"tenderPeriod": {}}},
        {"tender": {"tenderPeriod": {"endDate": 20000315}}},
    ],
)
def test_these_are_not_late_bids_that_won(results: Results, changes: Any) -> None:
    assert results(late(**changes), ini="[R030]") == {}


def test_a_pending_award_beside_the_active_one_changes_nothing(results: Results) -> None:
    awards = [make_award("W"), make_award("X", status="pending")]
    assert "OCID" in results(late(awards=awards), ini="[R030]")


def test_of_joint_tenderers_only_suppliers_are_flagged(results: Results) -> None:
    bids = {"details": [make_bid("W", "Y", date=LATE)]}
    assert list(results(late(bids=bids), ini="[R030]")["Tenderer"]) == ["W"]
