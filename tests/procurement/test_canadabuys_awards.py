"""CanadaBuys awards and contract history. True headers, invented rows: no file of these feeds is
bundled. What the columns mean was taken from the publisher's notes and from public analyses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procurement import Warehouse, detect, read, records
from procurement.contracts import contracts

from .canadabuys import AWARDS, HISTORY, NUMBER, STEP, TOTAL, published

METHOD = "procurementMethod-methodeApprovisionnement-eng"
REASON = "limitedTenderingReason-raisonAppelOffresLimite-eng"
INSTRUMENT = "instrumentType-typeInstrument-eng"


def rows_of(
    tmp_path: Path, warehouse: Warehouse, columns: list[str], *rows: dict[str, str]
) -> list[dict[str, Any]]:
    read(published(tmp_path / "awards.csv", columns, *rows), into=warehouse)
    return records(warehouse.awards().order_by("row_number"))


def one(tmp_path: Path, warehouse: Warehouse, **changes: str) -> dict[str, Any]:
    (row,) = rows_of(tmp_path, warehouse, AWARDS, changes)
    return row


def test_both_feeds_are_known_by_their_columns_in_any_order(tmp_path: Path) -> None:
    assert (len(AWARDS), len(set(AWARDS))) == (80, 80)
    awards = published(tmp_path / "one.csv", AWARDS[::-1], {})
    history = published(tmp_path / "two.csv", HISTORY, {})
    assert [detect(path).source for path in (awards, history)] == [
        "canadabuys-awards",
        "canadabuys-history",
    ]


def test_an_award_is_read_by_its_columns(tmp_path: Path, warehouse: Warehouse) -> None:
    row = one(tmp_path, warehouse)
    assert (row["document_number"], row["contract_id"], row["reference"], row["amendment"]) == (
        "W0125-27",
        "CW1-001",
        "CW1",
        "0",
    )
    assert (row["supplier"], row["supplier_key"]) == ("Ubiqus Ottawa Inc.", "ubiqus ottawa")
    assert (row["starts_on"], row["ends_on"]) == (date(2026, 6, 1), date(2028, 5, 31))
    assert (row["classification"], row["category"]) == ("82111800; 82112000", "Services; Goods")
    assert (row["agreement"], row["place"]) == ("CFTA; WTO-AGP", "National Capital Region (NCR)")
    assert (row["instrument"], row["status"]) == ("Contract", "Active")
    assert (row["method"], row["description"]) == ("competitive", "Translation services")
    assert row["notes"] == []


def test_the_layout_before_2026_has_no_instrument(tmp_path: Path, warehouse: Warehouse) -> None:
    older = [name for name in AWARDS if not name.startswith(("instrument", "amendmentType"))]
    (row,) = rows_of(tmp_path, warehouse, older, {NUMBER: ""})
    assert (row["instrument"], row["amendment_kind"], row["amendment"]) == (None, None, "0")


def test_the_first_row_tells_the_first_award_and_the_others_what_they_add(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    change = {NUMBER: "001", STEP: "281890.29", "amendmentDate-dateModification": "2026-07-01"}
    office = {NUMBER: "002", STEP: "0.00"}
    first, second, third = rows_of(tmp_path, warehouse, HISTORY, {}, change, office)
    assert first["original_amount"] + second["amendment_amount"] == first["amount"]
    assert {row["amount"] for row in (first, second, third)} == {Decimal("8130192.29")}
    assert (first["amendment_amount"], second["original_amount"]) == (None, None)
    assert third["amendment_amount"] == 0
    assert [row["awarded_on"] for row in (first, second, third)] == [
        date(2026, 5, 13),
        date(2026, 7, 1),
        date(2026, 5, 13),
    ]


def test_a_contract_and_its_amendments_are_one_contract(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    rows_of(tmp_path, warehouse, HISTORY, {}, {NUMBER: "001"}, {NUMBER: "010"})
    (made,) = records(contracts(warehouse.awards(), as_of=date(2026, 12, 1)))
    assert (made["amount"], made["amendments"]) == (Decimal("8130192.29"), 2)


@pytest.mark.parametrize(
    ("total", "step", "amount", "original", "note"),
    [
        ("500.00", "0.00", 500, None, None),
        ("0.00", "400.00", 400, 400, None),
        ("", "400.00", 400, 400, None),
        ("0.00", "0.00", 0, None, "amount_zero"),
        ("", "", None, None, "amount_blank"),
        ("-500", "0.00", -500, None, "amount_negative"),
    ],
)
def test_zero_beside_a_total_tells_nothing(
    tmp_path: Path,
    warehouse: Warehouse,
    total: str,
    step: str,
    amount: int | None,
    original: int | None,
    note: str | None,
) -> None:
    row = one(tmp_path, warehouse, **{TOTAL: total, STEP: step})
    assert (row["amount"], row["original_amount"], row["amount_note"]) == (amount, original, note)


@pytest.mark.parametrize(
    ("changes", "is_price"),
    [
        ({INSTRUMENT: "Standing Offer"}, False),
        ({INSTRUMENT: "Supply Arrangement"}, False),
        ({INSTRUMENT: "", "noticeType-avisType-eng": "Request for Standing Offer"}, False),
        ({INSTRUMENT: "Contract against SA"}, True),
        ({INSTRUMENT: "", "noticeType-avisType-eng": "RFP against Supply Arrangement"}, True),
    ],
)
def test_the_ceiling_of_an_arrangement_is_no_price(
    tmp_path: Path, warehouse: Warehouse, changes: dict[str, str], is_price: bool
) -> None:
    row = one(tmp_path, warehouse, **changes)
    assert (row["amount"] is not None) == is_price
    assert ("amount_ceiling" in row["notes"]) != is_price


@pytest.mark.parametrize(
    ("published_as", "method"),
    [
        ("Competitive - Open bidding", "competitive"),
        ("Competitive (open bidding)", "competitive"),
        ("Open Bidding", "competitive"),
        ("Traditional Non-Competitive", "non-competitive"),
        ("Non-competitive", "non-competitive"),
        ("Advance contract award notice", "non-competitive"),
        ("", None),
        ("Other", None),
    ],
)
def test_the_method_is_told_by_the_words(
    tmp_path: Path, warehouse: Warehouse, published_as: str, method: str | None
) -> None:
    assert one(tmp_path, warehouse, **{METHOD: published_as})["method"] == method


@pytest.mark.parametrize(
    ("words", "reason", "kind"),
    [
        ("*Exclusive Rights", "Exclusive Rights", "exclusive rights"),
        (
            "*Prototype Purchase\n*Extreme Urgency",
            "Prototype Purchase; Extreme Urgency",
            "emergency",
        ),
        (
            "*Additional Deliveries (formerly Interchangeable Parts)",
            "Additional Deliveries (formerly Interchangeable Parts)",
            "compatibility",
        ),
        ("*None", None, None),
        ("", None, None),
    ],
)
def test_the_reason_has_its_kind(
    tmp_path: Path, warehouse: Warehouse, words: str, reason: str | None, kind: str | None
) -> None:
    row = one(tmp_path, warehouse, **{REASON: words})
    assert (row["reason"], row["reason_kind"]) == (reason, kind)


def test_other_names_stand_beside_the_legal_one(tmp_path: Path, warehouse: Warehouse) -> None:
    names = {
        "supplierOperatingName-nomCommercialFournisseur-eng": "Ubiqus",
        "supplierStandardizedName-nomNormaliseFournisseur-eng": "Societe Gamma Inc",
    }
    legal = "supplierLegalName-nomLegalFournisseur-eng"
    named, unnamed = rows_of(tmp_path, warehouse, HISTORY, names, names | {legal: ""})
    assert (named["supplier"], named["also_named"]) == (
        "Ubiqus Ottawa Inc.",
        "Ubiqus; Societe Gamma Inc",
    )
    assert (unnamed["supplier"], unnamed["also_named"]) == ("Ubiqus", "Societe Gamma Inc")


def test_a_cancelled_contract_is_ended(tmp_path: Path, warehouse: Warehouse) -> None:
    ended = {NUMBER: "002", "contractStatus-statutContrat-eng": "Terminated"}
    rows = rows_of(tmp_path, warehouse, HISTORY, {}, ended)
    assert [row["amendment"] for row in rows] == ["0", "T2"]
    (made,) = records(contracts(warehouse.awards(), as_of=date(2026, 12, 1)))
    assert made["is_ended"]


def test_a_contract_without_a_number_is_known_by_its_reference(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    row = one(tmp_path, warehouse, **{"contractNumber-numeroContrat": ""})
    assert row["contract_id"] == "CW1"


def test_the_term_is_read_from_the_text_only_where_no_day_is_published(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    blank = dict.fromkeys(
        ("contractStartDate-contratDateDebut", "contractEndDate-dateFinContrat"), ""
    )
    text = "Guards from October 1, 2026 to September 30, 2027. Call Jordan Roe, 613-555-0100."
    row = one(tmp_path, warehouse, **blank, **{"awardDescription-descriptionAttribution-eng": text})
    assert (row["ends_on"], row["term_source"]) == (date(2027, 9, 30), "text")
    assert row["description"] == "Translation services"


def test_no_contact_of_a_buyer_is_stored(tmp_path: Path, warehouse: Warehouse) -> None:
    one(tmp_path, warehouse)
    stored = [path.read_bytes() for path in warehouse.path.rglob("*") if path.is_file()]
    assert stored
    assert not [content for content in stored if b"Jordan" in content or b"K1A 0A0" in content]


def test_dollars_of_another_country_keep_their_currency(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    assert (
        one(tmp_path, warehouse, **{"contractCurrency-contratMonnaie": "USD"})["currency"] == "USD"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({TOTAL: "1,2,3"}, "unreadable_amount"),
        ({"contractEndDate-dateFinContrat": "soon"}, "unreadable_date"),
        (
            dict.fromkeys(
                (
                    "referenceNumber-numeroReference",
                    "solicitationNumber-numeroSollicitation",
                    "contractNumber-numeroContrat",
                    "supplierLegalName-nomLegalFournisseur-eng",
                ),
                "",
            ),
            "no_supplier_no_document",
        ),
    ],
)
def test_an_award_that_can_not_be_read_is_set_aside(
    tmp_path: Path, warehouse: Warehouse, changes: dict[str, str], reason: str
) -> None:
    report = read(published(tmp_path / "a.csv", AWARDS, changes, {}), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {reason: 1})
