"""Eleven red flags over 200,000 compiled releases, against json merely parsing the file."""

from __future__ import annotations

import json
import random
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.result import Result, timed
from procurement.redflags import red_flags

RELEASES = 200_000
BASELINE = "the standard json module merely parsing the file"
BID_MONTHS = ("02",) * 99 + ("04",)  # one in a hundred comes late
READ_OF_TENDER = ("procurementMethod", "numberOfTenderers", "tenderPeriod")
Shorten = Callable[[dict[str, Any]], dict[str, Any]]
STATUSES = ("valid", "valid", "valid", "valid", "disqualified", "pending", "withdrawn")


def run() -> Iterator[Result | str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        write_releases(path, RELEASES)
        yield from measured(path, f"{RELEASES:,} releases ({path.stat().st_size >> 20} MiB)")
        write_releases(path, RELEASES, shortened)
        yield from measured(path, f"{RELEASES:,} short releases ({path.stat().st_size >> 20} MiB)")
        yield f"  peak memory by releases: {', '.join(peaks(Path(folder)))}"


def measured(path: Path, what: str) -> Iterator[Result]:
    """With the one core that parsing has, and with the two processes a large file is shared by."""
    parsing = timed(lambda: parse_all(path))
    for workers in (1, 2):
        flagging = timed(lambda workers=workers: red_flags(path, workers=workers))  # type: ignore[misc]
        how = f"eleven red flags over {what}, processes: {workers}"
        yield Result(how, flagging, BASELINE, parsing, limit=2 * parsing)


def parse_all(path: Path) -> None:
    with path.open("rb") as stream:
        for line in stream:
            json.loads(line)


def peaks(folder: Path) -> Iterator[str]:
    """Flat means: ten times the releases of the same buyers and firms need little more, and that
    for the flags themselves."""
    for releases in (5_000, 50_000):
        path = folder / f"{releases}.jsonl"
        write_releases(path, releases)
        tracemalloc.start()
        red_flags(path, workers=1)
        yield f"{releases:,}: {tracemalloc.get_traced_memory()[1] / (1 << 20):.1f} MiB"
        tracemalloc.stop()


def write_releases(path: Path, releases: int, shorten: Shorten = lambda full: full) -> None:
    chance = random.Random(1872)  # noqa: S311, the same file every time
    with path.open("w", encoding="utf-8") as stream:
        for number in range(releases):
            json.dump(shorten(release(number, chance)), stream, separators=(",", ":"))
            stream.write("\n")


def shortened(full: dict[str, Any]) -> dict[str, Any]:
    """Little but what the indicators read: where parsing is quickest and the limit hardest."""
    tender = {key: full["tender"][key] for key in READ_OF_TENDER}
    bids = [
        {"status": bid["status"], "value": bid["value"], "tenderers": _ids(bid["tenderers"])}
        for bid in full["bids"]["details"]
    ]
    [award] = full["awards"]
    return {
        "ocid": full["ocid"],
        "buyer": {"id": full["buyer"]["id"]},
        "tender": tender,
        "bids": {"details": bids},
        "awards": [{"status": award["status"], "suppliers": _ids(award["suppliers"])}],
    }


def _ids(organizations: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"id": organization["id"]} for organization in organizations]


def release(number: int, chance: random.Random) -> dict[str, Any]:
    """One tender of one of 300 buyers, with up to seven bids of 1,000 firms, and its award."""
    buyer = organization(f"CA-BUY-{chance.randrange(300)}")
    bids = [bid(place, chance) for place in range(chance.choice((1, 1, 2, 3, 3, 4, 5, 7)))]
    opened = chance.randrange(1, 28)
    tender = {
        "id": f"T-{number}",
        "title": f"Cleaning of public building {number}, with windows and snow removal",
        "description": "Daily cleaning of offices, halls and washrooms for three years. " * 3,
        "status": "complete",
        "procurementMethod": chance.choice(("open", "open", "selective", "limited")),
        "procurementMethodDetails": chance.choice(("Request for tenders", "Invitation", "Urgent")),
        "procuringEntity": buyer,
        "numberOfTenderers": len(bids),
        "tenderPeriod": {
            "startDate": f"2026-02-{opened:02d}T09:00:00-05:00",
            "endDate": f"2026-03-{opened:02d}T16:00:00-05:00",
        },
        "items": [item(place, chance) for place in range(2)],
    }
    return {
        "ocid": f"ocds-bench1-{number}",
        "id": f"{number}-2026-04-01",
        "date": "2026-04-01T00:00:00Z",
        "tag": ["compiled"],
        "initiationType": "tender",
        "parties": [{**buyer, "roles": ["buyer", "procuringEntity"]}],
        "buyer": buyer,
        "tender": tender,
        "bids": {"details": bids},
        "awards": [award(number, bids, chance)],
    }


def bid(place: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": str(place),
        "date": f"2026-{chance.choice(BID_MONTHS)}-{chance.randrange(1, 29):02d}T10:00:00-05:00",
        "status": chance.choice(STATUSES),
        "tenderers": [organization(f"CA-NEQ-{chance.randrange(1_000)}")],
        "value": {"amount": round(chance.lognormvariate(11, 0.4), 2), "currency": "CAD"},
    }


def award(number: int, bids: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    valid = [one for one in bids if one["status"] == "valid"] or bids
    won = min(valid, key=lambda one: one["value"]["amount"])
    return {
        "id": f"A-{number}",
        "status": chance.choice(("active",) * 9 + ("cancelled",)),
        "date": "2026-03-30T00:00:00Z",
        "value": won["value"],
        "suppliers": won["tenderers"],
        "items": [item(place, chance) for place in range(2)],
    }


def item(place: int, chance: random.Random) -> dict[str, Any]:
    code = f"{chance.choice((76, 72, 92, 90, 50))}{chance.randrange(10**6):06d}"
    return {"id": str(place), "classification": {"scheme": "UNSPSC", "id": code}, "quantity": 1}


def organization(name: str) -> dict[str, str]:
    return {"id": name, "name": f"Organization {name} of somewhere"}
