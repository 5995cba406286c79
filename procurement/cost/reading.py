"""Assumptions from a TOML file. Everything that is missing or absurd is said at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from procurement.cost.assumptions import (
    CONTRACTOR,
    IN_HOUSE,
    SPREAD,
    Assumptions,
    Estimate,
    Source,
)
from procurement.cost.form import CONTRACT, GENERAL, POSITION, Term, terms
from procurement.cost.form import IN_HOUSE as IN_HOUSE_TERMS

MOST_YEARS = 40
TEXTS = ("title", "currency", "unit")
KNOWN = (*TEXTS, "first_year", "years", "held_by", *GENERAL, "sources", "positions")
KEYS = ("base", "low", "high", "source", "page", "none", "over")
Table = Mapping[str, Any]


class Unusable(ValueError):
    """Assumptions that can't be reckoned with; `problems` are sentences, each naming its place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_assumptions(path: str | Path) -> Assumptions:
    """Raises Unusable: no file, no TOML, or with every problem of its content."""
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
    except OSError:
        raise Unusable([f"There is no readable file at {path}."]) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Unusable([f"{path.name} can't be read as TOML: {error}."]) from None
    return assumptions_from(content)


def assumptions_from(content: Table) -> Assumptions:
    """From the content of the form, as TOML gives it: tables, texts, Decimal, dates."""
    reading = _Reading(content)
    made = reading.run()
    if reading.problems:
        raise Unusable(reading.problems)
    return made


