"""(second-lowest valid bid − winning bid) / winning bid: too near (R024), too far (R058)."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Flagged, Results
from .releases import make_award, make_bid, make_contest, make_release

HUNDREDFOLD = [make_contest(str(n), 1, 101) for n in range(7)]
EQUAL = [make_contest(str(n), 1, 1) for n in range(4)]
CLOSE = {"won": 1, "lost": 1}
FAR = {"won": 1, "lost": 101}
LATER_ATTEMPT = [
    make_award("W"),
    make_award("C", status="cancelled"),
    make_award("U", status="unsuccessful"),
]


def test_a_low_outlier_flags_the_process_the_winner_and_the_runner_up(results: Results) -> None:
    twice = make_contest("repeat", 1, 1)
    twice["bids"]["details"].insert(1, make_bid("W", price=2))  # the winner's lowest bid counts
    settled = {**make_contest("accept", 1, 101), "awards": LATER_ATTEMPT}
    found = results(make_contest("F", 1, 1), *HUNDREDFOLD[1:], settled, twice, ini="[R024]")
    # Nine differences: 0, 0 and seven times (101 − 1) / 1 = 100. The first quartile stands at
    # (9 + 1/3)/4 + 1/3 = 2⅔ between 0 and 100: 66⅔. The fence is 66⅔ − 1.5 × (100 − 66⅔) = 16⅔.
    assert found == {
        "OCID": {"F": {"R024": 0.0}, "repeat": {"R024": 0.0}},
        "Tenderer": {"W": {"R024": 0.0}, "L": {"R024": 0.0}},
    }


def test_the_quartiles_are_told_to_four_decimals(flagged: Flagged) -> None:
    twice = [make_contest("F", 1, 1), make_contest("G", 1, 1)]
    found = flagged(*twice, *HUNDREDFOLD, ini="[R024]")
    assert found.results(meta=True)["Meta"] == {
        "R024": {"q1": 66.6667, "q3": 100.0, "lower_fence": 16.6667}
    }


def test_a_high_outlier_flags_the_process_and_the_winner(results: Results) -> None:
    found = results(make_contest("F", 1, 101), *EQUAL, ini="[R058]")
    # Five differences: 100 and four times 0. The third quartile stands at (5 + 1/3)·¾ + 1/3 = 4⅓
    # between 0 and 100: 33⅓; the first is 0. The fence is 33⅓ + 1.5 × 33⅓ = 83⅓.
    assert found == {"OCID": {"F": {"R058": 100.0}}, "Tenderer": {"W": {"R058": 0.0}}}


def test_a_threshold_replaces_the_fence_and_lies_within(results: Results) -> None:
    at, beyond = make_contest("at", 100, 105), make_contest("beyond", 100, 106)
    assert list(results(at, beyond, ini="[R024]\nthreshold = 0.05")["OCID"]) == ["at"]
    far = results(at, beyond, ini="[R058]\nthreshold = 0.06")
    assert far["OCID"] == {"beyond": {"R058": (106 - 100) / 100}}


def test_with_a_threshold_only_the_fence_is_told(flagged: Flagged) -> None:
    found = flagged(make_contest("1"), ini="[R024]\nthreshold = 0.05\n[R058]\nthreshold = 2")
    meta = found.results(meta=True)["Meta"]
    assert meta == {"R024": {"lower_fence": 0.05}, "R058": {"upper_fence": 2.0}}


SEEN = {"R024": (make_contest("F", 1, 1), "0.5"), "R058": (make_contest("F", 1, 101), "50")}


@pytest.mark.parametrize("code", SEEN)
@pytest.mark.parametrize(
    "change",
    [
        {"awards": [make_award("W"), make_award(status="pending")]},
        {"awards": [make_award("W"), make_award(status="invalid")]},
        {"awards": [make_award("W"), make_award("W")]},
        {"awards": [make_award("W", "X")]},
        {"awards": [make_award("W", status="cancelled")]},
        {"awards": [make_award("X")]},
        {"awards": None},
        {"bids": {"details": {"status": "valid"}}},
        {"tender": {"status": "cancelled"}},
        {"tender": {"procurementMethodDetails": "NPC"}},
        {"tender": {"procurementMethodDetails": "EXC"}},
        {"ocid": 7},
    ],
)
def test_a_process_is_left_out_when_it_cannot_be_compared(
    results: Results, code: str, change: Any
) -> None:
    contest, threshold = SEEN[code]
    ini = (
        "no_price_comparison_procurement_methods = NPC\n"
        f"[exclusions]\nprocurement_method_details = EXC\n[{code}]\nthreshold = {threshold}"
    )
    assert "F" in results(contest, ini=ini)["OCID"]
    assert results({**contest, **change}, ini=ini) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "invited"},
        {"status": "pending"},
        {"status": "withdrawn"},
        {"status": "disqualified"},
        {"status": None},
        {"tenderers": [{"id": "W"}, {"id": "M"}]},
        {"tenderers": [{"id": 1}]},
        {"tenderers": {"id": "W"}},
        {"value": {"amount": 1}},
        {"value": {"currency": "CAD"}},
        {"value": {"amount": "1", "currency": "CAD"}},
        {"value": {"amount": True, "currency": "CAD"}},
        {"value": {"amount": 1, "currency": "USD"}},
    ],
)
def test_a_bid_that_cannot_be_compared_is_left_out(results: Results, change: Any) -> None:
    contest = make_contest("F", 1, 1)
    ini = "currency = CAD\n[R024]\nthreshold = 0.5"
    assert "F" in results(contest, ini=ini)["OCID"]
    contest["bids"]["details"][0].update(change)
    assert results(contest, ini=ini) == {}


def test_the_lowest_bid_must_have_won(results: Results) -> None:
    assert results(make_contest("F", 2, 1), ini="[R024]\nthreshold = 0.5") == {}


def test_a_winning_bid_of_zero_has_no_difference(results: Results) -> None:
    assert results(make_contest("F", 0, 1), make_contest("G", 0, 0), *EQUAL, ini="[R058]") == {}


def test_the_first_currency_seen_is_the_main_one_unless_one_is_set(results: Results) -> None:
    def other(ocid: str) -> Any:
        bids = [make_bid("W", price=1, currency="USD"), make_bid("L", price=1, currency="USD")]
        return make_release(ocid, bids=bids, awards=[make_award("W")])

    contests = [*HUNDREDFOLD, make_contest("CAD", 1, 1), other("USD")]
    first_seen = results(*contests, ini="[R024]\nthreshold = 0.1")
    assert list(first_seen["OCID"]) == ["CAD"]
    assert results(*contests, ini="currency = USD\n[R024]\nthreshold = 0.1")["OCID"] == {
        "USD": {"R024": 0.0}
    }


def test_price_comparison_can_be_kept_to_some_procedures(results: Results) -> None:
    ini = (
        "price_comparison_procurement_methods = Reverse Auction|Y\n"
        "no_price_comparison_procurement_methods = Y\n[R024]\nthreshold = 0.5"
    )
    found = results(
        make_contest("listed", procurementMethodDetails="Y"),
        make_contest("other", procurementMethodDetails="Z"),
        make_contest("missing"),
        ini=ini,
    )
    assert list(found["OCID"]) == ["listed"]


def test_nothing_is_flagged_where_three_quarters_would_be(results: Results) -> None:
    zeros = [make_contest(str(n), 1, 1) for n in range(9)]
    assert results(*zeros, ini="[R024]\n[R058]") == {}


def test_of_a_single_difference_both_fences_are_itself(results: Results) -> None:
    found = results(make_contest("1", 100, 110), ini="[R024]\n[R058]")
    assert found["OCID"] == {"1": {"R024": 10 / 100, "R058": 10 / 100}}
