"""The nine screens on small tenders, the arithmetic written out."""

from __future__ import annotations

from math import sqrt
from typing import Any

import ibis
import pyarrow as pa
import pytest

from procurement import records
from procurement.screens import SCREENS, TENDERS, tender_screens
from procurement.screens.meaning import METHODS

BIDS = [100, 110, 112, 114]


def bids_of(**tenders: list[float]) -> ibis.Table:
    """A row a bid: `bids_of(A=[100, 110])`."""
    rows = [(tender, float(bid)) for tender, bids in tenders.items() for bid in bids]
    tender, bid = [row[0] for row in rows], [row[1] for row in rows]
    types = pa.schema([("tender", pa.string()), ("bid", pa.float64())])
    return ibis.memtable(pa.table([tender, bid], schema=types))


def screened(bids: list[float], **changes: Any) -> dict[str, Any]:
    (row,) = records(tender_screens(bids_of(A=bids), **changes))
    return row


# -- what each screen is --------------------------------------------------------------------------


def test_cv_is_the_standard_deviation_over_the_mean() -> None:
    mean = (100 + 110 + 112 + 114) / 4
    spread = sqrt((9**2 + 1**2 + 3**2 + 5**2) / 3)
    assert mean == 109
    assert screened(BIDS)["cv"] == pytest.approx(spread / mean)
    assert screened(BIDS)["cv"] == pytest.approx(0.057048, abs=5e-7)


def test_spread_is_how_far_the_highest_is_above_the_lowest() -> None:
    assert screened(BIDS)["spd"] == pytest.approx((114 - 100) / 100)


def test_the_winners_lead_is_how_far_the_second_is_above_the_lowest() -> None:
    assert screened(BIDS)["diffp"] == pytest.approx((110 - 100) / 100)


def test_relative_distance_is_the_lead_over_the_deviation_of_the_losing_bids() -> None:
    losing = sqrt(((110 - 112) ** 2 + 0 + (114 - 112) ** 2) / 2)
    assert screened(BIDS)["rd"] == pytest.approx((110 - 100) / losing) == pytest.approx(5)


def test_normalised_distance_is_the_lead_over_the_mean_gap() -> None:
    gaps = (10 + 2 + 2) / 3
    assert screened(BIDS)["rdnor"] == pytest.approx(10 / gaps) == pytest.approx(2.142857, abs=5e-7)


def test_alternative_distance_is_the_lead_over_the_mean_gap_of_losing_bids() -> None:
    assert screened(BIDS)["rdalt"] == pytest.approx(10 / ((2 + 2) / 2))


def test_skewness_and_kurtosis_are_those_of_a_sample() -> None:
    s = sqrt((81 + 1 + 9 + 25) / 3)
    cubes = ((-9) ** 3 + 1**3 + 3**3 + 5**3) / s**3
    fourths = (9**4 + 1**4 + 3**4 + 5**4) / s**4
    found = screened(BIDS)
    assert found["skew"] == pytest.approx(4 / (3 * 2) * cubes)
    assert found["skew"] == pytest.approx(-1.597078, abs=5e-7)
    assert found["kurt"] == pytest.approx((4 * 5) / (3 * 2 * 1) * fourths - 3 * 3**2 / (2 * 1))
    assert found["kurt"] == pytest.approx(2.703924, abs=5e-7)


def test_ks_is_the_largest_distance_from_an_even_spread() -> None:
    s = sqrt((81 + 1 + 9 + 25) / 3)
    assert screened(BIDS)["ks"] == pytest.approx(114 / s - 4 / 5)
    assert screened(BIDS)["ks"] == pytest.approx(17.533124, abs=5e-7)


def test_a_tender_of_the_swiss_road_works_gives_the_published_numbers() -> None:
    found = screened([235254.7, 210899.15, 224101.25, 220034.35])
    expected = {
        "cv": 0.045368,
        "spd": 0.115484,
        "diffp": 0.043315,
        "rd": 1.15924,
        "rdnor": 1.12523,
        "rdalt": 1.200393,
        "skew": 0.282602,
        "kurt": 0.763242,
        "ks": 22.498081,
    }
    assert {name: round(found[name], 6) for name in expected} == expected


# -- what can't be computed, and why --------------------------------------------------------------


def test_one_bid_tells_nothing() -> None:
    found = screened([100])
    assert all(found[name] is None for name in SCREENS)
    assert {f"{name}: too_few_bids" for name in SCREENS} <= set(found["not_computed"])


def test_two_bids_tell_how_far_they_lie_apart_but_not_how_losers_do() -> None:
    found = screened([100, 110])
    assert (found["spd"], found["diffp"], found["rdnor"]) == (
        pytest.approx(0.1),
        pytest.approx(0.1),
        pytest.approx(1),
    )
    unknown = {name for name in SCREENS if found[name] is None}
    assert unknown == {"rd", "rdalt", "skew", "kurt"}


def test_three_bids_have_no_kurtosis() -> None:
    found = screened([100, 110, 112])
    assert found["kurt"] is None
    assert "kurt: too_few_bids" in found["not_computed"]
    assert found["skew"] is not None


