"""Small compiled releases: name what matters, the rest is absent as it often is in real data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def make_bid(
    *tenderers: str,
    price: float | None = None,
    status: str | None = "valid",
    currency: str | None = "CAD",
    date: str | None = None,
) -> Json:
    bid: Json = {"status": status, "date": date}
    if tenderers:
        bid["tenderers"] = [{"id": tenderer} for tenderer in tenderers]
    if price is not None:
        bid["value"] = {"amount": price, "currency": currency}
    return {key: value for key, value in bid.items() if value is not None}


def make_award(*suppliers: str, status: str | None = "active", codes: tuple[str, ...] = ()) -> Json:
    award: Json = {"status": status, "suppliers": [{"id": supplier} for supplier in suppliers]}
    if codes:
        award["items"] = [{"classification": {"id": code}} for code in codes]
    return {key: value for key, value in award.items() if value is not None}


def make_release(
    ocid: str, *, bids: list[Json] | None = None, awards: list[Json] | None = None, **tender: Any
) -> Json:
    """Names that aren't `buyer` are fields of the tender."""
    release: Json = {"ocid": ocid}
    if (buyer := tender.pop("buyer", None)) is not None:
        release["buyer"] = {"id": buyer}
    if bids is not None:
        release["bids"] = {"details": bids}
    if awards is not None:
        release["awards"] = awards
    if tender:
        release["tender"] = tender
    return release


def make_contest(
    ocid: str,
    won: float = 100,
    lost: float = 110,
    *,
    winner: str = "W",
    loser: str = "L",
    **tender: Any,
) -> Json:
    """A tender with two valid bids, awarded to the first."""
    bids = [make_bid(winner, price=won), make_bid(loser, price=lost)]
    return make_release(ocid, bids=bids, awards=[make_award(winner)], **tender)


def in_file(path: Path, *lines: Json | str | bytes) -> Path:
    """Values become JSON, text and bytes stay as they are."""
    written = [
        line
        if isinstance(line, bytes)
        else (line if isinstance(line, str) else json.dumps(line)).encode()
        for line in lines
    ]
    path.write_bytes(b"".join(line + b"\n" for line in written))
    return path
