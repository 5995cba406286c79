"""What all questions of the terminal share: their options, and the rows these choose."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import ibis

from procurement.contracts import contracts
from procurement.matching import DIVISIONS, WATCHLIST, matches
from procurement.names import mended
from procurement.schema import SOURCES
from procurement.tables import in_memory
from procurement.warehouse import Warehouse


def add_options(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--warehouse", type=Path, default=Path("warehouse"), metavar="DIR")
    add("--as-of", type=a_day, default=date.today(), metavar="DATE", help="seen from (today)")
    add("--words", action="append", default=[], help="a term the rows must have; may be repeated")
    add("--never", action="append", default=[], help="a term the rows must not have")
    add("--division", action="append", default=[], help="a division or buyer of the rows")
    add("--source", choices=SOURCES, metavar="FEED", help="one feed only, as toronto-awards")


def a_day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as reason:
        raise ArgumentTypeError(f"“{written}” is no day: write it as 2026-10-05") from reason


def a_number(written: str) -> int:
    """Of days, or rows: whole, 0 or more."""
    if not written.isdecimal() or len(written) > 6:
        raise ArgumentTypeError(f"“{written}” is no whole number from 0 to 999999")
    return int(written)


def an_amount(written: str) -> Decimal:
    """Of money, above 0, with at most two decimals."""
    if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", written) or not Decimal(written):
        raise ArgumentTypeError(
            f"“{written}” is no amount above 0: write it as 121200 or 121200.00"
        )
    return Decimal(written)


class Asked:
    """The options of one question, and the rows they choose. The words make a service of the
    terminal's own; without words its name is the division's, or all."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.as_of: date = options.as_of
        self.warehouse = Warehouse(options.warehouse)

    @property
    def service(self) -> str:
        return " / ".join(self.options.words or self.options.division) or "all"

    @cached_property
    def awards(self) -> ibis.Table:
        """Columns AWARDS, supplier_reason and service."""
        awards = mended(self.warehouse.awards())
        if self.options.source:
            awards = awards.filter(awards.source == self.options.source)
        if self.options.words:
            found = matches(awards, self._watchlist(), self._divisions())
            return awards.join(found, "row_id")
        if self.options.division:
            inside = self.options.division
            awards = awards.filter(awards.division.isin(inside) | awards.buyer.isin(inside))
        return awards.mutate(service=ibis.literal(self.service))

    @cached_property
    def contracts(self) -> ibis.Table:
        """contracts.contracts by service."""
        return contracts(self.awards, as_of=self.as_of, by=("service",))

    @cached_property
    def count(self) -> int:
        """Contracts asked about."""
        return int(self.contracts.count().to_pyarrow().as_py())

    def _watchlist(self) -> ibis.Table:
        kinds = [(word, "any") for word in self.options.words]
        kinds += [(word, "never") for word in self.options.never]
        terms = ({"service": self.service, "term": term, "kind": kind} for term, kind in kinds)
        return in_memory(terms, WATCHLIST)

    def _divisions(self) -> ibis.Table | None:
        if not self.options.division:
            return None
        rows = ({"service": self.service, "division": one} for one in self.options.division)
        return in_memory(rows, DIVISIONS)

    def described(self) -> str:
        """The options that narrow, as they were given; empty when there is none."""
        names = ("words", "never", "division")
        said = [f"--{name} “{one}”" for name in names for one in getattr(self.options, name)]
        source = self.options.source
        return " ".join([*said, *([f"--source {source}"] if source else [])])
