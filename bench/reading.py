"""The four bundled files read, cleaned and written, against csv merely parsing them."""

from __future__ import annotations

import csv
import gzip
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.result import Result, timed
from procurement import Warehouse, in_memory, read, records
from procurement.contracts import contracts
from procurement.matching import WATCHLIST, matches
from procurement.names import mended

FILES = sorted(
    path
    for path in (Path(__file__).parents[1] / "data" / "contracts").iterdir()
    if path.name.endswith((".csv", ".csv.gz"))
)
BASELINE = "Python's csv module merely parsing the files"
TERMS = ("security guard", "gardien", "janitorial", "cleaning", "nettoyage", "laundry", "linen",
         "buanderie", "food service", "snow removal", "déneigement", "winter maintenance",
         "litter", "waste collection", "collecte des déchets")  # fmt: skip


def run() -> Iterator[Result]:
    parsing = timed(parse_all)
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(folder)
        first = timed(lambda: read_all(warehouse))
        yield Result("four files read, cleaned and written", first, BASELINE, parsing, limit=8)
        again = timed(lambda: read_all(warehouse))
        yield Result("the same files again", again, BASELINE, parsing)
        screening = timed(lambda: screen(warehouse))
        yield Result("screened for 15 terms", screening, BASELINE, parsing, limit=7)


def parse_all() -> int:
    rows = 0
    for path in FILES:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as stream:
            rows += sum(1 for _ in csv.reader(stream))
    return rows


def read_all(warehouse: Warehouse) -> None:
    for path in FILES:
        read(path, into=warehouse)


def screen(warehouse: Warehouse) -> None:
    terms = [{"service": term, "term": term, "kind": "any"} for term in TERMS]
    watchlist = in_memory(terms, WATCHLIST)
    awards = mended(warehouse.awards())
    found = awards.join(matches(awards, watchlist), "row_id")
    records(contracts(found, as_of=date(2026, 10, 5), by=("service",)))
    records(matches(warehouse.notices(), watchlist))
