"""Contracts that are small one by one, and how many lie just under a threshold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import pytest

from procurement import in_memory, records
from procurement.schema import ibis_schema
from procurement.splitting import AROUND, SPLITS, THRESHOLDS, UNJUDGED, around, splits, unjudged

from .conftest import contracts_of, make_award, make_federal

FIRST = date(2024, 1, 1)


def limits(*rows: dict[str, Any]) -> ibis.Table:
    """One threshold of 1,000 dollars for everything, unless said otherwise."""
    usual = {"threshold": Decimal(1000), "threshold_source": "By-law 1, section 2"}
    return in_memory([usual | row for row in rows or ({},)], ibis_schema(THRESHOLDS))


def made(number: int, amount: int | None, day: int = 0, **changes: Any) -> dict[str, Any]:
    known = None if amount is None else Decimal(amount)
    return make_award(number, amount=known, awarded_on=FIRST + timedelta(day), **changes)


def found(*rows: dict[str, Any], law: ibis.Table | None = None, **how: Any) -> list[dict[str, Any]]:
    return records(splits(contracts_of(*rows), limits() if law is None else law, **how))


def test_small_contracts_above_the_threshold_together_are_a_set() -> None:
    rows = [made(1, 900), made(2, 600, 30, method="non-competitive"), made(3, 300, 89)]
    (split,) = found(*rows)
    assert (split["contracts"], split["direct"], split["days"]) == (3, 1, 90)
    assert split["amount"] == Decimal(900 + 600 + 300)
    assert split["times"] == pytest.approx(1800 / 1000)
    assert (split["nearest"], split["mean_share"]) == (pytest.approx(0.9), pytest.approx(0.6))
    assert split["row_ids"] == [row["row_id"] for row in rows]
    law = ("category", "threshold", "threshold_source")
    assert list(split) == ["buyer", "division", "supplier_key", *law, *SPLITS]


def test_the_threshold_itself_is_allowed_and_a_sum_up_to_it_too() -> None:
    assert found(made(1, 400), made(2, 600, 5)) == []
    (split,) = found(made(1, 1000), made(2, 1, 5))
    assert (split["contracts"], split["nearest"]) == (2, 1.0)


def test_a_contract_above_the_threshold_is_no_part_of_a_set() -> None:
    assert found(made(1, 1001), made(2, 600, 5)) == []


@pytest.mark.parametrize(("day", "sets"), [(29, 1), (30, 0)])
def test_only_contracts_within_the_days_are_put_together(day: int, sets: int) -> None:
    assert len(found(made(1, 600), made(2, 600, day), days=30)) == sets


def test_a_set_inside_an_earlier_one_is_not_shown_again_but_the_next_one_is() -> None:
    split = found(made(1, 600), made(2, 600, 10), made(3, 600, 20), made(4, 600, 45), days=30)
    said = sorted((one["first_on"], one["last_on"], one["contracts"]) for one in split)
    days = {number: FIRST + timedelta(number) for number in (0, 20, 45)}
    assert said == [(days[0], days[20], 3), (days[20], days[45], 2)]


def test_contracts_of_one_day_are_one_set() -> None:
    (split,) = found(made(1, 600), made(2, 600), made(3, 600))
    assert (split["contracts"], split["days"]) == (3, 1)


def test_another_firm_or_division_is_another_set() -> None:
    assert found(made(1, 600), made(2, 600, 1, supplier="Beta")) == []
    assert found(made(1, 600), made(2, 600, 1, division="Parks")) == []
    hidden = {"supplier": "Confidential", "supplier_key": None}
    assert found(made(1, 600, **hidden), made(2, 600, 1, **hidden)) == []


def test_each_category_and_day_has_its_own_threshold() -> None:
    law = limits(
        {"category": "Goods", "until_on": FIRST, "threshold": Decimal(500)},
        {"category": "Goods", "from_on": FIRST + timedelta(1), "threshold": Decimal(700)},
    )
    goods = {"category": "Goods"}
    early = (made(1, 500, 0, **goods), made(2, 500, 0, **goods))
    late = (made(3, 600, 1, **goods), made(4, 600, 1, **goods))
    split = found(*early, *late, made(5, 600, 1, category="Services"), law=law)
    assert {(one["threshold"], one["contracts"]) for one in split} == {
        (Decimal(500), 2),
        (Decimal(700), 2),
    }


def test_the_first_total_is_compared_not_what_amendments_made_of_it() -> None:
    grown = {"awarded_on": FIRST, "amount": Decimal(5000), "original_amount": Decimal(800)}
    (split,) = found(make_federal(1, "A", "0", **grown), make_federal(2, "B", "0", **grown))
    assert split["amount"] == Decimal(1600)


def test_what_cannot_be_looked_at_is_counted() -> None:
    law = limits({"category": "Goods"})
    table = contracts_of(
        made(1, 600, category="Goods"),
        made(2, None),
        made(3, 600, currency="USD"),
        made(4, 600) | {"awarded_on": None},
        made(5, 600, category="Services"),
    )
    (row,) = records(unjudged(table, law))
    assert row == dict(zip(UNJUDGED, (5, 2, 1, 1), strict=True))


def test_contracts_just_under_are_counted_against_those_just_over() -> None:
    rows = [made(1, 901), made(2, 1000, method="non-competitive"), made(3, 950), made(4, 1001)]
    outside = [made(5, 900), made(6, 1101), made(7, None)]
    (band,) = records(around(contracts_of(*rows, *outside), limits()))
    assert (band["under"], band["over"], band["ratio"]) == (3, 1, 3.0)
    assert (band["direct_under"], band["direct_over"]) == (1, 0)
    assert band["row_ids"] == [row["row_id"] for row in rows[:3]]
    assert list(band) == ["category", "threshold", "threshold_source", *AROUND]


def test_with_none_over_there_is_no_ratio() -> None:
    (band,) = records(around(contracts_of(made(1, 950)), limits(), by=("division",)))
    assert (band["division"], band["ratio"]) == ("Corporate Security", None)
    (empty,) = records(around(contracts_of(made(1, 1050)), limits(), width=Decimal("0.05")))
    assert (empty["under"], empty["row_ids"]) == (0, [])
