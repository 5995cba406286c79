"""`procurement screens BIDS.csv --tender COL --bid COL`: a row a tender, and the other tables.

`--warehouse DIR` takes the bids that were read into a warehouse instead.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
from rich.console import Console

from procurement import charts, printing
from procurement.schema import Columns
from procurement.screens.bids import BidFile, read_bids
from procurement.screens.cobidding import EDGES, GROUPS, edges, group_features, groups
from procurement.screens.imhof import (
    CV_AT_MOST,
    MARKS,
    MEETINGS,
    RD_ABOVE,
    ROTATION,
    meetings,
    rotation,
    two_step,
)
from procurement.screens.meaning import METHODS, REASONS, SCREENS
from procurement.screens.missing_bids import DEMAND, MARGINS, demand, margins
from procurement.screens.tenders import MOST_GROUPS, TENDERS, tender_screens
from procurement.screens.warehouse_bids import warehouse_bids
from procurement.warehouse import Warehouse


@dataclass(frozen=True)
class View:
    """One table that can be asked for; `shown` are its columns on the terminal."""

    title: str
    make: Callable[[BidFile, argparse.Namespace], ibis.Table]
    columns: Columns
    shown: tuple[str, ...] = ()
    needs_firm: bool = False


def _tenders(file: BidFile, asked: argparse.Namespace) -> ibis.Table:
    found = tender_screens(file.bids, most_groups=asked.most_groups)
    return two_step(found, cv_at_most=asked.cv_at_most, rd_above=asked.rd_above)


def _meetings(file: BidFile, asked: argparse.Namespace) -> ibis.Table:
    return meetings(file.bids, _tenders(file, asked), at_least=asked.at_least)


def _margins(file: BidFile, asked: argparse.Namespace) -> ibis.Table:
    return margins(file.bids, by_reserve=asked.reserve is not None)


def _groups(file: BidFile, asked: argparse.Namespace) -> ibis.Table:
    met = edges(file.bids)
    return group_features(met, groups(met))


VIEWS = {
    "tenders": View(
        "Collusion screens: measured signals, no verdict",
        _tenders,
        TENDERS | MARKS,
        ("tender", "bids", *SCREENS, "is_marked"),
    ),
    "meetings": View("Firms that meet in marked tenders", _meetings, MEETINGS, needs_firm=True),
    "rotation": View(
        "Every bid between the lowest and the highest",
        lambda file, asked: rotation(file.bids),
        ROTATION,
        needs_firm=True,
    ),
    "demand": View(
        "Share of bids that would win, had each been changed",
        lambda file, asked: demand(file.bids),
        DEMAND,
    ),
    "margins": View("By how much bids were missed or won", _margins, MARGINS),
    "edges": View(
        "Firms that bid together", lambda file, asked: edges(file.bids), EDGES, needs_firm=True
    ),
    "groups": View("Groups of firms that bid together", _groups, GROUPS, needs_firm=True),
}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("screens", help="collusion screens on bids, a row a tender")
    add = parser.add_argument
    add("file", type=Path, metavar="BIDS.csv", nargs="?", help="a row a bid")
    add("--tender", metavar="COL", help="the column that says which call for bids")
    add("--bid", metavar="COL", help="the column of prices")
    add("--firm", metavar="COL", help="the column that says who bids")
    add("--warehouse", type=Path, metavar="DIR", help="instead of a file: bids read into it")
    add("--source", metavar="FEED", help="of the warehouse: bids of one feed (seao-xml)")
    add("--reserve", metavar="COL", help="the column of the buyer's reserve price or estimate")
    add("--show", choices=VIEWS, default="tenders", help="which table (tenders)")
    add("--cv-at-most", type=float, default=CV_AT_MOST, help=f"two steps: CV ({CV_AT_MOST})")
    add("--rd-above", type=float, default=RD_ABOVE, help=f"two steps: RD ({RD_ABOVE:g})")
    add("--at-least", type=int, default=2, help="meetings: marked tenders of a pair (2)")
    add("--most-groups", type=int, default=MOST_GROUPS, help=f"of a tender ({MOST_GROUPS})")
    add("--set-aside", type=Path, metavar="FILE.csv", help="write rows that can't be read there")
    add("--meaning", action="store_true", help="say what each screen measures, and its source")
    printing.add_form(parser)
    charts.add_chart(parser)
    parser.set_defaults(command=_screens)


def _screens(asked: argparse.Namespace, errors: Console) -> int:
    if asked.meaning:
        _explain(Console())
        return 0
    view = VIEWS[asked.show]
    if refusal := _misuse(asked, view) or charts.misuse(asked.chart):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    file = _bids(asked)
    _tell(file, asked, errors)
    shown = view.shown or tuple(view.columns)
    made = view.make(file, asked)
    if not printing.write(made, asked.format, asked.output, columns=shown, title=view.title):
        errors.print(f"There is nothing to show of {asked.show} in these bids.")
    if asked.chart:
        _draw(file, asked)
    return 1 if file.broken or not file.rows_kept else 0


def _draw(file: BidFile, asked: argparse.Namespace) -> None:
    """The bids of each tender beside its screens, whichever table is shown."""
    found = _tenders(file, asked)
    picture = charts.bid_scatter(file.bids, found, source=file.file, language=asked.language)
    charts.write(picture, asked.chart)


def _bids(asked: argparse.Namespace) -> BidFile:
    if asked.warehouse:
        return warehouse_bids(Warehouse(asked.warehouse), asked.source)
    return read_bids(
        asked.file, tender=asked.tender, bid=asked.bid, firm=asked.firm, reserve=asked.reserve
    )


def _misuse(asked: argparse.Namespace, view: View) -> str:
    if asked.warehouse:
        named = (asked.file, asked.tender, asked.bid, asked.firm, asked.reserve)
        if any(named):
            return "Say either a file with its columns or --warehouse DIR, not both."
        return printing.misuse(asked.format, asked.output)
    if asked.source:
        return "--source is a feed of a warehouse: add --warehouse DIR."
    if not (asked.file and asked.tender and asked.bid):
        return "Say which file and columns: procurement screens BIDS.csv --tender COL --bid COL"
    if view.needs_firm and not asked.firm:
        return f"--show {asked.show} needs --firm COL, the column that says who bids."
    return printing.misuse(asked.format, asked.output)


def _tell(file: BidFile, asked: argparse.Namespace, errors: Console) -> None:
    """What the table can't say, on the other stream."""
    errors.print(_counts(file), markup=False, highlight=False)
    if file.zero_bids:
        errors.print(f"{file.zero_bids:,} bids are zero; they are kept.", highlight=False)
    if asked.show in ("tenders", "meetings"):
        errors.print(
            f"“marked”: CV at most {asked.cv_at_most:g} and RD above {asked.rd_above:g}. "
            "A screen says where to look, not what happened; --meaning says what would explain "
            "it innocently.",
            markup=False,
            highlight=False,
        )
    if file.broken:
        errors.print(file.broken, style="bold red", markup=False)
    if asked.set_aside:
        printing.write(file.set_aside, "csv", asked.set_aside)


def _counts(file: BidFile) -> str:
    reasons = ", ".join(f"{code} {count:,}" for code, count in file.reasons.items())
    aside = sum(file.reasons.values())
    told = f"{file.file}: {file.rows_in:,} rows, {file.rows_kept:,} kept, {aside:,} set aside"
    return f"{told} ({reasons})." if reasons else f"{told}."


def _explain(console: Console) -> None:
    for screen in (*SCREENS.values(), *METHODS.values()):
        console.print(screen.title, style="bold", markup=False)
        for label, text in (
            ("formula", screen.formula),
            ("measures", screen.measures),
            ("agreed bids make it", screen.collusion),
            ("innocently explained by", screen.innocent),
            ("needs", f"{screen.needs} bids"),
            ("source", screen.source),
        ):
            console.print(f"  {label}: {text}", markup=False, highlight=False, soft_wrap=True)
    console.print("Why a screen is not computed", style="bold")
    for code, reason in REASONS.items():
        console.print(f"  {code}: {reason}", markup=False, highlight=False, soft_wrap=True)