def test_equal_bids_have_no_spread_to_divide_by() -> None:
    found = screened([0.1, 0.1, 0.1, 0.1])
    assert (found["cv"], found["spd"], found["diffp"]) == (0, 0, 0)
    for name in ("rdnor", "skew", "kurt", "ks"):
        assert found[name] is None
        assert f"{name}: no_spread" in found["not_computed"]
    assert "rd: no_losing_spread" in found["not_computed"]


def test_equal_losing_bids_leave_the_relative_distance_open() -> None:
    found = screened([90.05, 100.1, 100.1, 100.1])
    assert (found["rd"], found["rdalt"]) == (None, None)
    assert found["rdnor"] == pytest.approx(3)
    assert {"rd: no_losing_spread", "rdalt: no_losing_spread"} <= set(found["not_computed"])


def test_a_lowest_bid_of_zero_has_no_share_above_it() -> None:
    found = screened([0, 100, 110])
    assert (found["spd"], found["diffp"]) == (None, None)
    assert found["cv"] is not None
    assert "spd: zero_lowest" in found["not_computed"]
    assert "cv: all_zero" in screened([0, 0])["not_computed"]


def test_a_negative_bid_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        screened([-1, 100])


def test_no_bids_give_no_rows() -> None:
    assert records(tender_screens(bids_of())) == []


# -- groups of three and four ---------------------------------------------------------------------


def test_screens_over_all_groups_of_three_bids() -> None:
    groups = [[100, 110, 112], [100, 110, 114], [100, 112, 114], [110, 112, 114]]
    alone = [screened(group)["rd"] for group in groups]
    found = screened(BIDS)
    assert found["subgroups_3"] == 4
    assert found["rd_3_min"] == pytest.approx(min(alone))
    assert found["rd_3_max"] == pytest.approx(max(alone))
    assert found["rd_3_mean"] == pytest.approx(sum(alone) / 4)
    assert found["rd_3_median"] == pytest.approx((sorted(alone)[1] + sorted(alone)[2]) / 2)


def test_with_four_bids_the_one_group_of_four_is_the_tender() -> None:
    found = screened(BIDS)
    for name in SCREENS:
        for figure in ("min", "max", "mean", "median"):
            assert found[f"{name}_4_{figure}"] == pytest.approx(found[name])


def test_an_outsider_hides_a_close_group_in_the_whole_but_not_in_the_groups() -> None:
    found = screened([60, 100, 101, 102])
    assert found["cv"] > 0.2
    assert found["cv_3_min"] == pytest.approx(screened([100, 101, 102])["cv"])


def test_groups_in_which_bids_are_equal_are_left_out_and_said() -> None:
    found = screened([100, 110, 110, 110, 130])
    assert found["skew_3_max"] is not None
    assert "skew_3: in_part" in found["not_computed"]


def test_under_four_bids_there_are_no_groups() -> None:
    found = screened([100, 110, 112])
    assert found["cv_3_mean"] is None
    assert {"subgroups_3: too_few_bids", "subgroups_4: too_few_bids"} <= set(found["not_computed"])


def test_more_groups_than_asked_for_are_not_looked_at_and_it_is_said() -> None:
    found = screened([100.0 + step for step in range(8)], most_groups=60)
    assert (found["subgroups_3"], found["subgroups_4"]) == (56, 70)
    assert found["cv_3_mean"] is not None
    assert found["cv_4_mean"] is None
    assert "subgroups_4: too_many_groups" in found["not_computed"]


def test_a_portion_at_a_time_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tenders = {f"T{step}": [100.0, 103, 104 + step, 120, 121] for step in range(20)}
    whole = records(tender_screens(bids_of(**tenders)))
    monkeypatch.setattr("procurement.screens.subgroups.AT_ONCE", 50)
    for row, same in zip(records(tender_screens(bids_of(**tenders))), whole, strict=True):
        figures = {name: value for name, value in row.items() if isinstance(value, float)}
        assert figures == pytest.approx({name: same[name] for name in figures})
        assert row["not_computed"] == same["not_computed"]


# -- the table ------------------------------------------------------------------------------------


def test_tenders_stay_in_their_order_and_their_bids_apart() -> None:
    table = bids_of(Z=[114, 100, 112, 110], A=[5], M=[114, 110, 112, 100])
    found = records(tender_screens(table))
    assert [(row["tender"], row["bids"]) for row in found] == [("Z", 4), ("A", 1), ("M", 4)]
    assert found[0]["kurt"] == found[2]["kurt"]
    assert list(found[0]) == list(TENDERS)


def test_different_firms_are_counted() -> None:
    rows = {"tender": ["A", "A", "A", "B"], "bid": [1.0, 2, 3, 4], "firm": ["x", "x", "y", None]}
    found = records(tender_screens(ibis.memtable(pa.table(rows))))
    assert [(row["bids"], row["firms"]) for row in found] == [(3, 2), (1, 0)]
    assert screened(BIDS)["firms"] is None


def test_decimal_prices_are_taken_too() -> None:
    table = bids_of(A=BIDS)
    exact = table.mutate(bid=table.bid.cast("decimal(18, 2)"))
    assert records(tender_screens(exact)) == records(tender_screens(table))


def test_every_screen_says_what_it_measures_and_what_explains_it_innocently() -> None:
    for screen in (*SCREENS.values(), *METHODS.values()):
        assert screen.measures and screen.innocent and screen.source and screen.formula
