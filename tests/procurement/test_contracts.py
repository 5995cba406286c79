"""From published rows to contracts: what is added, what is the last word, what isn't known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from procurement import Warehouse, records
from procurement.contracts import CONTRACTS, contracts
from procurement.names import mended
from procurement.tables import kept

from .conftest import awards_table, make_award, make_federal

LATER = date(2026, 1, 1)


def made(*rows: dict[str, Any], as_of: date = LATER) -> list[dict[str, Any]]:
    table = contracts(awards_table(*rows), as_of=as_of)
    return records(table.order_by("contract_key"))


def test_lots_of_one_document_and_supplier_are_one_contract() -> None:
    rows = [
        make_award(1, document_number="D1", amount=Decimal("100.00")),
        make_award(2, document_number="D1", amount=Decimal("50.50"), supplier="ALPHA LIMITED"),
        make_award(3, document_number="D1", amount=Decimal("9.00"), supplier="Beta Inc"),
    ]
    alpha, beta = made(*rows)
    assert alpha["amount"] == Decimal("100.00") + Decimal("50.50")
    assert (alpha["rows"], alpha["row_ids"]) == (2, [rows[0]["row_id"], rows[1]["row_id"]])
    assert beta["amount"] == Decimal("9.00")


def test_a_row_equal_in_every_cell_is_noted_and_not_added() -> None:
    first = make_award(1)
    again = first | {"row_id": first["row_id"] + "-2", "row_number": 2}
    (found,) = made(first, again)
    assert (found["amount"], found["rows"], found["repeated"]) == (Decimal("100.00"), 2, 1)


def test_an_amount_not_known_is_counted_and_is_not_zero() -> None:
    (part,) = made(
        make_award(1, document_number="D"), make_award(2, document_number="D", amount=None)
    )
    assert (part["amount"], part["unknown_amounts"]) == (Decimal("100.00"), 1)
    (none,) = made(make_award(1, amount=None))
    assert (none["amount"], none["unknown_amounts"]) == (None, 1)


def test_two_currencies_give_no_sum() -> None:
    (found,) = made(
        make_award(1, document_number="D"), make_award(2, document_number="D", currency="USD")
    )
    assert found["amount"] is None


def test_federal_totals_are_not_added_and_the_last_amendment_tells() -> None:
    (found,) = made(
        make_federal(1, "C/001", "0", awarded_on=date(2013, 1, 1), ends_on=date(2013, 12, 31)),
        make_federal(2, "C/001", "2", awarded_on=date(2013, 9, 1), ends_on=date(2015, 12, 31)),
        make_federal(3, "C/001", "10", awarded_on=date(2013, 10, 1), ends_on=date(2016, 12, 31)),
        make_federal(4, "C/001", "S01", awarded_on=date(2013, 1, 1), ends_on=date(2014, 12, 31)),
    )
    assert found["amount"] == Decimal("100.00")
    assert found["original_amount"] is None, "the first total isn't published"
    assert found["ends_on"] == date(2016, 12, 31)
    assert (found["rows"], found["amendments"]) == (4, 3)
    assert (found["first_awarded_on"], found["is_ended"]) == (date(2013, 1, 1), False)


def test_a_federal_row_that_comes_twice_still_has_its_total() -> None:
    first = make_federal(1, "C/001", "0")
    again = first | {"row_id": first["row_id"] + "-2", "row_number": 2}
    (found,) = made(first, again)
    assert (found["amount"], found["repeated"], found["amendments"]) == (Decimal("100.00"), 1, 0)


def test_the_first_total_is_that_of_the_earliest_row_which_publishes_one() -> None:
    (found,) = made(
        make_federal(1, "C", "0", original_amount=None, amount=Decimal(100)),
        make_federal(2, "C", "20192", original_amount=Decimal(90), amount=Decimal(130)),
        make_federal(3, "C", "20193", original_amount=Decimal(130), amount=Decimal(170)),
    )
    assert (found["original_amount"], found["amount"]) == (Decimal(90), Decimal(170))


def test_a_first_total_of_nothing_is_not_known() -> None:
    (found,) = made(make_federal(1, "C", "0", original_amount=Decimal(0)))
    assert (found["original_amount"], found["amount"]) == (None, Decimal("100.00"))


def test_two_currencies_give_no_first_total_either() -> None:
    first = {"original_amount": Decimal(90)}
    (found,) = made(
        make_federal(1, "C", "0", **first), make_federal(2, "C", "1", currency="USD", **first)
    )
    assert (found["original_amount"], found["amount"]) == (None, None)


def test_a_total_is_not_known_when_the_last_row_has_none() -> None:
    (found,) = made(make_federal(1, "C", "0"), make_federal(2, "C", "1", amount=None))
    assert (found["amount"], found["unknown_amounts"]) == (None, 1)


def test_a_t_row_ends_the_contract() -> None:
    (found,) = made(
        make_federal(1, "C/001", "3", ends_on=date(2016, 12, 31)),
        make_federal(2, "C/001", "T01", ends_on=date(2014, 5, 1)),
    )
    assert (found["is_ended"], found["ends_on"]) == (True, date(2014, 5, 1))


def test_the_world_is_seen_from_a_day() -> None:
    rows = [
        make_federal(1, "C/001", "0", awarded_on=date(2013, 1, 1), ends_on=date(2013, 12, 31)),
        make_federal(2, "C/001", "1", awarded_on=date(2013, 9, 1), ends_on=date(2015, 12, 31)),
        make_award(3, awarded_on=None),
    ]
    dated, undated = made(*rows, as_of=date(2013, 6, 1))
    assert dated["ends_on"] == date(2013, 12, 31)
    assert undated["first_awarded_on"] is None, "a row without a date can't be left out"
    assert len(made(*rows, as_of=date(2012, 1, 1))) == 1


def test_withheld_names_of_one_document_are_never_joined_to_another() -> None:
    rows = [make_award(n, supplier="Confidential", supplier_key=None) for n in (1, 2)]
    assert len(made(*rows)) == 2


def test_a_name_cut_in_a_word_is_taken_for_the_only_name_that_goes_on() -> None:
    cut = "WEST EGG GROUP SECURITY SERVIC"
    table = awards_table(
        make_award(1, supplier=cut),
        make_award(2, supplier="The West Egg Group Security Services"),
        make_award(3, supplier="Courtyard by Marriott Edmonton"),
        make_award(4, supplier="Courtyard by Marriott Edmonton West"),
    )
    first, second, third, fourth = records(mended(table).order_by("row_number"))
    assert first["supplier_key"] == second["supplier_key"] == "west egg group security services"
    assert "cut at 30 characters" in first["supplier_reason"]
    assert first["supplier"] == cut, "what was published stays"
    assert third["supplier_key"] != fourth["supplier_key"]
    assert third["supplier_reason"] is None


def test_two_names_that_go_on_are_no_answer() -> None:
    table = awards_table(
        make_award(1, supplier="HUMBER STREET BUILDING MAINTEN"),
        make_award(2, supplier="Humber Street Building Maintenance"),
        make_award(3, supplier="Humber Street Building Maintenance Ontario"),
    )
    found = records(mended(table).order_by("row_number"))
    assert found[0]["supplier_key"] == "humber street building mainten"


def test_the_real_contracts_add_up(real: tuple[Warehouse, Any]) -> None:
    awards = real[0].awards()
    found = records(contracts(awards, as_of=LATER).select("rows", "row_ids", "source"))
    seen = awards.filter(awards.awarded_on.isnull() | (awards.awarded_on <= LATER))
    assert sum(row["rows"] for row in found) == len(records(seen.select("row_id")))
    assert all(len(row["row_ids"]) == row["rows"] for row in found)


def test_federal_totals_never_change_from_row_to_row(real: tuple[Warehouse, Any]) -> None:
    """Why original_amount is null for this feed: 9,033 contracts of several rows, none differs."""
    awards = real[0].awards()
    federal = awards.filter(awards.source == "federal-history")
    by_contract = federal.group_by("contract_id").agg(
        rows=federal.count(), totals=federal.amount.nunique()
    )
    several = records(by_contract.filter(by_contract.rows > 1))
    assert len(several) > 9_000
    assert {row["totals"] for row in several} <= {0, 1}


def test_every_documented_column_is_there() -> None:
    table = contracts(awards_table(make_award(1)), as_of=LATER)
    assert table.columns == tuple(CONTRACTS)


def test_contracts_are_put_together_once_and_kept() -> None:
    table = contracts(awards_table(make_award(1)), as_of=LATER)
    assert records(kept(table)) == records(table)
