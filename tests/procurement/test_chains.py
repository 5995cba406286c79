"""Direct awards that follow one another, broken where the firm was gone for longer than asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from procurement import records
from procurement.direct import chains, direct_awards

from .conftest import contracts_of, make_award


def direct(number: int, first: date | None, last: date | None = None, **changes: Any) -> Any:
    row = {"awarded_on": first, "ends_on": last, "method": "non-competitive"}
    return make_award(number, **{"reason_kind": "bridging"} | row | changes)


def found(*rows: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
    return records(chains(direct_awards(contracts_of(*rows)), **how))


def test_a_chain_breaks_where_an_award_comes_too_long_after_the_last_end() -> None:
    rows = (
        direct(1, date(2020, 1, 1), date(2020, 12, 31)),
        direct(2, date(2021, 3, 1), date(2021, 6, 30), amount=Decimal(50)),
        direct(3, date(2023, 1, 1), date(2023, 1, 31)),
        direct(4, date(2023, 2, 1), reason_kind="emergency"),
    )
    first, second = found(*rows, within=60)
    assert (first["chain"], first["awards"], first["bridging"]) == (1, 2, 2)
    assert first["months"] == pytest.approx((366 + 180) / 30.4375)
    assert (first["amount"], first["longest_gap_days"]) == (Decimal(150), 366 + 59)
    assert (second["chain"], second["first_on"], second["last_on"]) == (
        2,
        date(2023, 1, 1),
        date(2023, 2, 1),
    )
    assert second["longest_gap_days"] == 31, "the gap before a chain is none of its own"


@pytest.mark.parametrize(("within", "awards"), [(60, [2]), (59, [])])
def test_the_days_are_counted_from_the_known_end(within: int, awards: list[int]) -> None:
    rows = (direct(1, date(2021, 1, 1), date(2021, 1, 31)), direct(2, date(2021, 4, 1)))
    assert [one["awards"] for one in found(*rows, within=within)] == awards


def test_without_a_known_end_the_days_are_counted_from_the_award() -> None:
    rows = (direct(1, date(2021, 1, 1)), direct(2, date(2021, 3, 1)))
    assert len(found(*rows, within=31 + 28)) == 1
    assert found(*rows, within=31 + 27) == []


def test_a_long_contract_holds_the_chain_together_over_a_short_one() -> None:
    rows = (
        direct(1, date(2020, 1, 1), date(2022, 12, 31)),
        direct(2, date(2020, 2, 1), date(2020, 2, 28)),
        direct(3, date(2023, 1, 10)),
    )
    (chain,) = found(*rows, within=30)
    assert (chain["awards"], chain["chain"]) == (3, 1)


def test_awards_without_a_date_are_in_no_chain() -> None:
    rows = [direct(n, date(2021, 1, n)) for n in (1, 2)] + [direct(n, None) for n in (3, 4)]
    chain, loose = sorted(found(*rows, within=30), key=lambda one: one["chain"] is None)
    assert (chain["chain"], chain["awards"]) == (1, 2)
    assert (loose["chain"], loose["awards"], loose["months"]) == (None, 2, None)


def test_without_days_all_awards_to_a_firm_are_one_chain() -> None:
    (chain,) = found(direct(1, date(2001, 1, 1)), direct(2, date(2021, 1, 1)))
    assert (chain["chain"], chain["awards"]) == (1, 2)
