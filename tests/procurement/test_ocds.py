"""Releases and records: a call is a notice, an award is an award, in one reading."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, read, records
from procurement.checking import damages

from .conftest import ROOT, size

SEAO = ROOT / "data" / "samples" / "seao" / "seao_releases.json"
WHOLE = SEAO.read_bytes()


def make_release(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An open call of a city for guards, published but not awarded."""
    release = {
        "ocid": f"ocds-abc-{number}",
        "id": f"r-{number}",
        "date": "2026-03-01T00:00:00Z",
        "tag": ["tender"],
        "buyer": {"id": "B1", "name": "Ville"},
        "parties": [
            {
                "id": "B1",
                "name": "Ville",
                "address": {"locality": "Laval", "region": "QC"},
                "contactPoint": {"name": "Jordan Roe", "email": "roe@ville.example"},
            }
        ],
        "tender": {
            "id": f"T{number}",
            "title": "Gardiennage",
            "status": "active",
            "procurementMethod": "open",
            "numberOfTenderers": 3,
            "mainProcurementCategory": "services",
            "tenderPeriod": {"startDate": "2026-03-02", "endDate": "2026-03-30T14:00:00Z"},
            "items": [{"id": "1", "classification": {"scheme": "UNSPSC", "id": "92121504"}}],
        },
    }
    return release | changes


def make_awarded(number: int = 1, **changes: Any) -> dict[str, Any]:
    award = {
        "id": "A1",
        "status": "active",
        "date": "2026-04-15",
        "value": {"amount": 1000, "currency": "CAD"},
        "suppliers": [{"id": "S1", "name": "Alpha Inc."}],
    }
    contract = {
        "id": "C1",
        "awardID": "A1",
        "value": {"amount": 1250.5, "currency": "CAD"},
        "period": {"startDate": "2026-05-01", "endDate": "2027-04-30"},
    }
    return make_release(number, tag=["award"], awards=[award], contracts=[contract]) | changes


def written(path: Path, found: object) -> Path:
    path.write_text(json.dumps(found), "utf-8")
    return path


def test_the_real_releases_are_two_calls_and_a_direct_contract(warehouse: Warehouse) -> None:
    report = read(SEAO, into=warehouse)
    assert (report.source, report.rows_in, report.rows_kept) == ("seao", 3, 3)
    calls = records(warehouse.notices().order_by("row_number"))
    assert calls[0]["document_number"] == "25107"
    assert calls[0]["buyer"] == "Municipalité de Saint-Majorique"
    assert calls[0]["closes_on"] == date(2026, 8, 27)
    (award,) = records(warehouse.awards())
    assert award["supplier"] == "Spectrum Dynamics Medical, Inc"
    assert (award["amount"], award["method"]) == (Decimal(2950388), "non-competitive")
    assert (award["row_number"], award["bids"], award["place"]) == (3, 1, "Thetford Mines, QC")
    assert (size(warehouse.notices()), damages(warehouse)) == (2, [])


def test_the_same_file_again_adds_nothing(warehouse: Warehouse) -> None:
    read(SEAO, into=warehouse)
    again = read(SEAO, into=warehouse)
    assert (again.new, size(warehouse.awards()), size(warehouse.notices())) == (False, 1, 2)


