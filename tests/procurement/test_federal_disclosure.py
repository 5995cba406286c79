"""Federal proactive disclosure: every layout, its defects mended and noted, no person kept."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, read, records
from procurement.readers import federal_codes
from procurement.schema import REASON_KINDS

from .conftest import ROOT, size

SAMPLES = ROOT / "data" / "samples" / "federal_disclosure"
ROWS = {
    "2022-04-12-sample-contracts.csv": 20,
    "2022-04-13-sample-contracts.csv": 22,
    "2022-06-28-contracts-key-amendment-testing.csv": 35,
    "2022-07-05-sample-contracts-procurement-id-mixup.csv": 40,
    "2022-07-05-sample-contracts-procurement-id-suffixes.csv": 50,
    "2022-07-28-sample-contracts.csv": 23,
}
WHOLE = (SAMPLES / "2022-04-12-sample-contracts.csv").read_bytes()
BASE = {
    "owner_org": "pc",
    "owner_org_title": "Parks Canada | Parcs Canada",
    "reference_number": "C-2019-2020-Q2-00001",
    "procurement_id": "5P001",
    "vendor_name": "Alpha Ltd",
    "contract_date": "2019-07-01",
    "contract_period_start": "2019-07-02",
    "delivery_date": "2020-07-01",
    "contract_value": "1500.00",
    "original_value": "1000.00",
    "amendment_value": "500.00",
    "instrument_type": "A",
    "solicitation_procedure": "TN",
    "number_of_bids": "1",
    "buyer_name": "NA",
    "standing_offer_number": "NA",
    "reporting_period": "2019-2020-Q2",
    "description_en": "Cleaning",
    "economic_object_code": "813",
}


def disclosed(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, BASE)
        writer.writeheader()
        writer.writerows(BASE | row for row in rows)
    return path


def one(tmp_path: Path, warehouse: Warehouse, **changes: str) -> dict[str, Any]:
    read(disclosed(tmp_path / "contracts.csv", changes), into=warehouse)
    (row,) = records(warehouse.awards())
    return row


@pytest.mark.parametrize("file", ROWS)
def test_every_layout_is_read_whole(warehouse: Warehouse, file: str) -> None:
    report = read(SAMPLES / file, into=warehouse)
    assert (report.source, report.rows_in) == ("federal-disclosure", ROWS[file])
    assert (report.rows_kept, report.set_aside) == (ROWS[file], {})
    assert size(warehouse.awards()) == ROWS[file]


def test_a_row_tells_the_total_before_the_change_and_the_total_after(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    row = one(tmp_path, warehouse)
    money = ("original_amount", "amendment_amount", "amount")
    assert [row[name] for name in money] == [Decimal(1000), Decimal(500), Decimal(1500)]
    assert (row["starts_on"], row["ends_on"]) == (date(2019, 7, 2), date(2020, 7, 1))
    assert (row["buyer"], row["division"]) == ("Parks Canada", "pc")
    assert (row["economic_object"], row["bids"], row["method"]) == ("0813", 1, "non-competitive")
    assert (row["amendment"], row["reporting_period"]) == ("20192", "2019-2020-Q2")


def test_swapped_numbers_change_places_and_the_row_says_so(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    swapped = {"procurement_id": "C-2018-2019-Q1-00154", "reference_number": "4500137006"}
    row = one(tmp_path, warehouse, **swapped)
    assert (row["document_number"], row["contract_id"]) == ("4500137006", "pc-4500137006")
    assert row["reference"] == "pc-C-2018-2019-Q1-00154"
    assert "identifiers_swapped" in row["notes"]


@pytest.mark.parametrize(
    ("published", "mended"),
    [("G7462/12", "G7462"), ("P0008511/U", "P0008511"), ("W8482/001/QF", "W8482/001")],
)
def test_a_short_suffix_is_taken_off_the_number_and_noted(
    tmp_path: Path, warehouse: Warehouse, published: str, mended: str
) -> None:
    row = one(tmp_path, warehouse, procurement_id=published)
    assert (row["document_number"], row["contract_id"]) == (published, f"pc-{mended}")
    assert "suffix_removed" in row["notes"]


def test_a_long_suffix_is_part_of_the_number(tmp_path: Path, warehouse: Warehouse) -> None:
    row = one(tmp_path, warehouse, procurement_id="W8486--18/0145985")
    assert row["contract_id"] == "pc-W8486--18/0145985"
    assert row["notes"] == []


def test_the_quarter_comes_from_the_reference_or_the_day_when_not_published(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    rows = [
        {"reporting_period": "NA"},
        {"reporting_period": "NA", "reference_number": "17", "contract_date": "2019-02-01"},
    ]
    read(disclosed(tmp_path / "contracts.csv", *rows), into=warehouse)
    found = records(warehouse.awards().order_by("row_number"))
    assert [row["reporting_period"] for row in found] == ["2019-2020-Q2", "2018-2019-Q4"]


def test_na_means_nothing(tmp_path: Path, warehouse: Warehouse) -> None:
    blank = ("original_value", "amendment_value", "number_of_bids", "economic_object_code")
    row = one(tmp_path, warehouse, **dict.fromkeys(blank, "NA"), instrument_type="NA")
    absent = ("original_amount", "amendment_amount", "bids", "economic_object", "amendment")
    assert [row[name] for name in absent] == [None] * 5


@pytest.mark.parametrize(
    ("published", "told", "kind"),
    [
        ("71", "71: Exclusive rights", "exclusive rights"),
        ("5", "05: No response to bid solicitation", "competition failed"),
        (
            "87,81",
            "87: Government objectives representing best interests/value; 81: Extreme urgency",
            "emergency",
        ),
        ("99", "99", "other"),
        ("Urgent", "Urgent", "other"),
        ("00", None, None),
        ("NA", None, None),
    ],
)
def test_the_reason_is_told_by_its_code_and_in_words(
    tmp_path: Path, warehouse: Warehouse, published: str, told: str | None, kind: str | None
) -> None:
    codes = ["limited_tendering_reason", "solicitation_procedure"]
    path = tmp_path / "contracts.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*BASE, "limited_tendering_reason"])
        writer.writeheader()
        writer.writerow(BASE | dict(zip(codes, (published, "AC"), strict=True)))
    read(path, into=warehouse)
    (row,) = records(warehouse.awards())
    assert (row["reason"], row["reason_kind"]) == (told, kind)
    assert (row["kind"], row["method"]) == ("AC: Advance contract award notice", "non-competitive")


def test_every_reason_has_a_kind_that_the_schema_knows() -> None:
    kinds = {kind for _, kind in federal_codes.REASONS.values()}
    assert kinds | set(federal_codes.OLDER_WORDS.values()) <= set(REASON_KINDS)


def test_no_name_of_the_buyers_staff_is_stored_anywhere(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    one(tmp_path, warehouse, buyer_name="Roe, Jordan", standing_offer_number="Jordan Roe")
    stored = [path for path in warehouse.path.rglob("*") if path.is_file()]
    assert stored
    assert not [path for path in stored if b"Jordan" in path.read_bytes()]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"contract_value": "1,2,3"}, "unreadable_amount"),
        ({"contract_date": "2019-13-40"}, "unreadable_date"),
        ({"delivery_date": "0219-01-01"}, "absurd_date"),
        ({"vendor_name": "NA", "procurement_id": "NA"}, "no_supplier_no_document"),
    ],
)
def test_what_can_not_be_read_is_set_aside(
    tmp_path: Path, warehouse: Warehouse, changes: dict[str, str], reason: str
) -> None:
    report = read(disclosed(tmp_path / "contracts.csv", changes, {}), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {reason: 1})


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE)))
def test_a_file_cut_anywhere_gives_its_rows_or_one_clear_refusal(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = folder / "cut.csv"
    path.write_bytes(WHOLE[:cut])
    warehouse = Warehouse(folder / "warehouse")
    try:
        report = read(path, into=warehouse)
    except Unreadable as refusal:
        assert "cut.csv" in str(refusal)
        return
    assert report.rows_in == report.rows_kept + report.rows_set_aside <= 20
    assert size(warehouse.set_aside()) == report.rows_set_aside <= 1


def test_a_warehouse_filled_before_these_columns_existed_still_answers(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    one(tmp_path, warehouse)
    (path,) = (warehouse.path / "awards").rglob("*.parquet")
    pq.write_table(pq.read_table(path).drop_columns(["bids", "reference"]), path)
    (row,) = records(warehouse.awards())
    assert (row["bids"], row["supplier"]) == (None, "Alpha Ltd")