@dataclass
class _Reading:
    content: Table
    problems: list[str] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    def run(self) -> Assumptions:
        self._refuse_unknown("", self.content, (*KNOWN, "in_house", "contract"))
        self.sources = {key: self._source(key, one) for key, one in self._table("sources").items()}
        positions = self._positions()
        places = self._places(positions)
        texts = {name: self._text(name, self.content) for name in TEXTS}
        estimates = {
            place: self._estimate(place, places.get(place), term)
            for place, term in terms(tuple(positions)).items()
        }
        self._refuse_no_price(estimates)
        return Assumptions(
            **texts,
            first_year=self._whole("first_year", 1900, 2200),
            years=self._whole("years", 1, MOST_YEARS),
            held_by=self._held_by(),
            positions=tuple(positions),
            estimates=estimates,
        )

    def _refuse_no_price(self, estimates: Mapping[str, Estimate]) -> None:
        original, more = estimates["contract.original"], estimates["contract.amendments"]
        if original.base > 0 and original.low + more.low <= 0:
            self.problems.append(
                f"contract.amendments of {more.low} leave nothing of contract.original: "
                "is it the change, and not the total?"
            )

    def _places(self, positions: Mapping[str, Table]) -> dict[str, Any]:
        """What the form says of every term, by its place."""
        found = {name: self.content[name] for name in GENERAL if name in self.content}
        for title, position in positions.items():
            place = f"positions[{title}]"
            self._refuse_unknown(place, position, ("title", *POSITION))
            found |= {f"{place}.{name}": position[name] for name in POSITION if name in position}
        for side, known in (("in_house", IN_HOUSE_TERMS), ("contract", CONTRACT)):
            table = self._table(side)
            self._refuse_unknown(side, table, tuple(known))
            found |= {f"{side}.{name}": table[name] for name in known if name in table}
        return found

    def _positions(self) -> dict[str, Table]:
        listed = self.content.get("positions", [])
        if not isinstance(listed, list) or not listed:
            self.problems.append("positions is missing: who would do the work in house?")
            return {}
        found: dict[str, Table] = {}
        for number, position in enumerate(listed, start=1):
            if not isinstance(position, dict):
                self.problems.append(f"positions[{number}] is no table: write [[positions]].")
                continue
            title = self._text("title", position, f"positions[{number}].")
            if title in found:
                self.problems.append(f"positions[{title}] is there twice.")
            found[title or str(number)] = position
        return found

    def _table(self, name: str) -> Table:
        table = self.content.get(name)
        if not isinstance(table, dict):
            self.problems.append(f"[{name}] is missing.")
            return {}
        return table

    def _refuse_unknown(self, place: str, table: Table, known: tuple[str, ...]) -> None:
        for name in table:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                where = f"{place}.{name}" if place else name
                self.problems.append(f"{where} is no term of the form.{hint}")

    def _text(self, name: str, table: Table, place: str = "") -> str:
        text = table.get(name) if isinstance(table, dict) else None
        if not isinstance(text, str) or not text.strip():
            self.problems.append(f"{place}{name} is missing.")
            return ""
        return text.strip()

    def _whole(self, name: str, least: int, most: int) -> int:
        value = self.content.get(name)
        if type(value) is not int or not least <= value <= most:
            said = "is missing" if value is None else f"is {value}"
            self.problems.append(f"{name} {said}: a whole number from {least} to {most}.")
            return least
        return value

    def _held_by(self) -> str:
        said = self.content.get("held_by")
        if said not in (IN_HOUSE, CONTRACTOR):
            self.problems.append(
                f"held_by says who does the work today: “{IN_HOUSE}” or “{CONTRACTOR}”."
            )
        return str(said)

    def _source(self, key: str, table: Any) -> Source:
        place = f"sources.{key}."
        day = table.get("date") if isinstance(table, dict) else None
        if type(day) is not date:
            self.problems.append(f"{place}date is missing: a day as 2026-10-05, without quotes.")
            day = date.min
        page = table.get("page") if isinstance(table, dict) else None
        if page in (None, ""):
            self.problems.append(f"{place}page is missing: where in the document is it?")
        address = str(table.get("address", "")) if isinstance(table, dict) else ""
        return Source(self._text("document", table, place), str(page), day, address)

    def _estimate(self, place: str, said: Any, term: Term) -> Estimate:
        nothing = Estimate.nothing("")
        if said is None:
            why = "Say it, or none = “the reason”." if term.may_be_none else "It is needed."
            self.problems.append(f"{place} is missing ({term.meaning}). {why}")
            return nothing
        if not isinstance(said, dict):
            self.problems.append(f"{place} needs a source: {{ base = {said}, source = “…” }}.")
            return nothing
        self._refuse_unknown(place, said, KEYS)
        if "none" in said:
            return self._none(place, said, term)
        low, base, high = self._range(place, said, term)
        source = self._said_by(place, said)
        return Estimate(base, low, high, source, over=self._over(place, said))

    def _none(self, place: str, said: Table, term: Term) -> Estimate:
        because = str(said["none"]).strip()
        if not because:
            self.problems.append(f"{place} is nothing, but the reason is missing: none = “…”.")
        elif not term.may_be_none:
            self.problems.append(f"{place} can't be nothing ({term.meaning}).")
        elif "base" in said:
            self.problems.append(f"{place} has both a base and none.")
        return Estimate.nothing(because)

    def _range(self, place: str, said: Table, term: Term) -> tuple[Decimal, Decimal, Decimal]:
        base = self._number(f"{place}.base", said.get("base"), term)
        low = self._number(f"{place}.low", said["low"], term) if "low" in said else base
        high = self._number(f"{place}.high", said["high"], term) if "high" in said else base
        if not low <= base <= high:
            self.problems.append(f"{place}: low {low}, base {base}, high {high} are out of order.")
        return low, base, high

    def _number(self, place: str, value: Any, term: Term) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            said = "is missing" if value is None else f"is {value!r}"
            self.problems.append(f"{place} {said}: a number without quotes ({term.meaning}).")
            return Decimal(0)
        number = Decimal(value)
        if not (number.is_finite() and term.least <= number <= term.most):
            self.problems.append(_absurd(place, number, term))
            return Decimal(0)
        return number

    def _said_by(self, place: str, said: Table) -> Source | None:
        """The source named, with the page of this number when it has its own."""
        key = said.get("source")
        source = self.sources.get(key) if isinstance(key, str) else None
        if key is None:
            self.problems.append(f"{place} has no source: name one of [sources].")
        elif source is None:
            self.problems.append(
                f"{place} names the source “{key}”, but there is no [sources.{key}]."
            )
        elif "page" in said:
            return Source(source.document, str(said["page"]), source.date, source.address)
        return source

    def _over(self, place: str, said: Table) -> int:
        over = said.get("over", 1)
        if "over" in said and place not in SPREAD:
            self.problems.append(f"{place} is paid every year: “over” is for what is paid once.")
        elif type(over) is not int or not 1 <= over <= MOST_YEARS:
            self.problems.append(f"{place}.over is {over}: years, from 1 to {MOST_YEARS}.")
            return 1
        return int(over)


def _absurd(place: str, number: Decimal, term: Term) -> str:
    if term.is_share and abs(number) > 1:
        return f"{place} is {number}: a share is written 0.12, not 12 ({term.meaning})."
    return f"{place} is {number}: {term.meaning} lies between {term.least:,f} and {term.most:,f}."
