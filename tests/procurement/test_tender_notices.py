"""CanadaBuys and the federal pilot: calls as notices, on the real samples."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, read, records

from .conftest import CONTRACTS, ROOT, size

SAMPLES = ROOT / "data" / "samples" / "canadabuys"
CSV = SAMPLES / "canadabuys_sample.csv"
PILOT = CONTRACTS / "pwgsc_tender_notices_2014.json.gz"
WHOLE = CSV.read_bytes()
BASE = {
    "title-titre-eng": "Guards",
    "referenceNumber-numeroReference": "cb-1",
    "amendmentNumber-numeroModification": "002",
    "solicitationNumber-numeroSollicitation": "W0125-27",
    "publicationDate-datePublication": "2026-07-06",
    "tenderClosingDate-appelOffresDateCloture": "2026-07-28T14:00:00",
    "expectedContractStartDate-dateDebutContratPrevue": "2026-10-01",
    "expectedContractEndDate-dateFinContratPrevue": "2027-09-30",
    "procurementCategory-categorieApprovisionnement": "*SRV\n*GD",
    "unspsc": "*92121504",
    "unspscDescription-eng": "*Security guard services",
    "regionsOfDelivery-regionsLivraison-eng": "*Canada\n*Ontario (except NCR)",
    "contractingEntityName-nomEntitContractante-eng": "National Defence",
    "contactInfoName-informationsContactNom": "Jordan Roe",
    "contactInfoPostalcode": "K1A 0A0",
    "tenderDescription-descriptionAppelOffres-eng": "Guards, day and night.",
}


def called(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, BASE)
        writer.writeheader()
        writer.writerows(BASE | row for row in rows)
    return path


def one(tmp_path: Path, warehouse: Warehouse, **changes: str) -> dict[str, Any]:
    read(called(tmp_path / "calls.csv", changes), into=warehouse)
    (row,) = records(warehouse.notices())
    return row


@pytest.mark.parametrize(
    ("file", "source", "rows"),
    [
        (CSV, "canadabuys-tenders", 3),
        (SAMPLES / "notices.json", "canadabuys-tenders", 10),
        (SAMPLES / "notice_heating_systems.json", "canadabuys-tenders", 1),
        (PILOT, "buyandsell-tenders", 5_513),
    ],
)
def test_every_real_notice_is_kept(
    warehouse: Warehouse, file: Path, source: str, rows: int
) -> None:
    report = read(file, into=warehouse)
    assert (report.source, report.rows_in, report.rows_kept) == (source, rows, rows)
    assert report.broken is None
    assert size(warehouse.notices()) == rows


def test_the_pilot_tells_what_is_bought_by_whom_and_until_when(warehouse: Warehouse) -> None:
    read(PILOT, into=warehouse)
    rows = records(warehouse.notices())
    (geese,) = [row for row in rows if row["document_number"] == "PW-14-00627094"]
    assert geese["buyer"] == "Agriculture & Agrifood Canada"
    assert geese["description"] == "Canine Control of the Canada Geese (14-2015)"
    assert (geese["classification"], geese["reference"]) == ("F029", "14-2015")
    assert (geese["issued_on"], geese["closes_on"]) == (date(2014, 3, 25), date(2014, 4, 15))
    codes = Counter((row["classification"], row["classification_text"]) for row in rows)
    assert codes["D302A", "Informatics Professional Services"] == 338
    assert codes["K100A", "Cleaning and Maintenance, Janitorial"] == 59
    assert Counter(row["amendment"] for row in rows) == {"0": 4_291, "1": 1_222}


def test_a_call_is_read_by_its_columns(tmp_path: Path, warehouse: Warehouse) -> None:
    row = one(tmp_path, warehouse)
    assert (row["document_number"], row["reference"], row["amendment"]) == (
        "W0125-27",
        "cb-1",
        "002",
    )
    assert (row["category"], row["place"]) == ("Services; Goods", "Canada; Ontario (except NCR)")
    assert row["classification_text"] == "Security guard services"
    assert (row["starts_on"], row["ends_on"]) == (date(2026, 10, 1), date(2027, 9, 30))
    assert (row["closes_on"], row["term_source"]) == (date(2026, 7, 28), "published")
    assert row["description"] == "Guards – Guards, day and night."


def test_a_blank_amendment_is_the_first_notice(tmp_path: Path, warehouse: Warehouse) -> None:
    row = one(tmp_path, warehouse, **{"amendmentNumber-numeroModification": ""})
    assert row["amendment"] == "0"


def test_no_contact_of_a_buyer_is_stored(tmp_path: Path, warehouse: Warehouse) -> None:
    one(tmp_path, warehouse)
    stored = [path.read_bytes() for path in warehouse.path.rglob("*") if path.is_file()]
    assert stored
    assert not [content for content in stored if b"Jordan" in content or b"K1A 0A0" in content]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tenderClosingDate-appelOffresDateCloture": "soon"}, "unreadable_date"),
        (
            {
                "title-titre-eng": "",
                "referenceNumber-numeroReference": "",
                "solicitationNumber-numeroSollicitation": "",
                "tenderDescription-descriptionAppelOffres-eng": "",
            },
            "no_document_no_description",
        ),
    ],
)
def test_a_call_that_can_not_be_read_is_set_aside(
    tmp_path: Path, warehouse: Warehouse, changes: dict[str, str], reason: str
) -> None:
    report = read(called(tmp_path / "calls.csv", changes, {}), into=warehouse)
    assert (report.rows_kept, report.set_aside) == (1, {reason: 1})


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE)))
def test_a_sample_cut_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / "cut.csv").write_bytes(WHOLE[:cut])
    warehouse = Warehouse(folder / "warehouse")
    try:
        report = read(folder / "cut.csv", into=warehouse)
    except Unreadable as refusal:
        assert "cut.csv" in str(refusal)
        return
    assert report.rows_in == report.rows_kept + report.rows_set_aside
