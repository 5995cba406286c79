"""Calls in the warehouse against the words of the services we guard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import ibis

from procurement.matching import DIVISIONS, WATCHLIST, matches
from reclaim.watch.figures.stores import warehouse


class Words(NamedTuple):
    """One term of one service."""

    service: int
    term: str
    kind: str
    language: str


@dataclass(frozen=True)
class Call:
    """A call that names a service, with the words of ours it uses."""

    service: int
    words: tuple[str, ...]
    row: str
    source: str
    document_number: str
    kind: str
    title: str
    division: str
    issued_on: date | None
    closes_on: date | None
    awarded_on: date | None


COLUMNS = ("source", "document_number", "description", "division", "issued_on", "closes_on")


def calls_that_match(terms: Iterable[Words], divisions: dict[int, list[str]]) -> list[Call]:
    """Every current call that names one of the services, in one question to the warehouse."""
    watchlist, places = watchlist_of(terms, divisions)
    calls = warehouse().notices()
    found = matches(calls, watchlist, places)
    kinds = {"kind": ibis.coalesce(calls.notice_type, calls.kind, ibis.literal(""))}
    facts = calls.select("row_id", *COLUMNS, **kinds)
    answer = found.join(facts, "row_id").left_join(awarded(), "document_number")
    columns = ("service", "words", "row_id", "kind", "awarded_on", *COLUMNS)
    return [call(row) for row in answer.select(*columns).to_pyarrow().to_pylist()]


def watchlist_of(terms: Iterable[Words], divisions: dict[int, list[str]]) -> tuple[Any, Any]:
    """The library's two tables. (The division of a service without one is its buyer.)"""
    columns: dict[str, list[Any]] = {name: [] for name in ("service", "term", "kind", "language")}
    for term in terms:
        for name, value in zip(columns, term, strict=True):
            columns[name].append(value)
    pairs = [(service, name) for service, names in divisions.items() for name in names]
    places = {"service": [pair[0] for pair in pairs], "division": [pair[1] for pair in pairs]}
    whole = {"service": "int64"}
    return (
        ibis.memtable(columns, schema=ibis.schema({**WATCHLIST, **whole})),
        ibis.memtable(places, schema=ibis.schema({**DIVISIONS, **whole})),
    )


def awarded() -> ibis.Table:
    """document_number and the first published day of its award."""
    awards = warehouse().awards()
    return (
        awards.filter(awards.document_number.notnull())
        .group_by("document_number")
        .agg(awarded_on=awards.awarded_on.min())
    )


def call(row: dict[str, Any]) -> Call:
    return Call(
        service=row["service"],
        words=tuple(row["words"]),
        row=row["row_id"],
        source=row["source"],
        document_number=row["document_number"] or "",
        kind=row["kind"] or "",
        title=row["description"] or "",
        division=row["division"] or "",
        issued_on=row["issued_on"],
        closes_on=row["closes_on"],
        awarded_on=row["awarded_on"],
    )
