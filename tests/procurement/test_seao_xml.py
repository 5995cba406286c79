"""SEAO's XML: calls with every bidder, final amounts, supplements, tied to one contract."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procurement import Warehouse, read, records
from procurement.checking import damages
from procurement.contracts import contracts

from .conftest import size
from .seao_files import BIDDER, LOSER, call, final, supplements, written


def read_in(tmp_path: Path, *records: str, name: str = "Avis.xml", **how: str) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    report = read(written(tmp_path / name, *records, **how), into=warehouse)
    assert report.broken is None
    assert damages(warehouse) == []
    return warehouse


def only_contract(warehouse: Warehouse) -> dict[str, Any]:
    (row,) = records(contracts(warehouse.awards(), as_of=date(2026, 1, 1)))
    return row


def test_a_call_gives_a_notice_an_award_and_every_bid(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    (notice,) = records(warehouse.notices())
    assert (notice["issued_on"], notice["closes_on"]) == (date(2009, 6, 1), date(2009, 6, 25))
    assert (notice["reference"], notice["document_number"]) == ("304462", "EA-0902-02")
    assert (notice["kind"], notice["category"], notice["place"]) == (
        "open call for tenders",
        "Services",
        "Laval",
    )
    (award,) = records(warehouse.awards())
    assert (award["supplier"], award["amount"]) == ("NETTOYAGE ALPHA INC.", Decimal("574250.84"))
    assert (award["method"], award["bids"], award["awarded_on"]) == (
        "competitive",
        2,
        date(2009, 7, 21),
    )
    bids = records(warehouse.bids().order_by("amount"))
    assert [row["bidder_key"] for row in bids] == ["nettoyage alpha", "entretien beta"]
    assert [row["amount"] for row in bids] == [Decimal("574250.84"), Decimal("744504.80")]
    assert [row["is_winner"] for row in bids] == [True, False]
    assert [row["awarded_amount"] for row in bids] == [Decimal("574250.84"), None]
    assert {row["tender"] for row in bids} == {"304462"}
    assert {row["published_on"] for row in bids} == {date(2009, 7, 22)}


def test_a_flag_left_empty_is_not_known(tmp_path: Path) -> None:
    bidders = (BIDDER, LOSER | {"conforme": "0"}, LOSER | {"conforme": "", "adjudicataire": ""})
    warehouse = read_in(tmp_path, call(*bidders))
    found = records(warehouse.bids().order_by("row_id"))
    told = {(row["status"], row["is_compliant"], row["is_winner"]) for row in found}
    assert told == {
        ("valid", True, True),
        ("disqualified", False, False),
        (None, None, None),
    }
    assert {row["is_admissible"] for row in found} == {None}


@pytest.mark.parametrize(
    ("unit", "amount", "currency", "said", "figure"),
    [
        ("0", Decimal("85.50"), "CAD", "money", None),
        ("1", Decimal("85.50"), "CAD", "money", None),
        ("7", Decimal("85.50"), "USD", "money", None),
        ("8", None, None, "percent", "85.500000"),
        ("10", None, None, "per hour", "85.500000"),
        ("11", None, None, "points", "85.500000"),
        ("44", None, None, "44", "85.500000"),
        ("", Decimal("85.50"), "CAD", None, None),
    ],
)
def test_a_figure_in_another_unit_is_no_money(
    tmp_path: Path,
    unit: str,
    amount: Decimal | None,
    currency: str | None,
    said: str | None,
    figure: str | None,
) -> None:
    bid = LOSER | {"montantsoumis": "85.500000", "montantssoumisunite": unit}
    (row,) = records(read_in(tmp_path, call(bid)).bids())
    assert (row["amount"], row["currency"]) == (amount, currency)
    assert (row["unit"], row["figure"]) == (said, figure)
    assert row["notes"] == ([] if amount else ["amount_unit"])


def test_zero_is_how_the_publisher_says_nothing(tmp_path: Path) -> None:
    bid = BIDDER | {"montantsoumis": "0.000000", "montantcontrat": "0.000000"}
    warehouse = read_in(tmp_path, call(bid))
    assert [row["amount"] for row in records(warehouse.bids())] == [None]
    (award,) = records(warehouse.awards())
    assert (award["amount"], award["notes"]) == (None, ["amount_blank"])


def test_where_only_the_total_is_given_it_is_the_amount(tmp_path: Path) -> None:
    bid = BIDDER | {"montantcontrat": "0.000000", "montanttotalcontrat": "900.000000"}
    (award,) = records(read_in(tmp_path, call(bid)).awards())
    assert award["amount"] == Decimal(900)


def test_a_direct_contract_is_no_call(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call(BIDDER, type="9", disposition="13 - 4"))
    assert size(warehouse.notices()) == 0
    (award,) = records(warehouse.awards())
    assert (award["method"], award["reason"]) == ("non-competitive", "13 - 4")


@pytest.mark.parametrize("kind", ["6", "10", "14", "16"])
def test_calls_by_invitation_may_be_to_one_firm_or_several(tmp_path: Path, kind: str) -> None:
    (award,) = records(read_in(tmp_path, call(type=kind)).awards())
    assert award["method"] is None


def test_codes_nobody_knows_are_kept_as_published(tmp_path: Path) -> None:
    (notice,) = records(
        read_in(tmp_path, call(type="99", nature="77", regionlivraison="10")).notices()
    )
    assert (notice["kind"], notice["category"], notice["place"]) == ("99", "77", "10")


def test_two_wins_of_one_firm_in_one_call_are_two_contracts(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call(BIDDER, BIDDER | {"montantcontrat": "1000.000000"}, LOSER))
    made = records(contracts(warehouse.awards(), as_of=date(2026, 1, 1)).order_by("contract_id"))
    assert [row["amount"] for row in made] == [Decimal("574250.84"), Decimal(1000)]


def test_the_final_amount_is_the_contracts_last_and_ends_it(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    read(written(tmp_path / "Contrats.xml", final()), into=warehouse)
    row = only_contract(warehouse)
    assert (row["amount"], row["is_ended"], row["rows"]) == (Decimal(700000), True, 2)
    assert (row["buyer"], row["ends_on"]) == ("Ville de Laval", date(2010, 8, 10))
    assert row["description"] == "Entretien ménager de la caserne"
    assert row["method"] == "competitive"


def test_supplements_are_added_to_the_award_up_to_their_day(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    later = {"datedepense": "2010-03-01", "montantdepense": "60000.500000"}
    read(written(tmp_path / "Depenses.xml", supplements({}, later)), into=warehouse)
    found = records(warehouse.awards().order_by("awarded_on"))
    assert [row["amount"] for row in found] == [
        Decimal("574250.84"),
        Decimal("574250.84") + 100000,
        Decimal("574250.84") + 100000 + Decimal("60000.50"),
    ]
    assert [row["amendment_amount"] for row in found][1:] == [Decimal(100000), Decimal("60000.50")]
    assert found[2]["notes"] == ["total_added"]
    assert only_contract(warehouse)["amount"] == found[2]["amount"]
    assert only_contract(warehouse)["amendments"] == 2
    assert found[2]["description"].startswith("Entretien ménager de la caserne – Dépense")


def test_a_supplement_without_its_award_has_no_total(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, supplements(), name="Depenses.xml")
    (row,) = records(warehouse.awards())
    assert (row["amount"], row["amendment_amount"]) == (None, Decimal(100000))


def test_a_revised_supplement_stands_for_the_first_of_its_day(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    read(written(tmp_path / "Depenses_2010.xml", supplements()), into=warehouse)
    revised = supplements({"montantdepense": "110000.000000"})
    read(written(tmp_path / "DepensesRevisions_2010.xml", revised), into=warehouse)
    assert only_contract(warehouse)["amount"] == Decimal("574250.84") + 110000


def test_a_revision_without_an_amount_takes_the_supplements_back(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    read(written(tmp_path / "Depenses_2010.xml", supplements()), into=warehouse)
    taken = supplements({"datedepense": "2010-02-01", "montantdepense": ""})
    read(written(tmp_path / "DepensesRevisions_2010.xml", taken), into=warehouse)
    assert only_contract(warehouse)["amount"] == Decimal("574250.84")


def test_a_revised_notice_restates_the_award(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    again = call(BIDDER | {"montantcontrat": "600000.000000"}, LOSER)
    read(written(tmp_path / "AvisRevisions.xml", again), into=warehouse)
    assert only_contract(warehouse)["amount"] == Decimal(600000)


def test_a_revision_is_known_by_its_name_in_a_packed_file_too(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    again = written(tmp_path / "a.xml", call(BIDDER | {"montantcontrat": "600000.000000"}))
    with zipfile.ZipFile(tmp_path / "may.zip", "w") as archive:
        archive.write(again, "AvisRevisions_20240501.xml")
    read(tmp_path / "may.zip", into=warehouse)
    amendments = {row["amendment"] for row in records(warehouse.awards())}
    assert amendments == {"0", "V090722"}
    assert only_contract(warehouse)["amount"] == Decimal(600000)


def test_a_persons_address_is_stored_nowhere(tmp_path: Path) -> None:
    person = LOSER | {"nomorganisation": "Jordan Roe", "neq": "2261234567", "ville": "Amqui"}
    nobody = LOSER | {"nomorganisation": "Cleo Poe", "neq": "", "adresse1": "9 rang Double"}
    warehouse = read_in(tmp_path, call(BIDDER, person, nobody))
    bids = {row["bidder"]: row for row in records(warehouse.bids())}
    assert bids["NETTOYAGE ALPHA INC."]["bidder_city"] == "Sainte-Adèle"
    assert bids["NETTOYAGE ALPHA INC."]["bidder_postal_code"] == "J8B2J6"
    assert bids["Jordan Roe"]["bidder_city"] is None
    assert bids["Cleo Poe"]["bidder_postal_code"] is None
    for path in warehouse.path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"Amqui" not in content
        assert b"rang Double" not in content


def test_the_copy_kept_without_addresses_can_be_read_again(tmp_path: Path) -> None:
    person = LOSER | {"nomorganisation": "Jordan Roe", "neq": "2261234567"}
    warehouse = read_in(tmp_path, call(BIDDER, person))
    (copy,) = (warehouse.path / "raw").iterdir()
    again = Warehouse(tmp_path / "again")
    report = read(copy, into=again)
    assert (report.source, report.rows_kept, size(again.bids())) == ("seao-xml", 1, 2)


def test_a_receipt_finds_a_bid(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call())
    row_id = records(warehouse.bids())[0]["row_id"]
    (row,) = records(warehouse.rows([row_id]))
    assert (row["table_name"], row["is_current"]) == ("bids", True)
    assert row["supplier"] in {"NETTOYAGE ALPHA INC.", "ENTRETIEN BÊTA LTÉE"}
    assert row["source_address"].startswith("https://www.donneesquebec.ca")


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    warehouse = read_in(tmp_path, call(), final(), supplements())
    report = read(tmp_path / "Avis.xml", into=warehouse)
    assert (report.new, size(warehouse.awards()), size(warehouse.bids())) == (False, 3, 2)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (call(numeroseao=""), "no_call_number"),
        (final(numeroseao=""), "no_call_number"),
        (final(montantfinal="1,2,3"), "unreadable_amount"),
        (call(dateadjudication="2009-13-40"), "unreadable_date"),
        ("<autre><numeroseao>1</numeroseao></autre>", "no_call_no_award"),
        ("<avis><numeroseao>1</numeroseao><type>9</type></avis>", "no_call_no_award"),
    ],
)
def test_a_record_that_can_not_be_read_is_set_aside(
    tmp_path: Path, record: str, reason: str
) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    report = read(written(tmp_path / "Avis.xml", call(), record), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {reason: 1})
    assert (size(warehouse.bids()), damages(warehouse)) == (2, [])