def test_an_award_has_its_contracts_last_total_and_the_award_beside_it(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    read(written(tmp_path / "r.json", {"releases": [make_awarded()]}), into=warehouse)
    (row,) = records(warehouse.awards())
    assert (row["amount"], row["original_amount"]) == (Decimal("1250.50"), Decimal(1000))
    assert (row["supplier_key"], row["bids"], row["method"]) == ("alpha", 3, "competitive")
    assert (row["starts_on"], row["ends_on"]) == (date(2026, 5, 1), date(2027, 4, 30))
    assert size(warehouse.notices()) == 0


def test_a_compiled_release_is_a_call_and_each_award_of_it(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    awards = [
        {"id": "A1", "value": {"amount": 10}, "suppliers": [{"name": "Alpha"}]},
        {"id": "A2", "value": {"amount": 20}, "suppliers": [{"name": "Beta"}, {"name": "Gamma"}]},
        {"id": "A3", "status": "cancelled", "suppliers": [{"name": "Delta"}]},
    ]
    compiled = make_release(tag=["compiled"], awards=awards)
    report = read(written(tmp_path / "c.jsonl", compiled), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.rows_new) == (1, 1, 3)
    found = records(warehouse.awards().order_by("contract_id"))
    assert [row["supplier"] for row in found] == ["Alpha", "Beta; Gamma"]
    assert len({row["row_id"] for row in found}) == 2
    assert (size(warehouse.notices()), damages(warehouse)) == (1, [])


def test_a_record_tells_its_compiled_release_else_what_its_releases_compile_to(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    late = make_awarded(2, date="2026-05-01T00:00:00Z")
    package = {
        "records": [
            {"ocid": "ocds-abc-1", "releases": [], "compiledRelease": make_release(1)},
            {"ocid": "ocds-abc-2", "releases": [late, make_release(2)]},
        ]
    }
    report = read(written(tmp_path / "p.json", package), into=warehouse)
    assert (report.source, report.rows_kept) == ("ocds", 2)
    assert (size(warehouse.notices()), size(warehouse.awards())) == (2, 1)


@pytest.mark.parametrize(
    ("tag", "amendment"),
    [("contract", "0"), ("contractUpdate", "20260301"), ("contractTermination", "T20260301")],
)
def test_updates_are_numbered_by_their_day(
    tmp_path: Path, warehouse: Warehouse, tag: str, amendment: str
) -> None:
    read(written(tmp_path / "r.json", [make_awarded(tag=[tag])]), into=warehouse)
    (row,) = records(warehouse.awards())
    assert (row["amendment"], row["contract_id"]) == (amendment, "ocds-abc-1-A1")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tender": None}, "no_call_no_award"),
        ({"awards": [{"id": "A", "value": {"amount": "1,2,3"}}]}, "unreadable_amount"),
        ({"awards": [{"id": "A", "date": "2026-99-01"}]}, "unreadable_date"),
    ],
)
def test_a_release_that_can_not_be_read_is_set_aside_whole(
    tmp_path: Path, warehouse: Warehouse, changes: dict[str, Any], reason: str
) -> None:
    listed = [make_release(1), make_release(2, **changes)]
    report = read(written(tmp_path / "r.json", listed), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {reason: 1})
    assert (size(warehouse.notices()), size(warehouse.awards())) == (1, 0)


def test_contact_points_are_stored_nowhere(tmp_path: Path, warehouse: Warehouse) -> None:
    read(written(tmp_path / "r.json", [make_awarded(), make_release(2, tender=7)]), into=warehouse)
    stored = [path.read_bytes() for path in warehouse.path.rglob("*") if path.is_file()]
    assert len(stored) > 2
    assert not [one for one in stored if b"Jordan" in one or b"roe@" in one]


@pytest.mark.parametrize(
    "tender",
    [{"id": "T", "title": "\ud800 half a letter"}, {"id": "T", "numberOfTenderers": 10**30}],
)
def test_what_no_table_can_hold_is_not_stored(
    tmp_path: Path, warehouse: Warehouse, tender: dict[str, Any]
) -> None:
    report = read(written(tmp_path / "r.json", [make_awarded(tender=tender)]), into=warehouse)
    assert report.rows_kept == 1
    assert records(warehouse.awards())[0]["bids"] is None


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
fields = st.sampled_from(["tender", "awards", "buyer", "parties", "contracts", "tag", "id", "date"])


@settings(max_examples=25, deadline=None)
@given(changes=st.dictionaries(fields, junk, max_size=4))
def test_values_of_the_wrong_kind_bring_nothing_down(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("junk")
    path = written(folder / "r.json", [make_awarded(1), make_awarded(2) | changes])
    report = read(path, into=Warehouse(folder / "warehouse"))
    assert (report.rows_in, report.rows_kept + report.rows_set_aside) == (2, 2)


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE) - 1))
def test_a_package_cut_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / "cut.json").write_bytes(WHOLE[:cut])
    try:
        report = read(folder / "cut.json", into=Warehouse(folder / "warehouse"))
    except Unreadable as refusal:
        assert "cut.json" in str(refusal)
        return
    assert report.rows_in == report.rows_kept + report.rows_set_aside <= 4
