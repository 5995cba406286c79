"""The comparison as tables: one row a year, a line, a result, an assumption ..."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import ibis

from procurement.cost.assumptions import CONTRACTOR, IN_HOUSE
from procurement.cost.comparison import A76_SOURCE, GFOA_SOURCE, Comparison, Year
from procurement.cost.form import CHECKLIST, terms
from procurement.cost.plan import AVOIDABLE, FULL
from procurement.schema import Column, Columns, ibis_schema
from procurement.tables import in_memory

MONEY, SHARE, FINE = "decimal(18, 2)", "decimal(18, 6)", "decimal(24, 6)"
YEARS: Columns = {
    "year": Column("int64", "The year, the first as the form says."),
    "in_house_avoidable": Column(MONEY, "In house, without overhead that would stay anyway."),
    "in_house_full": Column(MONEY, "In house, with allocated overhead."),
    "contracted": Column(MONEY, "Contracted, with everything the employer pays beside the price."),
    "premium_avoidable": Column(SHARE, "(contracted - in house) / in house, avoidable basis."),
    "premium_full": Column(SHARE, "The same, full basis."),
    "unit_in_house_avoidable": Column(FINE, "In house a unit of service, avoidable basis."),
    "unit_in_house_full": Column(FINE, "The same, full basis."),
    "unit_contracted": Column(FINE, "Contracted a unit of service."),
}
LINES: Columns = {
    "year": Column("int64", "The year."),
    "side": Column("string", "in house, or contractor."),
    "line": Column("string", "Which cost."),
    "amount": Column(MONEY, "In the year's money; negative: earned."),
    "is_avoidable": Column("boolean", "False for overhead that stays on both ways."),
}
RESULTS: Columns = {
    "result": Column("string", "What is said."),
    "basis": Column("string", "avoidable or full."),
    "amount": Column(MONEY, "In the currency of the form; null for a share."),
    "share": Column(SHARE, "A share; null for an amount."),
    "lower": Column("string", "Which side costs less, where that is the result."),
    "source": Column("string", "The method."),
}
SWINGS: Columns = {
    "assumption": Column("string", "Its place in the form; ALL: every one at once."),
    "basis": Column("string", "avoidable or full."),
    "low": Column(FINE, "Its low value."),
    "high": Column(FINE, "Its high value."),
    "gain_low": Column(
        MONEY, "Present gain of working in house at low; for ALL: at the worst ends."
    ),
    "gain_base": Column(MONEY, "With everything at base."),
    "gain_high": Column(MONEY, "At high; for ALL: at the best ends."),
}
BREAK_EVENS: Columns = {
    "assumption": Column("string", "Its place in the form."),
    "basis": Column("string", "avoidable or full."),
    "assumed": Column(FINE, "The base."),
    "break_even": Column(
        FINE, "Where both sides cost the same, all wages moved alike; null: nowhere."
    ),
}
HIDDEN: Columns = {
    "cost": Column("string", "A cost comparisons forget."),
    "question": Column("string", "What to ask."),
    "counted_in": Column("array<string>", "Terms of the form where it belongs; empty: none."),
    "status": Column("string", "counted, none (with the reason), or not in the form."),
}
ASSUMPTIONS: Columns = {
    "assumption": Column("string", "Its place in the form."),
    "meaning": Column("string", "What it means."),
    "low": Column(FINE, "Low."),
    "base": Column(FINE, "Base."),
    "high": Column(FINE, "High."),
    "over": Column("int64", "Years over which a cost paid once is spread; 1: one year."),
    "none": Column("string", "Why it is nothing; null when it isn't."),
    "document": Column("string", "Where it is written."),
    "page": Column("string", "On which page."),
    "date": Column("date", "Of which day."),
    "address": Column("string", "Where to find the document."),
}
Rows = Iterator[dict[str, Any]]


def _years(found: Comparison) -> Rows:
    return (vars(year) for year in found.years)


def _lines(found: Comparison) -> Rows:
    for place, year in enumerate(found.years):
        sides = (
            (IN_HOUSE, found.plan.in_house_lines(place, FULL)),
            (CONTRACTOR, found.plan.contract_lines(place)),
        )
        for side, lines in sides:
            for line, amount in lines.items():
                stays = line == "overhead_allocated"
                yield {
                    "year": year.year,
                    "side": side,
                    "line": line,
                    "amount": amount,
                    "is_avoidable": not stays,
                }


def _results(found: Comparison) -> Rows:
    count = len(found.years)
    yield from _both(found.whole, f"over {count} years", "")
    yield from _both(found.present, f"present value of {count} years", GFOA_SOURCE)
    for said, amount in (
        ("GFOA: overhead that stays either way", found.avoidable.stays),
        ("GFOA: what working in house saves", found.avoidable.gain),
    ):
        yield {"result": said, "basis": AVOIDABLE, "amount": amount, "source": GFOA_SOURCE}
    judged = {"result": "GFOA: lower", "basis": AVOIDABLE, "source": GFOA_SOURCE}
    yield judged | {"lower": found.avoidable.cheaper}
    tested = found.differential
    for said, amount in (
        ("A-76: personnel in house", tested.personnel),
        ("A-76: differential for the change", tested.differential),
        ("A-76: in house, as tested", tested.in_house),
        ("A-76: contracted, as tested", tested.contracted),
    ):
        yield {"result": said, "basis": FULL, "amount": amount, "source": A76_SOURCE}
    judged = {"result": "A-76: lower, as tested", "basis": FULL, "source": A76_SOURCE}
    yield judged | {"lower": tested.cheaper}


def _both(sums: Year, when: str, source: str) -> Rows:
    sides = (
        (AVOIDABLE, sums.in_house_avoidable, sums.premium_avoidable, sums.unit_in_house_avoidable),
        (FULL, sums.in_house_full, sums.premium_full, sums.unit_in_house_full),
    )
    for basis, in_house, premium, unit in sides:
        row = {"basis": basis, "source": source or None}
        yield row | {"result": f"in house, {when}", "amount": in_house}
        yield row | {"result": f"contracted, {when}", "amount": sums.contracted}
        yield row | {"result": f"contracting is dearer by, {when}", "share": premium}
        yield row | {"result": f"in house a unit, {when}", "amount": unit}
        yield row | {"result": f"contracted a unit, {when}", "amount": sums.unit_contracted}


def _swings(found: Comparison) -> Rows:
    for swing in found.swings:
        estimate = found.assumptions.estimates[swing.place]
        ends = {"low": estimate.low, "high": estimate.high}
        yield ends | vars(swing) | {"assumption": swing.place}
    for one in found.ranges:
        gains = {"gain_low": one.worst, "gain_base": one.base, "gain_high": one.best}
        yield {"assumption": "ALL", "basis": one.basis} | gains


def _break_evens(found: Comparison) -> Rows:
    for one in found.break_evens:
        yield vars(one) | {"assumption": one.place, "break_even": one.value}


def _hidden(found: Comparison) -> Rows:
    said = found.assumptions.estimates
    for cost in CHECKLIST:
        counted = [place for place in cost.counted_in if not said[place].none]
        reasons = "; ".join(said[place].none for place in cost.counted_in if said[place].none)
        if counted:
            status = f"counted in {', '.join(counted)}"
        else:
            status = f"none: {reasons}" if reasons else "not in the form: say it beside"
        yield {
            "cost": cost.name,
            "question": cost.question,
            "counted_in": list(cost.counted_in),
            "status": status,
        }


def _assumptions(found: Comparison) -> Rows:
    meanings = terms(found.assumptions.positions)
    for place, one in found.assumptions.estimates.items():
        source = one.source
        numbers = {"low": one.low, "base": one.base, "high": one.high, "over": one.over}
        where = {"none": one.none or None, "assumption": place, "meaning": meanings[place].meaning}
        if source:
            where |= {"document": source.document, "page": source.page}
            where |= {"address": source.address or None}
        yield numbers | where | {"date": source.date if source else None}


@dataclass(frozen=True)
class View:
    title: str
    columns: Columns
    rows: Callable[[Comparison], Iterable[dict[str, Any]]]
    shown: tuple[str, ...] = ()

    def table(self, found: Comparison) -> ibis.Table:
        """Rounded here and only here: money to cents, half a cent up."""
        rows = (
            {name: self._cell(name, row.get(name)) for name in self.columns}
            for row in self.rows(found)
        )
        return in_memory(rows, ibis_schema(self.columns))

    def _cell(self, name: str, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        exact = Decimal("0.01") if self.columns[name].type == MONEY else Decimal("0.000001")
        return value.quantize(exact, ROUND_HALF_UP)


VIEWS = {
    "years": View("Cost a year", YEARS, _years),
    "results": View("Results", RESULTS, _results, ("result", "basis", "amount", "share", "lower")),
    "break-even": View("Where both sides cost the same", BREAK_EVENS, _break_evens),
    "sensitivity": View("What working in house saves if one assumption is off", SWINGS, _swings),
    "lines": View("Every line of every year", LINES, _lines),
    "checklist": View(
        "Costs that comparisons forget", HIDDEN, _hidden, ("cost", "question", "status")
    ),
    "assumptions": View(
        "What is assumed, and where it is written",
        ASSUMPTIONS,
        _assumptions,
        ("assumption", "low", "base", "high", "none", "document", "page", "date"),
    ),
}
