"""The comparison: every year, both bases, present values, and how much each assumption matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from procurement.cost.assumptions import CONTRACTOR, IN_HOUSE, Assumptions
from procurement.cost.plan import AVOIDABLE, BASES, FULL, ZERO, Plan, premium, total

A76_SHARE = Decimal("0.10")
A76_MOST = Decimal(10_000_000)
A76_SOURCE = (
    "OMB Circular A-76 (29 May 2003), Attachment C: the side that would be a change bears the "
    "lesser of 10 % of personnel and $10 million over all years"
)
GFOA_SOURCE = (
    "GFOA, Make or Buy? Using Cost Analysis to Decide Whether to Outsource Public Services: "
    "costs avoided against costs added, several years, present value"
)


@dataclass(frozen=True)
class Year:
    year: int
    in_house_avoidable: Decimal
    in_house_full: Decimal
    contracted: Decimal
    premium_avoidable: Decimal | None
    premium_full: Decimal | None
    unit_in_house_avoidable: Decimal
    unit_in_house_full: Decimal
    unit_contracted: Decimal


@dataclass(frozen=True)
class Swing:
    """What the present gain of working in house becomes when one assumption is low or high."""

    place: str
    basis: str
    gain_low: Decimal
    gain_base: Decimal
    gain_high: Decimal

    @property
    def width(self) -> Decimal:
        return abs(self.gain_high - self.gain_low)


@dataclass(frozen=True)
class Range:
    """The gain with every assumption at its worst, its base and its best for working in house."""

    basis: str
    worst: Decimal
    base: Decimal
    best: Decimal


@dataclass(frozen=True)
class BreakEven:
    """Where both sides cost the same, all else at base; null where no value does that."""

    place: str
    basis: str
    assumed: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class Differential:
    """A-76: totals over all years, full basis, not discounted."""

    personnel: Decimal
    differential: Decimal
    in_house: Decimal
    contracted: Decimal

    @property
    def cheaper(self) -> str:
        return IN_HOUSE if self.in_house <= self.contracted else CONTRACTOR


@dataclass(frozen=True)
class Avoidable:
    """GFOA: present values. `stays` is overhead that is paid either way."""

    in_house_full: Decimal
    stays: Decimal
    in_house_avoidable: Decimal
    contracted: Decimal

    @property
    def gain(self) -> Decimal:
        return self.contracted - self.in_house_avoidable

    @property
    def cheaper(self) -> str:
        return IN_HOUSE if self.gain >= 0 else CONTRACTOR


@dataclass(frozen=True)
class Comparison:
    assumptions: Assumptions
    plan: Plan
    years: tuple[Year, ...]
    whole: Year
    present: Year
    swings: tuple[Swing, ...]
    ranges: tuple[Range, ...]
    break_evens: tuple[BreakEven, ...]
    differential: Differential
    avoidable: Avoidable
    remarks: tuple[str, ...]


def compare(assumptions: Assumptions) -> Comparison:
    """Everything that follows from the assumptions. `whole` adds the years up, `present` in
    today's money (first year discounted by one year); their unit costs are over all units."""
    plan = assumptions.plan()
    swings = tuple(sorted(_swings(assumptions), key=lambda one: (one.basis, -one.width)))
    return Comparison(
        assumptions=assumptions,
        plan=plan,
        years=tuple(_year(assumptions, plan, year) for year in range(plan.years)),
        whole=_sides(0, *_totals(plan), plan.units * plan.years),
        present=_sides(0, *_presents(plan), plan.units * plan.years),
        swings=swings,
        ranges=tuple(_range(assumptions, swings, basis) for basis in BASES),
        break_evens=tuple(_break_evens(assumptions, plan)),
        differential=differential(plan, assumptions.held_by),
        avoidable=_avoidable(plan),
        remarks=tuple(_remarks(assumptions)),
    )


def _year(assumptions: Assumptions, plan: Plan, year: int) -> Year:
    avoidable, full = (total(plan.in_house_lines(year, basis)) for basis in (AVOIDABLE, FULL))
    contracted = total(plan.contract_lines(year))
    return _sides(assumptions.first_year + year, avoidable, full, contracted, plan.units)


