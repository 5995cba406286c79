"""In house against contracted, worked by hand: a lawyer can check each line.

Every expected number is written as the arithmetic that gives it.
"""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.cost.plan import (
    AVOIDABLE,
    FULL,
    Contract,
    InHouse,
    Plan,
    Position,
    premium,
    present_value,
    spread,
)

CLEANERS = Position("Cleaner", fte=D(10), hours=D(2000), wage=D(25))


def make_plan(in_house: InHouse, contract: Contract, **changes: object) -> Plan:
    """Two years, a thousand units, no inflation, nothing discounted: pass what matters."""
    numbers = {"years": 2, "units": D(1000), "inflation": D(0), "discount_rate": D(0)}
    return Plan(**(numbers | changes), in_house=in_house, contract=contract)  # type: ignore[arg-type]


# -- what workers cost ----------------------------------------------------------------------------


def test_pay_is_workers_times_hours_times_wage() -> None:
    assert CLEANERS.cost(year=0) == 10 * 2000 * 25


def test_the_wage_grows_every_year() -> None:
    position = Position("Cleaner", D(10), D(2000), D(25), wage_growth=D("0.02"))
    assert position.cost(year=2) == 10 * 2000 * (D(25) * D("1.02") * D("1.02"))


def test_premiums_contributions_benefits_and_replacement_stand_on_each_other() -> None:
    position = Position(
        "Cleaner",
        fte=D(10),
        hours=D(2000),
        wage=D(25),
        premiums=D("0.04"),
        contributions=D("0.09"),
        benefits=D("0.11"),
        replacement=D("0.05"),
    )
    pay = 10 * 2000 * D(25)  # 500,000
    with_premiums = pay * D("1.04")  # 520,000
    with_benefits = with_premiums * (1 + D("0.09") + D("0.11"))  # 624,000
    assert position.cost(year=0) == with_benefits * D("1.05") == D(655200)


# -- in house -------------------------------------------------------------------------------------


def test_overhead_that_stays_is_in_the_full_basis_only() -> None:
    in_house = InHouse(
        (CLEANERS,),
        materials=D(40_000),
        equipment=D(10_000),
        supervision=D(20_000),
        overhead_avoidable=D(15_000),
        overhead_allocated=D(55_000),
    )
    plan = make_plan(in_house, Contract(D(1), D(0), D(12)))
    avoidable = 500_000 + 40_000 + 10_000 + 20_000 + 15_000
    assert plan.in_house_costs(AVOIDABLE) == [avoidable] * 2
    assert plan.in_house_costs(FULL) == [avoidable + 55_000] * 2


def test_prices_rise_with_inflation_but_depreciation_does_not() -> None:
    in_house = InHouse((), materials=D(40_000), equipment=D(10_000))
    plan = make_plan(in_house, Contract(D(1), D(0), D(12)), inflation=D("0.03"))
    assert plan.in_house_costs(AVOIDABLE) == [40_000 + 10_000, 40_000 * D("1.03") + 10_000]


def test_bringing_it_back_is_paid_once_and_spread() -> None:
    in_house = InHouse((), repatriation=D(90_000), repatriation_years=3)
    plan = make_plan(in_house, Contract(D(1), D(0), D(12)), years=4)
    assert plan.in_house_costs(AVOIDABLE) == [D(30_000), D(30_000), D(30_000), D(0)]
    assert [spread(D(90_000), 1, year) for year in range(2)] == [D(90_000), D(0)]


# -- contracted -----------------------------------------------------------------------------------


def test_the_price_is_all_that_was_paid_as_twelve_months() -> None:
    contract = Contract(original=D(900_000), amendments=D(180_000), months=D(36))
    assert contract.price(year=0) == (900_000 + 180_000) / D(3) == D(360_000)


def test_the_price_is_indexed_and_monitoring_and_tax_follow_it() -> None:
    contract = Contract(
        D(300_000), D(60_000), D(12), indexation=D("0.05"), monitoring=D("0.10"), tax=D("0.02")
    )
    plan = make_plan(InHouse((CLEANERS,)), contract)
    first, second = plan.contract_costs()
    assert first == 360_000 + 36_000 + 7_200
    assert second == D(378_000) + D(37_800) + D(7_560)


def test_what_the_employer_pays_beside_the_price_is_counted() -> None:
    contract = Contract(
        D(300_000),
        D(0),
        D(12),
        administration=D(12_000),
        retained=D(8_000),
        quality=D(5_000),
        conversion=D(50_000),
        conversion_years=2,
        reversal=D(20_000),
        reversal_years=2,
        asset_proceeds=D(30_000),
    )
    plan = make_plan(InHouse((CLEANERS,)), contract)
    every_year = 300_000 + 12_000 + 8_000 + 5_000 + 50_000 / D(2) + 20_000 / D(2)
    assert plan.contract_costs() == [every_year - 30_000, every_year]


# -- the two beside each other --------------------------------------------------------------------


def test_the_premium_is_how_much_dearer_contracting_is() -> None:
    assert premium(contracted=D(660_000), in_house=D(600_000)) == D("0.1")
    assert premium(contracted=D(540_000), in_house=D(600_000)) == D("-0.1")
    assert premium(contracted=D(1), in_house=D(0)) is None


def test_present_value_is_that_of_a_spreadsheet() -> None:
    assert present_value([D(1100), D(1210)], D("0.10")) == 1100 / D("1.1") + 1210 / D("1.21")
    assert present_value([D(1100), D(1210)], D("0.10")) == 2000
    assert present_value([D(1100), D(1210)], D(0)) == 1100 + 1210


def test_the_gain_is_what_working_in_house_saves_in_present_value() -> None:
    plan = make_plan(
        InHouse((CLEANERS,)), Contract(D(610_000), D(0), D(12)), discount_rate=D("0.10")
    )
    saved = 610_000 - 500_000
    expected = saved / D("1.1") + saved / D("1.1") ** 2
    assert plan.gain(AVOIDABLE).quantize(D("0.01")) == expected.quantize(D("0.01"))


# -- what must hold for any plan ------------------------------------------------------------------

AMOUNTS = st.integers(0, 10**7).map(D)


@given(AMOUNTS, AMOUNTS)
def test_allocated_overhead_never_makes_working_in_house_cheaper(more: D, other: D) -> None:
    in_house = InHouse((CLEANERS,), materials=other, overhead_allocated=more)
    plan = make_plan(in_house, Contract(D(500_000), D(0), D(12)))
    assert plan.gain(FULL) <= plan.gain(AVOIDABLE)


@given(st.integers(1, 20), st.integers(1, 10**7).map(D))
def test_a_cost_paid_once_is_paid_in_whole(over: int, once: D) -> None:
    parts = sum(spread(once, over, year) for year in range(40))
    assert parts == pytest.approx(once)
