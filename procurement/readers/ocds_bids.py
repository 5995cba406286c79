"""Bids of a release: the bids extension of the Open Contracting Data Standard.

`bids.details` has a bid each, with its tenderers, status and value; `bids.statistics` only counts.
A bid won when an award in force names it (`relatedBid`), else when it went to one of the bid's
tenderers for one of the bid's lots; it lost when awards in force went to others; without an award
in force nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procurement.errors import SetAside
from procurement.readers.bidders import bidder
from procurement.readers.format import Row
from procurement.readers.ocds_fields import (
    Found,
    count_of,
    day_of,
    joined,
    object_of,
    objects,
    text,
    texts,
    value_of,
)
from procurement.readers.seao_xml_codes import MONEY

NOT_SUBMITTED = ("invited", "withdrawn")
IN_FORCE = (None, "active")


def bids(release: Found, shared: Row, method: str | None) -> Iterator[Row]:
    """A row of BIDS for each of `bids.details`; `shared` is what they have with the call.
    Raises SetAside when the release doesn't say its call, or a price can't be read."""
    tender = object_of(release, "tender")
    call = text(release, "ocid") or shared["document_number"]
    parties = {one.get("id"): one for one in objects(release, "parties") if _is_key(one.get("id"))}
    awards = [one for one in objects(release, "awards") if one.get("status") in IN_FORCE]
    for one in objects(object_of(release, "bids"), "details"):
        if call is None:
            raise SetAside("no_call_number")
        won = [award for award in awards if _went_to(award, one)]
        yield {
            **shared,
            **_who(objects(one, "tenderers"), parties),
            **_offered(one),
            "tender": call,
            "lot": "; ".join(texts(one, "relatedLots")) or None,
            "method": method,
            "status": text(one, "status"),
            "is_winner": bool(won) if awards else None,
            "awarded_amount": _awarded(won),
            "rank": count_of(one, "rank"),
            "submitted_on": day_of(one, "date"),
            "closes_on": day_of(object_of(tender, "tenderPeriod"), "endDate"),
            "published_on": day_of(release, "date"),
        }


def bid_count(release: Found) -> int | None:
    """Bids received: as counted by the publisher, else those listed."""
    found = object_of(release, "bids")
    for one in objects(found, "statistics"):
        if one.get("measure") == "bids" and "relatedLot" not in one:
            return count_of(one, "value")
    listed = [one for one in objects(found, "details") if one.get("status") not in NOT_SUBMITTED]
    return len(listed) or None


def _who(tenderers: list[Found], parties: dict[Any, Found]) -> Row:
    """Several that bid as one stand beside each other; their addresses don't."""
    alone = [_party(one, parties) for one in tenderers]
    numbers = "; ".join(number for one in alone if (number := _number(one)))
    where = object_of(alone[0], "address") if len(alone) == 1 else {}
    keys = ("locality", "region", "postalCode")
    return bidder(joined(alone, "name"), numbers or None, *(text(where, key) for key in keys))


def _party(tenderer: Found, parties: dict[Any, Found]) -> Found:
    key = tenderer.get("id")
    return parties.get(key, {}) | tenderer if _is_key(key) else tenderer


def _is_key(found: object) -> bool:
    return isinstance(found, str | int)


def _number(party: Found) -> str | None:
    details, identifier = object_of(party, "details"), object_of(party, "identifier")
    return (
        text(details, "neq") or text(details, "NEQ") or text(identifier, "id") or text(party, "id")
    )


def _offered(one: Found) -> Row:
    found = value_of(one)
    is_known = found.amount is not None
    return {
        "amount": found.amount,
        "currency": found.currency if is_known else None,
        "unit": MONEY if is_known else None,
        "amount_note": found.note,
        "notes": [found.note] if found.note else [],
    }


def _went_to(award: Found, bid: Found) -> bool:
    named = {*texts(award, "relatedBid"), *texts(award, "relatedBids")}
    if named:
        return text(bid, "id") in named
    lots, asked = set(texts(award, "relatedLots")), set(texts(bid, "relatedLots"))
    if lots and asked and not lots & asked:
        return False
    suppliers = {text(one, "id") or text(one, "name") for one in objects(award, "suppliers")}
    tenderers = {text(one, "id") or text(one, "name") for one in objects(bid, "tenderers")}
    return bool((suppliers & tenderers) - {None})


def _awarded(won: list[Found]) -> Decimal | None:
    """The sum of the awards, when all are known and in one currency."""
    found = [value_of(one) for one in won]
    amounts = [one.amount for one in found if one.amount is not None]
    if not amounts or len(amounts) < len(found) or len({one.currency for one in found}) > 1:
        return None
    return sum(amounts, Decimal(0))