def _totals(plan: Plan) -> tuple[Decimal, Decimal, Decimal]:
    avoidable, full = (sum(plan.in_house_costs(basis), ZERO) for basis in (AVOIDABLE, FULL))
    return avoidable, full, sum(plan.contract_costs(), ZERO)


def _presents(plan: Plan) -> tuple[Decimal, Decimal, Decimal]:
    avoidable, full = (plan.present(plan.in_house_costs(basis)) for basis in (AVOIDABLE, FULL))
    return avoidable, full, plan.present(plan.contract_costs())


def _sides(
    year: int, avoidable: Decimal, full: Decimal, contracted: Decimal, units: Decimal
) -> Year:
    return Year(
        year,
        avoidable,
        full,
        contracted,
        premium(contracted, avoidable),
        premium(contracted, full),
        avoidable / units,
        full / units,
        contracted / units,
    )


def _swings(assumptions: Assumptions) -> Iterator[Swing]:
    """One assumption at a time; those without a range don't move anything."""
    base = assumptions.plan()
    for place, estimate in assumptions.estimates.items():
        if estimate.has_range:
            low = assumptions.plan({place: estimate.low})
            high = assumptions.plan({place: estimate.high})
            for basis in BASES:
                gains = (low.gain(basis), base.gain(basis), high.gain(basis))
                yield Swing(place, basis, *gains)


def _range(assumptions: Assumptions, swings: tuple[Swing, ...], basis: str) -> Range:
    """Every assumption at the end that is worse (better) for working in house by itself."""
    worst, best = {}, {}
    for swing in swings:
        if swing.basis == basis:
            estimate = assumptions.estimates[swing.place]
            ends = (estimate.low, estimate.high)
            low_is_worse = swing.gain_low <= swing.gain_high
            worst[swing.place], best[swing.place] = ends if low_is_worse else ends[::-1]
    plans = (assumptions.plan(worst), assumptions.plan(), assumptions.plan(best))
    return Range(basis, *(plan.gain(basis) for plan in plans))


def _break_evens(assumptions: Assumptions, plan: Plan) -> Iterator[BreakEven]:
    """Costs are straight lines in these two: the share of monitoring, and all wages alike."""
    price = plan.present(plan.contract.price(year) for year in range(plan.years))
    personnel = plan.present(plan.in_house.personnel(year) for year in range(plan.years))
    for basis in BASES:
        gain = plan.gain(basis)
        monitoring = plan.contract.monitoring - gain / price if price else None
        yield BreakEven("contract.monitoring", basis, plan.contract.monitoring, monitoring)
        scale = 1 + gain / personnel if personnel else None
        for position in plan.in_house.positions:
            wage = position.wage * scale if scale is not None and scale > 0 else None
            yield BreakEven(f"positions[{position.title}].wage", basis, position.wage, wage)


def differential(plan: Plan, held_by: str) -> Differential:
    """A-76's allowance for the trouble of a change: added to the side that would be one."""
    personnel = sum((plan.in_house.personnel(year) for year in range(plan.years)), ZERO)
    allowance = min(personnel * A76_SHARE, A76_MOST)
    _, in_house, contracted = _totals(plan)
    if held_by == IN_HOUSE:
        contracted += allowance
    else:
        in_house += allowance
    return Differential(personnel, allowance, in_house, contracted)


def _avoidable(plan: Plan) -> Avoidable:
    avoidable, full, contracted = _presents(plan)
    return Avoidable(full, full - avoidable, avoidable, contracted)


def _remarks(assumptions: Assumptions) -> Iterator[str]:
    """What a careful opponent would say of these assumptions."""
    said = assumptions.estimates
    if assumptions.held_by == IN_HOUSE and said["in_house.repatriation"].base:
        yield "The work is in house today: there is nothing to bring back, yet it is counted."
    if assumptions.held_by == CONTRACTOR and said["contract.conversion"].base:
        yield (
            "The work is contracted today: what contracting out cost once is spent, and can't be "
            "saved by bringing it back; it is counted here."
        )
    alone = [place for place, one in said.items() if not one.has_range and not one.none]
    if alone:
        yield f"{len(alone)} of {len(said)} assumptions have no low and high: nothing says how sure."
    for place in ("in_house.overhead_allocated", "contract.monitoring", "contract.amendments"):
        if said[place].none:
            yield f"{place} is taken as nothing: {said[place].none}"
