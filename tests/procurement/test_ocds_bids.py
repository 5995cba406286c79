"""The bids extension: every bid of a release, who won, and the same screens as from a table."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procurement import Warehouse, read, records
from procurement.cli import main
from procurement.screens import read_bids, tender_screens, warehouse_bids

from .conftest import size
from .seao_files import BIDDER, LOSER, call
from .seao_files import written as xml_file
from .test_ocds import make_release, written

PRICES = (100, 110, 112, 114)
FIRMS = ("Alpha inc.", "Beta inc.", "Gamma inc.", "Delta inc.")


def make_bid(firm: str, price: float | None, **changes: Any) -> dict[str, Any]:
    value = {"amount": price, "currency": "CAD"}
    tenderers = [{"id": firm.upper(), "name": firm}]
    bid = {"id": f"b-{firm}", "date": "2026-03-20", "status": "valid", "tenderers": tenderers}
    return bid | {"value": value} | changes


def make_tender(number: int, *bids: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return make_release(number, bids={"details": list(bids)}, **changes)


def award_to(firm: str, **changes: Any) -> dict[str, Any]:
    suppliers = [{"id": firm.upper(), "name": firm}]
    value = {"amount": 95, "currency": "CAD"}
    return {"id": "A1", "status": "active", "suppliers": suppliers, "value": value} | changes


def bids_of(tmp_path: Path, *releases: dict[str, Any]) -> list[dict[str, Any]]:
    warehouse = Warehouse(tmp_path / "warehouse")
    read(written(tmp_path / "r.json", {"releases": list(releases)}), into=warehouse)
    return records(warehouse.bids().order_by("amount"))


def test_every_bid_of_a_release_is_a_row(tmp_path: Path) -> None:
    listed = [make_bid(*pair) for pair in zip(FIRMS, PRICES, strict=True)]
    found = bids_of(tmp_path, make_tender(1, *listed))
    assert [row["amount"] for row in found] == [Decimal(price) for price in PRICES]
    assert [row["bidder_key"] for row in found] == ["alpha", "beta", "gamma", "delta"]
    first = found[0]
    assert (first["tender"], first["document_number"]) == ("ocds-abc-1", "T1")
    assert (first["submitted_on"], first["closes_on"]) == (date(2026, 3, 20), date(2026, 3, 30))
    assert (first["status"], first["unit"], first["is_winner"]) == ("valid", "money", None)
    assert (first["buyer"], first["method"], first["category"]) == (
        "Ville",
        "competitive",
        "Services",
    )


def test_the_winner_is_who_was_awarded_it(tmp_path: Path) -> None:
    listed = [make_bid("Alpha inc.", 100), make_bid("Beta inc.", 90)]
    release = make_tender(1, *listed, awards=[award_to("Alpha inc.")])
    lost, won = bids_of(tmp_path, release)
    assert (won["is_winner"], won["awarded_amount"]) == (True, Decimal(95))
    assert (lost["is_winner"], lost["awarded_amount"]) == (False, None)


@pytest.mark.parametrize("status", ["pending", "cancelled", "unsuccessful"])
def test_without_an_award_in_force_nobody_knows_who_won(tmp_path: Path, status: str) -> None:
    release = make_tender(1, make_bid("A inc.", 1), awards=[award_to("A inc.", status=status)])
    assert [row["is_winner"] for row in bids_of(tmp_path, release)] == [None]


def test_an_award_that_names_its_bid_is_of_that_bid(tmp_path: Path) -> None:
    listed = [make_bid("A inc.", 1, id="b1"), make_bid("A inc.", 2, id="b2")]
    release = make_tender(1, *listed, awards=[award_to("A inc.", relatedBid="b2")])
    assert [row["is_winner"] for row in bids_of(tmp_path, release)] == [False, True]


def test_a_firm_wins_the_lots_it_was_awarded(tmp_path: Path) -> None:
    listed = [make_bid("A inc.", 1, relatedLots=["1"]), make_bid("A inc.", 2, relatedLots=["2"])]
    release = make_tender(1, *listed, awards=[award_to("A inc.", relatedLots=["2"])])
    found = bids_of(tmp_path, release)
    assert [(row["lot"], row["is_winner"]) for row in found] == [("1", False), ("2", True)]


def test_the_number_and_the_address_are_the_partys_and_of_firms_only(tmp_path: Path) -> None:
    where = {"locality": "Laval", "region": "QC", "postalCode": "H7A 1A1"}
    parties = [
        {"id": "A INC.", "address": where, "details": {"neq": "1149222300"}},
        {"id": "JORDAN ROE", "address": where, "identifier": {"id": "77"}},
    ]
    listed = [make_bid("A inc.", 1), make_bid("Jordan Roe", 2)]
    firm, person = bids_of(tmp_path, make_tender(1, *listed, parties=parties))
    assert (firm["bidder_number"], firm["bidder_city"]) == ("1149222300", "Laval")
    assert (person["bidder_number"], person["bidder_city"]) == ("77", None)


def test_a_release_of_bids_alone_is_kept(tmp_path: Path) -> None:
    release = make_tender(1, make_bid("A inc.", 1), tender=None, tag=["bid"])
    assert [row["tender"] for row in bids_of(tmp_path, release)] == ["ocds-abc-1"]


@pytest.mark.parametrize(
    ("bids", "count"),
    [
        ({"statistics": [{"id": "1", "measure": "bids", "value": 7}]}, 7),
        ({"statistics": [{"id": "1", "measure": "validBids", "value": 7}]}, None),
        ({"details": [make_bid("A", 1), make_bid("B", 2, status="withdrawn")]}, 1),
    ],
)
def test_an_award_tells_how_many_bids_there_were(
    tmp_path: Path, bids: dict[str, Any], count: int | None
) -> None:
    release = make_release(1, bids=bids, awards=[award_to("A")])
    del release["tender"]["numberOfTenderers"]
    warehouse = Warehouse(tmp_path / "warehouse")
    read(written(tmp_path / "r.json", [release]), into=warehouse)
    assert [row["bids"] for row in records(warehouse.awards())] == [count]


# -- the screens' door -----------------------------------------------------------------------------


def test_screens_of_releases_are_those_of_a_table_of_the_same_bids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = {1: PRICES, 2: (235254.7, 210899.15, 224101.25, 220034.35), 3: (5, 5, 9)}
    pairs = {number: list(zip(FIRMS, found, strict=False)) for number, found in prices.items()}
    releases = [make_tender(n, *(make_bid(*one) for one in found)) for n, found in pairs.items()]
    warehouse = Warehouse(tmp_path / "warehouse")
    read(written(tmp_path / "r.json", {"releases": releases}), into=warehouse)
    rows = [f"ocds-abc-{n},{firm},{price}" for n, found in pairs.items() for firm, price in found]
    by_hand = tmp_path / "bids.csv"
    by_hand.write_text("call,firm,price\n" + "\n".join(rows))
    assert main(["screens", "--warehouse", str(tmp_path / "warehouse"), "--format", "csv"]) == 0
    ours = capsys.readouterr().out
    hand = ["screens", str(by_hand), "--tender", "call", "--bid", "price", "--firm", "firm"]
    assert main([*hand, "--format", "csv"]) == 0
    assert ours == capsys.readouterr().out
    first = next(csv.DictReader(io.StringIO(ours)))
    assert (round(float(first["cv"]), 6), float(first["rd"])) == (0.057048, 5.0)


def test_what_can_not_be_compared_is_left_out_and_counted(tmp_path: Path) -> None:
    listed = [
        make_bid("Alpha inc.", 100),
        make_bid("Beta inc.", 110),
        make_bid("Gamma inc.", None),
        make_bid("Delta inc.", 50, status="withdrawn"),
        make_bid("Eta inc.", 60, status="disqualified"),
        make_bid("Iota inc.", 70, value={"amount": 70, "currency": "USD"}),
        make_bid("Kappa inc.", -1),
    ]
    warehouse = Warehouse(tmp_path / "warehouse")
    read(written(tmp_path / "r.json", [make_tender(1, *listed)]), into=warehouse)
    found = warehouse_bids(warehouse)
    assert found.reasons == {
        "negative_bid": 1,
        "no_bid": 1,
        "not_submitted": 1,
        "other_currency": 1,
    }
    assert (found.rows_in, found.rows_kept, found.currency) == (7, 3, "CAD")
    assert sorted(row["bid"] for row in records(found.bids)) == [60, 100, 110]
    assert size(found.set_aside) == 4


def test_a_figure_in_another_unit_is_no_bid_to_compare(tmp_path: Path) -> None:
    percent = LOSER | {"montantssoumisunite": "8", "nomorganisation": "GAMMA INC."}
    warehouse = Warehouse(tmp_path / "warehouse")
    read(xml_file(tmp_path / "Avis.xml", call(BIDDER, LOSER, percent)), into=warehouse)
    found = warehouse_bids(warehouse, "seao-xml")
    assert (found.rows_kept, found.reasons) == (2, {"other_unit": 1})
    assert warehouse_bids(warehouse, "ocds").rows_in == 0


def test_a_call_published_again_counts_as_last_published(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    read(xml_file(tmp_path / "Avis.xml", call()), into=warehouse)
    corrected = LOSER | {"montantsoumis": "800000.000000"}
    read(xml_file(tmp_path / "AvisRevisions.xml", call(BIDDER, corrected)), into=warehouse)
    found = warehouse_bids(warehouse)
    assert sorted(row["bid"] for row in records(found.bids)) == [574250.84, 800000.0]
    assert found.reasons == {"superseded": 2}


def test_a_call_in_which_a_firm_bids_twice_is_left_out(tmp_path: Path) -> None:
    twice = [make_bid("Alpha inc.", 100), make_bid("ALPHA INC", 90), make_bid("Beta inc.", 95)]
    lots = [make_bid("A inc.", 1, relatedLots=[lot]) for lot in ("1", "2")]
    warehouse = Warehouse(tmp_path / "warehouse")
    releases = [make_tender(1, *twice), make_tender(2, *lots)]
    read(written(tmp_path / "r.json", releases), into=warehouse)
    found = warehouse_bids(warehouse)
    assert found.reasons == {"several_bids": 3}
    assert [row["tender"] for row in records(found.bids.order_by("tender"))] == [
        "ocds-abc-2 / 1",
        "ocds-abc-2 / 2",
    ]


def test_bids_of_two_feeds_are_not_mixed(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    read(xml_file(tmp_path / "Avis.xml", call(numeroseao="ocds-abc-1")), into=warehouse)
    read(written(tmp_path / "r.json", [make_tender(1, make_bid("A inc.", 1))]), into=warehouse)
    tenders = {
        row["tender"]: row["bids"]
        for row in records(tender_screens(warehouse_bids(warehouse).bids))
    }
    assert tenders == {"ocds:ocds-abc-1": 1, "seao-xml:ocds-abc-1": 2}


@pytest.mark.parametrize(
    "asked",
    [
        ["screens", "b.csv", "--warehouse", "w"],
        ["screens", "--warehouse", "w", "--tender", "t"],
        ["screens", "b.csv", "--tender", "t", "--bid", "b", "--source", "ocds"],
    ],
)
def test_a_file_and_a_warehouse_at_once_are_refused(asked: list[str]) -> None:
    assert main(asked) == 2


def test_the_columns_are_those_of_a_file(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    read(written(tmp_path / "r.json", [make_tender(1, make_bid("A inc.", 1))]), into=warehouse)
    path = tmp_path / "b.csv"
    path.write_text("t,b\n1,2\n")
    by_hand, ours = read_bids(path, tender="t", bid="b"), warehouse_bids(warehouse)
    assert ours.bids.schema() == by_hand.bids.schema()
    assert ours.set_aside.schema() == by_hand.set_aside.schema()
    assert json.loads(json.dumps(ours.reasons)) == {}
