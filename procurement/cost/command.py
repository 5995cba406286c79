"""`procurement cost ASSUMPTIONS.toml`: in house against contracted, from a form of assumptions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console

from procurement import charts, printing
from procurement.cost.comparison import Comparison, compare
from procurement.cost.reading import Unusable, read_assumptions
from procurement.cost.views import VIEWS

TOLD = ("years", "results", "break-even", "sensitivity")


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("cost", help="a service in house against contracted")
    add = parser.add_argument
    add("file", type=Path, metavar="ASSUMPTIONS.toml", help="the form: see data/examples")
    add("--show", choices=VIEWS, help="one table only (the terminal shows the main four)")
    printing.add_form(parser)
    charts.add_chart(parser)
    parser.set_defaults(command=_cost)


def _cost(asked: argparse.Namespace, errors: Console) -> int:
    if refusal := printing.misuse(asked.format, asked.output) or charts.misuse(asked.chart):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    try:
        found = compare(read_assumptions(asked.file))
    except Unusable as unusable:
        for problem in unusable.problems:
            errors.print(problem, style="bold red", markup=False, highlight=False)
        return 1
    for name in _names(asked):
        view = VIEWS[name]
        shown = view.shown or tuple(view.columns)
        printing.write(
            view.table(found), asked.format, asked.output, columns=shown, title=view.title
        )
    _tell(found, errors)
    if asked.chart:
        charts.write(_drawn(found, asked.language), asked.chart)
    return 0


def _drawn(found: Comparison, language: str) -> charts.Picture:
    said = found.assumptions
    return charts.cost_years(
        VIEWS["years"].table(found),
        VIEWS["sensitivity"].table(found),
        name=said.title,
        currency=said.currency,
        language=language,
    )


def _names(asked: argparse.Namespace) -> tuple[str, ...]:
    """Several tables can only stand below each other on the terminal."""
    if asked.show:
        return (asked.show,)
    return TOLD if asked.format == "table" and not asked.output else TOLD[:1]


def _tell(found: Comparison, errors: Console) -> None:
    said = found.assumptions
    heading = f"{said.title}: {said.currency}, a unit is one {said.unit}, done today {_by(found)}."
    for sentence in (heading, *found.remarks):
        errors.print(sentence, markup=False, highlight=False)


def _by(found: Comparison) -> str:
    held_by = found.assumptions.held_by
    return held_by if held_by.startswith("in ") else f"by a {held_by}"
