"""Collusion screens over 20,000 tenders of about six bids, groups of three and four included."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ibis

from bench.result import Result, timed
from procurement import records
from procurement.screens import read_bids, tender_screens

TENDERS = 20_000
BIDS = (3, 4, 5, 6, 6, 7, 8, 9)
GROUPING = "DuckDB merely grouping the bids"
PARSING = "Python's csv module merely parsing the file"


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bids.csv"
        write(path)
        parsing = timed(lambda: parse(path))
        reading = timed(lambda: read(path))
        yield Result("20,000 tenders: bids read and sorted out", reading, PARSING, parsing)
        bids = read(path)
        by_tender = bids.group_by("tender")
        grouping = timed(lambda: records(by_tender.agg(bids.bid.min(), bids.bid.mean())))
        screening = timed(lambda: tender_screens(bids).to_pyarrow())
        yield Result("20,000 tenders: all screens", screening, GROUPING, grouping, limit=5)


def write(path: Path) -> None:
    chance = random.Random(20_000)  # noqa: S311 - made-up bids, always the same
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("tender", "bid", "firm"))
        for tender in range(TENDERS):
            for _ in range(chance.choice(BIDS)):
                bid = max(1.0, chance.gauss(100_000, 10_000))
                writer.writerow((f"T{tender}", f"{bid:.2f}", f"F{chance.randrange(400)}"))


def parse(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream))


def read(path: Path) -> ibis.Table:
    return read_bids(path, tender="tender", bid="bid", firm="firm").bids
