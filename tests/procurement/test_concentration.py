"""How few firms have the work: each expected value is the formula written out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pytest

from procurement import in_memory, records
from procurement.concentration import CONCENTRATION, concentration
from procurement.receipts import is_repeated, with_rows

from .conftest import contracts_of, make_award

FIRMS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def won(number: int, firm: str, amount: int | None, **changes: Any) -> dict[str, Any]:
    known = None if amount is None else Decimal(amount)
    return make_award(number, supplier=firm, amount=known, **changes)


def asked(*rows: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
    return records(concentration(contracts_of(*rows), **({"by": ("service",)} | how)))


def test_the_index_is_the_sum_of_the_squared_shares() -> None:
    """The example of the Merger Guidelines: shares of 40, 30, 20 and 10 percent."""
    (found,) = asked(*(won(n, FIRMS[n], size) for n, size in enumerate((40, 30, 20, 10))))
    assert found["value_hhi"] == pytest.approx(40**2 + 30**2 + 20**2 + 10**2)
    assert found["value_hhi_share"] == pytest.approx(0.4**2 + 0.3**2 + 0.2**2 + 0.1**2)
    assert found["value_effective"] == pytest.approx(1 / 0.30)
    assert (found["value_top_1"], found["value_top_4"]) == (pytest.approx(0.4), pytest.approx(1))
    assert (found["largest"], found["suppliers"], found["amount"]) == ("Alpha", 4, Decimal(100))
    assert list(found) == ["service", *CONCENTRATION]


def test_by_count_each_contract_weighs_the_same() -> None:
    rows = [won(n, "Alpha", 1) for n in range(3)] + [won(9, "Beta", 997)]
    (found,) = asked(*rows)
    assert found["count_hhi"] == pytest.approx(75**2 + 25**2)
    assert found["count_effective"] == pytest.approx(1 / (0.75**2 + 0.25**2))
    assert (found["count_top_1"], found["value_top_1"]) == (0.75, pytest.approx(0.997))
    assert found["largest"] == "Beta", "by value, not by count"


def test_the_fifth_firm_is_not_among_the_top_four() -> None:
    (found,) = asked(*(won(n, FIRMS[n], 20) for n in range(5)))
    assert (found["value_top_4"], found["count_top_4"]) == (pytest.approx(0.8), pytest.approx(0.8))


def test_withheld_names_are_kept_apart_and_in_no_share() -> None:
    hidden = {"supplier_key": None}
    (found,) = asked(
        won(1, "Alpha", 60),
        won(2, "Beta", 40),
        won(3, "Confidential", 500, **hidden),
        won(4, "Confidential", None, **hidden),
    )
    assert (found["contracts"], found["suppliers"], found["withheld"]) == (4, 2, 2)
    assert (found["amount"], found["withheld_amount"]) == (Decimal(100), Decimal(500))
    assert found["value_hhi"] == pytest.approx(60**2 + 40**2)
    assert found["count_hhi"] == pytest.approx(50**2 + 50**2)


def test_amounts_not_known_and_of_other_currencies_are_counted_and_not_added() -> None:
    (found,) = asked(
        won(1, "Alpha", 100), won(2, "Beta", None), won(3, "Gamma", 900, currency="USD")
    )
    assert (found["unknown_amounts"], found["amount"]) == (2, Decimal(100))
    assert (found["value_hhi"], found["suppliers"]) == (pytest.approx(10_000), 3)


def test_an_amount_of_nothing_or_less_makes_no_share() -> None:
    (found,) = asked(won(1, "Alpha", 100), won(2, "Alpha", -50), won(3, "Beta", 0))
    assert (found["zero_amounts"], found["amount"]) == (2, Decimal(100))
    assert found["value_hhi"] == pytest.approx(10_000)


def test_without_any_known_amount_there_is_no_index_by_value() -> None:
    (found,) = asked(won(1, "Alpha", None), won(2, "Confidential", 5, supplier_key=None))
    assert (found["amount"], found["value_hhi"], found["largest"]) == (None, None, None)
    assert found["count_hhi"] == pytest.approx(10_000)


def test_work_whose_place_is_not_known_is_counted_but_is_no_market() -> None:
    known, unknown = asked(
        won(1, "Alpha", 200, place="Ward 1"), won(2, "Beta", 100), by=("service", "place")
    )
    assert (known["place"], known["value_hhi"]) == ("Ward 1", pytest.approx(10_000))
    assert (unknown["place"], unknown["contracts"], unknown["count_hhi"]) == (None, 1, None)


def test_by_year_each_year_of_first_award_is_a_market() -> None:
    rows = [won(n, "Alpha", 1, awarded_on=date(2020 + n, 5, 1)) for n in range(2)]
    found = asked(*rows, won(7, "Beta", 1, awarded_on=date(2021, 6, 1)), each_year=True)
    assert {row["year"]: row["count_hhi"] for row in found} == {2020: 10_000, 2021: 5_000}


def test_firms_of_one_group_are_one_when_the_group_is_asked() -> None:
    table = contracts_of(won(1, "Alpha", 50), won(2, "Beta", 50)).mutate(
        group_key=ibis.literal("holding")
    )
    (found,) = records(concentration(table, by=(), firm="group_key"))
    assert (found["suppliers"], found["value_hhi"]) == (1, pytest.approx(10_000))


def test_the_rows_of_what_is_shown_can_be_had() -> None:
    rows = [won(1, "Alpha", 1, place="A"), won(2, "Beta", 1), won(3, "Gamma", 1)]
    table = contracts_of(*rows)
    found = concentration(table, by=("place",))
    unknown = found.filter(found.place.isnull())
    (shown,) = records(with_rows(unknown, table, by=("place",)))
    assert (shown["rows"], shown["row_ids"]) == (2, [rows[1]["row_id"], rows[2]["row_id"]])


def test_a_repeated_row_is_known_by_its_identity() -> None:
    ids = ["federal-history:00ff-2", "federal-history:00ff", "toronto-awards:ab12-11"]
    table = in_memory(({"row_id": one} for one in ids), {"row_id": "string"})
    assert records(table.select(said=is_repeated(table.row_id))) == [
        {"said": True},
        {"said": False},
        {"said": True},
    ]
