"""The questions of the command line: what each asks, which columns it shows, in which form."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

import ibis
from rich.console import Console
from rich.table import Table

from procurement.charts import holders_timeline
from procurement.contracts import contracts
from procurement.direct import chains, direct_awards
from procurement.flips import DERIVED, SERVICE, flips, unplaced
from procurement.holders import holders
from procurement.matching import DIVISIONS, WATCHLIST, matches
from procurement.names import mended
from procurement.renewals import known_ends, renewals
from procurement.tables import in_memory, records
from procurement.warehouse import Warehouse

MOST_SHOWN = 40
Ask = Callable[[ibis.Table, date, int, bool], ibis.Table]


@dataclass(frozen=True)
class Question:
    """`columns` are those of the terminal's table; csv and json give all."""

    name: str
    help: str
    ask: Ask
    columns: tuple[str, ...]


def _flips(found: ibis.Table, as_of: date, days: int, has_words: bool) -> ibis.Table:
    return flips(found, as_of=as_of, key=SERVICE if has_words else DERIVED)


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "holders",
            "who was awarded the work, since when, for how much",
            lambda found, as_of, days, has_words: holders(found, as_of=as_of),
            ("supplier", "since", "contracts", "direct", "amount", "unknown_amounts", "ends_on",
             "unknown_ends", "status"),
        ),
        Question(
            "renewals",
            "contracts that end soon",
            lambda found, as_of, days, has_words: renewals(found, as_of=as_of, days=days),
            ("ends_on", "days_left", "supplier", "division", "amount", "document_number"),
        ),
        Question(
            "flips",
            "successive awards of the same work to different firms",
            _flips,
            ("after_on", "before", "after", "succession", "gap_days", "maybe_same"),
        ),
        Question(
            "direct",
            "awards without competition, with the reason",
            lambda found, as_of, days, has_words: direct_awards(found),
            ("first_awarded_on", "supplier", "division", "reason", "amount", "document_number"),
        ),
        Question(
            "chains",
            "repeated direct awards to the same firm",
            lambda found, as_of, days, has_words: chains(direct_awards(found)),
            ("supplier", "division", "awards", "bridging", "first_on", "last_on", "amount"),
        ),
    )
}  # fmt: skip


def chosen(
    warehouse: Warehouse,
    as_of: date,
    words: list[str],
    never: list[str],
    divisions: list[str],
    source: str | None,
) -> ibis.Table:
    """The contracts asked about; words make a service of the terminal's own."""
    awards = mended(warehouse.awards())
    if source:
        awards = awards.filter(awards.source == source)
    service = " / ".join(words or divisions) or "all"
    if words:
        kinds = [(word, "any") for word in words] + [(word, "never") for word in never]
        terms = [{"service": service, "term": term, "kind": kind} for term, kind in kinds]
        inside = in_memory(({"service": service, "division": one} for one in divisions), DIVISIONS)
        found = matches(awards, in_memory(terms, WATCHLIST), inside if divisions else None)
        awards = awards.join(found, "row_id")
    else:
        if divisions:
            awards = awards.filter(awards.division.isin(divisions) | awards.buyer.isin(divisions))
        awards = awards.mutate(service=ibis.literal(service))
    return contracts(awards, as_of=as_of, by=("service",))


def unknown(found: ibis.Table, name: str) -> Iterator[str]:
    """What the answer can't know, in sentences."""
    if name in ("renewals", "holders"):
        for row in records(known_ends(found)):
            if row["unknown"]:
                yield (
                    f"{row['source']}: the end of {row['unknown']:,} of {row['contracts']:,} "
                    "contracts isn't known."
                )
    if name == "flips":
        (row,) = records(unplaced(found, as_of=date.max))
        if row["unplaced"]:
            yield (
                f"{row['unplaced']:,} of {row['contracts']:,} contracts can't stand in a "
                "succession: no supplier or no date."
            )


def chart(found: ibis.Table, as_of: date, language: str) -> str:
    return holders_timeline(found, as_of=as_of, language=language)


def show(answer: ibis.Table, question: Question, form: str, out: TextIO) -> None:
    rows = records(answer)
    if form == "json":
        json.dump(rows, out, ensure_ascii=False, indent=1, default=str)
        out.write("\n")
    elif form == "csv":
        writer = csv.writer(out)
        writer.writerow(answer.columns)
        writer.writerows([_said(row[name]) for name in answer.columns] for row in rows)
    else:
        _print(rows, question, Console(file=out))


def _print(rows: list[dict[str, Any]], question: Question, console: Console) -> None:
    table = Table(title=question.help[:1].upper() + question.help[1:])
    for name in question.columns:
        is_number = name in ("amount", "contracts", "direct", "awards", "days_left", "gap_days")
        table.add_column(name.replace("_", " "), justify="right" if is_number else "left")
    for row in rows[:MOST_SHOWN]:
        table.add_row(*(_said(row[name]) or "not known" for name in question.columns))
    console.print(table)
    if len(rows) > MOST_SHOWN:
        console.print(f"{MOST_SHOWN} of {len(rows):,} rows; --format csv gives all.")


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
