"""What is assumed, by whom it is said, and how wrong it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.cost.plan import Contract, InHouse, Plan, Position

SPREAD = {"in_house.repatriation", "contract.conversion", "contract.reversal"}
IN_HOUSE, CONTRACTOR = "in house", "contractor"


@dataclass(frozen=True)
class Source:
    """Where a number is written."""

    document: str
    page: str
    date: date
    address: str = ""

    def __str__(self) -> str:
        return f"{self.document}, p. {self.page}, {self.date.isoformat()}"


@dataclass(frozen=True)
class Estimate:
    """low <= base <= high. `none` is the reason why it is nothing; then there is no source.

    `over` is only for what is paid once: the years over which it is spread.
    """

    base: Decimal
    low: Decimal
    high: Decimal
    source: Source | None = None
    none: str = ""
    over: int = 1

    @classmethod
    def nothing(cls, because: str) -> Estimate:
        zero = Decimal(0)
        return cls(zero, zero, zero, none=because)

    @property
    def has_range(self) -> bool:
        return self.low != self.high

    @property
    def said_by(self) -> str:
        return str(self.source) if self.source else self.none


@dataclass(frozen=True)
class Assumptions:
    """`estimates` by their place in the form: `contract.monitoring`, `positions[Cleaner].wage`."""

    title: str
    currency: str
    first_year: int
    years: int
    held_by: str
    unit: str
    positions: tuple[str, ...]
    estimates: Mapping[str, Estimate]

    def plan(self, changes: Mapping[str, Decimal] | None = None) -> Plan:
        """The numbers: base of every estimate, but for the changes."""
        numbers = {path: estimate.base for path, estimate in self.estimates.items()}
        numbers |= changes or {}
        return Plan(
            years=self.years,
            units=numbers["units"],
            inflation=numbers["inflation"],
            discount_rate=numbers["discount_rate"],
            in_house=self._in_house(numbers),
            contract=Contract(**_named("contract", numbers), **self._years_of("contract")),
        )

    def _in_house(self, numbers: Mapping[str, Decimal]) -> InHouse:
        positions = tuple(
            Position(title, **_named(f"positions[{title}]", numbers)) for title in self.positions
        )
        return InHouse(positions, **_named("in_house", numbers), **self._years_of("in_house"))

    def _years_of(self, side: str) -> dict[str, Any]:
        """Over how many years each cost paid once is spread."""
        once = (path for path in sorted(SPREAD) if path.startswith(f"{side}."))
        return {f"{path.partition('.')[2]}_years": self.estimates[path].over for path in once}


def _named(place: str, numbers: Mapping[str, Decimal]) -> dict[str, Any]:
    start = f"{place}."
    return {path[len(start) :]: one for path, one in numbers.items() if path.startswith(start)}
