"""Two steps, missing bids, who bids with whom: worked by hand."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest

from procurement import in_memory, records
from procurement.screens import (
    demand,
    edges,
    group_features,
    groups,
    margins,
    meetings,
    rotation,
    tender_screens,
    two_step,
)
from procurement.screens.cobidding import EDGES, GROUPS, MEMBERS, coherence
from procurement.screens.imhof import MEETINGS, ROTATION
from procurement.screens.missing_bids import DEMAND, MARGINS

Tenders = dict[str, dict[str, float]]


def bids_by(tenders: Tenders, reserve: float | None = None) -> ibis.Table:
    """`bids_by({"T1": {"Alpha": 100, "Beta": 110}})`."""
    rows = [(one, firm, float(bid)) for one, bids in tenders.items() for firm, bid in bids.items()]
    names = ("tender", "firm", "bid")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return ibis.memtable(pa.table(columns | {"reserve": [reserve] * len(rows)}))


CLOSE = {"Alpha": 100.0, "Beta": 110.0, "Gamma": 112.0, "Delta": 114.0}
TURNED = {"Alpha": 110.0, "Beta": 100.0, "Gamma": 112.0, "Delta": 114.0}
WIDE = {"Alpha": 100.0, "Beta": 150.0, "Epsilon": 210.0}


# -- two steps ------------------------------------------------------------------------------------


def test_a_tender_is_marked_when_cv_is_low_and_rd_is_high() -> None:
    screens = tender_screens(bids_by({"close": CLOSE, "wide": WIDE, "lone": {"Alpha": 1.0}}))
    found = {row["tender"]: row for row in records(two_step(screens))}
    assert found["close"]["is_marked"] is True
    assert (found["wide"]["is_cv_low"], found["wide"]["is_marked"]) == (False, False)
    assert found["lone"]["is_marked"] is None


def test_the_thresholds_are_the_askers() -> None:
    screens = tender_screens(bids_by({"close": CLOSE}))
    (found,) = records(two_step(screens, cv_at_most=0.10, rd_above=5.5))
    assert (found["is_cv_low"], found["is_rd_high"], found["is_marked"]) == (True, False, False)


def test_firms_that_keep_meeting_in_marked_tenders() -> None:
    bids = bids_by({"T1": CLOSE, "T2": TURNED, "T3": WIDE})
    found = records(meetings(bids, two_step(tender_screens(bids))))
    assert (found[0]["firm"], found[0]["other"]) == ("Alpha", "Delta")  # never met elsewhere
    pair = next(row for row in found if (row["firm"], row["other"]) == ("Alpha", "Beta"))
    assert (pair["together"], pair["marked"], pair["marked_share"]) == (3, 2, pytest.approx(2 / 3))
    assert (pair["firm_lowest"], pair["other_lowest"]) == (1, 1)
    assert pair["tenders"] == ["T1", "T2"]
    assert list(pair) == [*MEETINGS]
    assert not any("Epsilon" in (row["firm"], row["other"]) for row in found)


def test_bids_lie_between_nought_and_one() -> None:
    found = records(rotation(bids_by({"T1": CLOSE, "same": {"Alpha": 5.0, "Beta": 5.0}})))
    assert list(found[0]) == [*ROTATION]
    said = {(row["tender"], row["firm"]): (row["place"], row["normalised"]) for row in found}
    assert said["T1", "Alpha"] == (1, 0)
    assert said["T1", "Beta"] == (2, pytest.approx((110 - 100) / (114 - 100)))
    assert said["T1", "Delta"] == (4, 1)
    assert said["same", "Alpha"] == said["same", "Beta"] == (1, None)


# -- missing bids ---------------------------------------------------------------------------------


def test_demand_is_the_share_of_bids_that_would_win() -> None:
    bids = bids_by({"T1": {"Alpha": 100, "Beta": 110}, "T2": {"Alpha": 100, "Beta": 104}})
    found = {
        row["deviation"]: row for row in records(demand(bids, deviations=(-0.05, 0.0, 0.05, 0.1)))
    }
    assert list(found[0.0]) == [*DEMAND]
    assert found[0.0]["demand"] == 2 / 4
    assert (found[-0.05]["wins"], found[-0.05]["demand"]) == (3, 3 / 4)  # 104 * 0.95 < 100
    assert found[0.05]["demand"] == 1 / 4  # 100 * 1.05 < 110, but not < 104
    assert (found[0.1]["wins"], found[0.1]["ties"]) == (0, 1)  # 100 * 1.1 = 110
    assert found[0.1]["demand"] == (0 + 1 / 2) / 4


def test_equal_bids_count_half() -> None:
    bids = bids_by({"T1": {"Alpha": 100, "Beta": 100, "Gamma": 120}})
    (found,) = records(demand(bids, deviations=(0.0,)))
    assert (found["wins"], found["ties"], found["demand"]) == (0, 2, 1 / 3)


def test_a_lone_bid_has_no_rival_and_no_demand() -> None:
    (found,) = records(demand(bids_by({"T1": {"Alpha": 100}}), deviations=(0.0,)))
    assert (found["bids"], found["demand"]) == (0, None)


def test_margins_are_counted_in_bars_and_add_up() -> None:
    bids = bids_by({"T1": {"Alpha": 96, "Beta": 100}, "T2": {"Alpha": 80, "Beta": 80}}, 200)
    found = records(margins(bids, width=0.01, within=0.02, by_reserve=True))
    assert list(found[0]) == [*MARGINS]
    said = [(row["above"], row["up_to"], row["bids"]) for row in found]
    assert said == [
        (None, -0.02, 0),
        (-0.02, -0.01, 1),  # (96 - 100) / 200 = -0.02
        (-0.01, 0.0, 0),
        (0.0, 0.0, 2),  # the equal bids
        (0.0, 0.01, 0),
        (0.01, 0.02, 1),  # (100 - 96) / 200 = 0.02
        (0.02, None, 0),
    ]
    assert sum(row["share"] for row in found) == 1
    assert found[0]["scale"] == "reserve"


def test_without_a_reserve_margins_are_a_share_of_the_lowest_other_bid() -> None:
    bids = bids_by({"T1": {"Alpha": 100, "Beta": 150}})
    found = records(margins(bids, width=0.1, within=0.4))
    counted = {(row["above"], row["up_to"]): row["bids"] for row in found if row["bids"]}
    assert counted == {(-0.4, -0.3): 1, (0.4, None): 1}  # -50/150 and 50/100
    assert found[0]["scale"] == "lowest other bid"


def test_bars_need_a_width() -> None:
    with pytest.raises(ValueError, match="width"):
        margins(bids_by({"T1": CLOSE}), width=0.0)


# -- who bids with whom ---------------------------------------------------------------------------

CARTEL: Tenders = {
    "T1": {"A": 1, "B": 2, "C": 3},
    "T2": {"A": 1, "B": 2, "C": 3},
    "T3": {"A": 1, "B": 2, "C": 3, "X": 4},
    "T4": {"X": 1, "Y": 2},
    "T5": {"X": 1, "Y": 2},
}


def test_an_edge_is_the_share_of_tenders_both_bid_in() -> None:
    found = {(row["firm"], row["other"]): row for row in records(edges(bids_by(CARTEL)))}
    assert list(found["A", "B"]) == [*EDGES]
    assert (found["A", "B"]["together"], found["A", "B"]["weight"]) == (3, 1)
    assert (found["A", "X"]["either"], found["A", "X"]["weight"]) == (5, pytest.approx(1 / 5))
    assert found["X", "Y"]["weight"] == pytest.approx(2 / 3)


def test_edges_of_few_meetings_can_be_left_out() -> None:
    found = records(edges(bids_by(CARTEL), at_least=2))
    assert {(row["firm"], row["other"]) for row in found} == {
        *(("A", "B"), ("A", "C"), ("B", "C"), ("X", "Y"))
    }


def test_groups_grow_from_every_firm_and_each_is_said_once() -> None:
    found = records(groups(edges(bids_by(CARTEL))))
    assert list(found[0]) == [*MEMBERS]
    members: dict[int, str] = {}
    for row in found:
        members[row["group"]] = members.get(row["group"], "") + row["firm"]
    assert members == {1: "ABC", 2: "XY"}


def test_coherence_and_exclusivity_of_a_group() -> None:
    met = edges(bids_by(CARTEL))
    first, second = records(group_features(met, groups(met)))
    assert list(first) == [*GROUPS]
    assert (first["firms"], first["edges"], first["pairs"]) == (["A", "B", "C"], 3, 3)
    assert first["coherence"] == pytest.approx(1)
    assert first["exclusivity"] == pytest.approx(3 / (3 + 3 * (1 / 5)))
    assert second["exclusivity"] == pytest.approx((2 / 3) / (2 / 3 + 3 * (1 / 5)))


def test_your_own_groups_can_be_measured() -> None:
    own = in_memory([{"group": 7, "firm": firm} for firm in ("A", "X", "Nobody")], MEMBERS_TYPES)
    (found,) = records(group_features(edges(bids_by(CARTEL)), own))
    assert (found["group"], found["edges"], found["pairs"]) == (7, 1, 3)
    leaving = 2 * 1 + 2 * (1 / 5) + 2 / 3
    assert found["exclusivity"] == pytest.approx((1 / 5) / (1 / 5 + leaving))


MEMBERS_TYPES = {name: column.type for name, column in MEMBERS.items()}


def test_coherence_is_the_geometric_over_the_arithmetic_mean() -> None:
    assert coherence([0.2, 0.8]) == pytest.approx((0.2 * 0.8) ** 0.5 / 0.5)
    assert coherence([0.4, 0.4, 0.4]) == pytest.approx(1)
    assert coherence([]) is None
