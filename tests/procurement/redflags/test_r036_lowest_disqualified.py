"""The lowest submitted bid was disqualified, another valid one has a price, and it is awarded."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Results
from .releases import make_award, make_bid, make_release


def bids(out: float, valid: float | None, *more: Any, **tender: Any) -> Any:
    listed = [make_bid(price=out, status="disqualified"), make_bid(price=valid), *more]
    return make_release("F", bids=listed, awards=[make_award()], **tender)


@pytest.mark.parametrize(
    "release",
    [
        bids(1, 2),
        bids(1, 1),  # of equal ones the first counts, and it is disqualified
        bids(10, 20, make_bid(price=1, status="invited")),
        bids(10, 20, make_bid(price=1, status="withdrawn")),
        bids(10, 20, make_bid(price=1, currency="USD")),
        {**bids(1, 2), "awards": [make_award(), make_award(status="pending")]},
    ],
)
def test_the_process_is_flagged(results: Results, release: Any) -> None:
    assert results(release, ini="[R036]") == {"OCID": {"F": {"R036": 1.0}}}


@pytest.mark.parametrize(
    "release",
    [
        bids(10, 1),
        bids(1, None),
        bids(10, 20, make_bid(price=1, status="pending")),
        {**bids(1, 2), "awards": [make_award(status="pending")]},
        {**bids(1, 2), "awards": []},
        bids(1, 2, status="cancelled"),
        bids(1, 2, procurementMethodDetails="NPC"),
        bids(1, 2, procurementMethodDetails="EXC"),
    ],
)
def test_the_process_is_not_flagged(results: Results, release: Any) -> None:
    ini = (
        "no_price_comparison_procurement_methods = NPC\n"
        "[exclusions]\nprocurement_method_details = Sorteo|EXC\n[R036]"
    )
    assert results(release, ini=ini) == {}


@pytest.mark.parametrize(
    ("details", "only", "never", "is_flagged"),
    [
        ("X", "", "", True), ("X", "Y", "", False), ("X", "", "N", True),
        ("Y", "", "", True), ("Y", "Y", "", True), ("Y", "", "N", True),
        ("N", "", "", True), ("N", "Y", "", False), ("N", "", "N", False),
        ("N", "N", "N", True),
    ],
)  # fmt: skip
def test_where_prices_may_be_compared(
    results: Results, details: str, only: str, never: str, is_flagged: bool
) -> None:
    ini = (
        f"price_comparison_procurement_methods = {only}\n"
        f"no_price_comparison_procurement_methods = {never}\n[R036]"
    )
    found = results(bids(1, 2, procurementMethodDetails=details), ini=ini)
    assert bool(found) is is_flagged


def test_the_main_currency_may_be_first_seen_where_nothing_is_disqualified(
    results: Results,
) -> None:
    cad = make_release("1", bids=[make_bid(price=5)], awards=[make_award()])
    usd = make_release(
        "2",
        bids=[
            make_bid(price=1, status="disqualified", currency="USD"),
            make_bid(price=2, currency="USD"),
        ],
        awards=[make_award()],
    )
    assert results(cad, usd, ini="[R036]") == {}
    assert results(usd, cad, ini="[R036]") == {"OCID": {"2": {"R036": 1.0}}}
