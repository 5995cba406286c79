"""The arithmetic: what a service costs in house and contracted, year by year.

Plain numbers in, plain numbers out, all Decimal; `year` counts from 0. Money is in the one
currency of the comparison, of the year in which it is paid; shares are written 0.12, not 12.

Source of the terms: OMB Circular A-76 (lines of the in-house and contract cost estimates); GFOA,
"Make or Buy? Using Cost Analysis to Decide Whether to Outsource Public Services" (what is
avoided, what stays, what contracting adds; several years, discounted, nominal with nominal).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO, ONE, MONTHS = Decimal(0), Decimal(1), 12
FULL, AVOIDABLE = "full", "avoidable"
BASES = (AVOIDABLE, FULL)
Lines = dict[str, Decimal]


@dataclass(frozen=True)
class Position:
    """Workers of one classification. `hours` are those paid a year to one full-time worker."""

    title: str
    fte: Decimal
    hours: Decimal
    wage: Decimal
    wage_growth: Decimal = ZERO
    premiums: Decimal = ZERO
    contributions: Decimal = ZERO
    benefits: Decimal = ZERO
    replacement: Decimal = ZERO

    def cost(self, year: int) -> Decimal:
        """Pay with premiums, then contributions and benefits on it, then who stands in."""
        pay = self.fte * self.hours * self.wage * grown(self.wage_growth, year)
        pay *= ONE + self.premiums
        return pay * (ONE + self.contributions + self.benefits) * (ONE + self.replacement)


@dataclass(frozen=True)
class InHouse:
    """Amounts are of one year; `repatriation` is paid once and spread over its years."""

    positions: tuple[Position, ...]
    materials: Decimal = ZERO
    equipment: Decimal = ZERO
    supervision: Decimal = ZERO
    overhead_avoidable: Decimal = ZERO
    overhead_allocated: Decimal = ZERO
    repatriation: Decimal = ZERO
    repatriation_years: int = 1

    def personnel(self, year: int) -> Decimal:
        return sum((position.cost(year) for position in self.positions), ZERO)

    def lines(self, year: int, inflation: Decimal, basis: str) -> Lines:
        """Prices rise with inflation; depreciation does not: it is of the price once paid."""
        rise = grown(inflation, year)
        found = {
            "personnel": self.personnel(year),
            "materials": self.materials * rise,
            "equipment": self.equipment,
            "supervision": self.supervision * rise,
            "overhead_avoidable": self.overhead_avoidable * rise,
            "repatriation": spread(self.repatriation, self.repatriation_years, year),
        }
        if basis == FULL:
            found["overhead_allocated"] = self.overhead_allocated * rise
        return found


@dataclass(frozen=True)
class Contract:
    """`original` and `amendments` are of the whole contract of `months`; `monitoring` and `tax`
    are shares of the price; the rest are amounts of one year, or paid once and spread."""

    original: Decimal
    amendments: Decimal
    months: Decimal
    indexation: Decimal = ZERO
    monitoring: Decimal = ZERO
    tax: Decimal = ZERO
    administration: Decimal = ZERO
    retained: Decimal = ZERO
    quality: Decimal = ZERO
    conversion: Decimal = ZERO
    conversion_years: int = 1
    reversal: Decimal = ZERO
    reversal_years: int = 1
    asset_proceeds: Decimal = ZERO

    def price(self, year: int) -> Decimal:
        """What was paid, with every amendment, as twelve months, indexed."""
        annual = (self.original + self.amendments) * MONTHS / self.months
        return annual * grown(self.indexation, year)

    def lines(self, year: int, inflation: Decimal) -> Lines:
        price, rise = self.price(year), grown(inflation, year)
        return {
            "price": price,
            "monitoring": price * self.monitoring,
            "tax": price * self.tax,
            "administration": self.administration * rise,
            "retained": self.retained * rise,
            "quality": self.quality * rise,
            "conversion": spread(self.conversion, self.conversion_years, year),
            "reversal": spread(self.reversal, self.reversal_years, year),
            "asset_proceeds": -self.asset_proceeds if year == 0 else ZERO,
        }


@dataclass(frozen=True)
class Plan:
    """One set of numbers for every assumption. `units` are those of the service in a year."""

    years: int
    units: Decimal
    inflation: Decimal
    discount_rate: Decimal
    in_house: InHouse
    contract: Contract

    def in_house_lines(self, year: int, basis: str) -> Lines:
        return self.in_house.lines(year, self.inflation, basis)

    def contract_lines(self, year: int) -> Lines:
        return self.contract.lines(year, self.inflation)

    def in_house_costs(self, basis: str) -> list[Decimal]:
        return [total(self.in_house_lines(year, basis)) for year in range(self.years)]

    def contract_costs(self) -> list[Decimal]:
        return [total(self.contract_lines(year)) for year in range(self.years)]

    def present(self, costs: Iterable[Decimal]) -> Decimal:
        return present_value(costs, self.discount_rate)

    def gain(self, basis: str) -> Decimal:
        """What doing it in house saves, in present value; negative when contracting does."""
        return self.present(self.contract_costs()) - self.present(self.in_house_costs(basis))


def grown(rate: Decimal, year: int) -> Decimal:
    return (ONE + rate) ** year


def spread(once: Decimal, over: int, year: int) -> Decimal:
    """A cost paid once, in equal parts over its years."""
    return once / over if year < over else ZERO


def total(lines: Lines) -> Decimal:
    return sum(lines.values(), ZERO)


def present_value(costs: Iterable[Decimal], rate: Decimal) -> Decimal:
    """As NPV() in a spreadsheet: the first year's cost is discounted by one year."""
    return sum((cost / grown(rate, year) for year, cost in enumerate(costs, start=1)), ZERO)


def premium(contracted: Decimal, in_house: Decimal) -> Decimal | None:
    """By which share contracting is dearer; negative: cheaper. Null when in house costs nothing."""
    return (contracted - in_house) / in_house if in_house > 0 else None
