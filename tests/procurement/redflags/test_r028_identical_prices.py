"""Submitted bids of one amount and currency by different tenderers."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Flagged, Results
from .releases import make_bid, make_release


def two(first: Any, second: Any, **tender: Any) -> Any:
    return make_release("F", bids=[first, second], **tender)


SAME = two(make_bid("V", price=1), make_bid("D", price=1.0, status="disqualified"))


def test_two_tenderers_at_one_price_are_flagged_with_their_process(results: Results) -> None:
    assert results(SAME, ini="[R028]") == {
        "OCID": {"F": {"R028": 1.0}},
        "Tenderer": {"V": {"R028": 1.0}, "D": {"R028": 1.0}},
    }


def test_the_map_names_them(flagged: Flagged) -> None:
    maps = flagged(SAME, ini="[R028]", maps=True).results(maps=True)["Maps"]
    assert maps["ocid_tenderer_r028"] == {"F": ["V", "D"]}


def test_every_tenderer_of_a_joint_bid_is_flagged(results: Results) -> None:
    found = results(two(make_bid("A", "B", price=5), make_bid("B", "C", price=5)), ini="[R028]")
    assert list(found["Tenderer"]) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "second",
    [
        make_bid("V", price=1),
        make_bid(price=1),
        make_bid("D", price=1.1),
        make_bid("D", price=1, currency="USD"),
        make_bid("D", price=1, currency=None),
        make_bid("D"),
        make_bid("D", price=1, status="invited"),
        make_bid("D", price=1, status="withdrawn"),
        make_bid("D", price=1, status=None),
    ],
)
def test_these_are_no_identical_prices(results: Results, second: Any) -> None:
    assert results(two(make_bid("V", price=1), second), ini="[R028]") == {}


def test_the_order_of_joint_tenderers_does_not_matter(results: Results) -> None:
    joint = two(make_bid("A", "Z", price=1), make_bid("Z", "A", price=1))
    assert results(joint, ini="[R028]") == {}


def test_prices_that_cannot_be_compared_are_left_out(results: Results) -> None:
    fixed = {**SAME, "tender": {"procurementMethodDetails": "NPC"}}
    ini = "no_price_comparison_procurement_methods = NPC\n[R028]"
    assert results(fixed, {**SAME, "tender": {"status": "cancelled"}}, ini=ini) == {}
    assert results(fixed, ini="price_comparison_procurement_methods = NPC\n[R028]") != {}
    assert results(SAME, ini="price_comparison_procurement_methods = NPC\n[R028]") == {}
