"""How long each firm held the work, and how often it changed hands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from procurement import records
from procurement.flips import flips
from procurement.tenure import CHANGES, TENURE, changes, tenure

from .conftest import contracts_of, make_award

AS_OF = date(2024, 7, 1)
MONTH = 30.4375


def held(number: int, first: date, last: date | None, **changes: Any) -> dict[str, Any]:
    return make_award(number, awarded_on=first, ends_on=last, **changes)


def asked(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(tenure(contracts_of(*rows), as_of=AS_OF))


def test_the_days_of_two_contracts_at_once_count_once() -> None:
    (firm,) = asked(
        held(1, date(2023, 1, 1), date(2023, 12, 31), amount=Decimal(3650)),
        held(2, date(2023, 3, 1), date(2023, 3, 31), amount=Decimal(310)),
        held(3, date(2023, 12, 1), date(2024, 1, 31), amount=None),
    )
    assert firm["months"] == pytest.approx((365 + 31) / MONTH)
    assert (firm["contracts"], firm["since"]) == (3, date(2023, 1, 1))
    assert (firm["until"], firm["unknown_amounts"]) == (date(2024, 1, 31), 1)
    assert firm["amount"] == Decimal(3650 + 310)
    assert firm["monthly"] == pytest.approx(10 * MONTH)
    assert list(firm) == ["service", "buyer", "supplier_key", *TENURE]


def test_a_term_that_runs_on_counts_until_the_day_asked() -> None:
    (firm,) = asked(held(1, date(2024, 6, 1), date(2030, 1, 1)))
    assert (firm["until"], firm["months"]) == (AS_OF, pytest.approx(31 / MONTH))


def test_a_term_not_known_is_counted_and_in_no_month() -> None:
    (firm,) = asked(
        held(1, date(2020, 1, 1), None),
        held(2, date(2021, 1, 1), date(2021, 1, 31)),
        held(3, date(2021, 5, 1), date(2021, 4, 1)),
    )
    assert (firm["unknown_terms"], firm["months"]) == (2, pytest.approx(31 / MONTH))
    (other,) = asked(held(1, date(2020, 1, 1), None))
    assert (other["until"], other["months"], other["monthly"]) == (None, 0.0, None)


def test_the_changes_of_a_service_are_counted() -> None:
    table = contracts_of(
        held(1, date(2022, 1, 1), date(2022, 12, 31), amount=Decimal(365)),
        held(2, date(2023, 1, 1), date(2023, 12, 31), supplier="Beta", amount=Decimal(730)),
        held(3, date(2024, 1, 1), None, supplier="Gamma"),
    )
    (row,) = records(changes(flips(table, as_of=AS_OF)))
    assert (row["flips"], row["follows"], row["whole"], row["maybe_same"]) == (2, 2, 2, 0)
    assert (row["steps"], row["monthly_step"]) == (1, pytest.approx(1.0))
    assert row["months_between"] == pytest.approx(365 / MONTH)
    assert (row["first_on"], row["last_on"]) == (date(2023, 1, 1), date(2024, 1, 1))
    assert len(row["row_ids"]) == 3
    assert list(row) == ["service", "buyer", *CHANGES]
