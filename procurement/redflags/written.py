"""A compiled release as it is written: only the fields indicators use, decoded straight to them.

Most lines have the types OCDS asks for and are decoded in one step. A line with a wrong type
somewhere is decoded again without types, and what is wrong is left out: a wrong type is as good
as missing, as it is to Cardinal. Ids may be numbers here; indicators pass over those.
"""

from __future__ import annotations

from typing import Any

import msgspec

from procurement.redflags.lines import decoded


class Organisation(msgspec.Struct, gc=False):
    id: str | int | None = None


class Value(msgspec.Struct, gc=False):
    amount: float | None = None
    currency: str | None = None


class Classification(msgspec.Struct, gc=False):
    id: str | int | None = None


class Item(msgspec.Struct, gc=False):
    classification: Classification | None = None


class Bid(msgspec.Struct, gc=False):
    status: str | None = None
    tenderers: list[Organisation] | None = None
    value: Value | None = None
    date: str | None = None


class Bids(msgspec.Struct, gc=False):
    details: list[Bid] | None = None


class Award(msgspec.Struct, gc=False):
    status: str | None = None
    suppliers: list[Organisation] | None = None
    items: list[Item] | None = None


class Period(msgspec.Struct, gc=False, rename="camel"):
    start_date: str | None = None
    end_date: str | None = None


class Tender(msgspec.Struct, gc=False, rename="camel"):
    status: str | None = None
    procurement_method: str | None = None
    procurement_method_details: str | None = None
    procuring_entity: Organisation | None = None
    number_of_tenderers: int | float | None = None
    tender_period: Period | None = None


class Written(msgspec.Struct, gc=False):
    ocid: str | None = None
    buyer: Organisation | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: list[Award] | None = None


_DECODER = msgspec.json.Decoder(Written)


def written(line: bytes) -> Written | None:
    """None for JSON that is no object. Raises NotJSON."""
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        # Either a wrong type or no JSON at all, and then this raises.
        found = decoded(line)
    return _lenient(found) if isinstance(found, dict) else None


def _lenient(found: dict[str, Any]) -> Written:
    bids = _object(found, "bids")
    return Written(
        ocid=_text(found, "ocid"),
        buyer=_organisation(found.get("buyer")),
        tender=_tender(found),
        bids=Bids([_bid(bid) for bid in _objects(bids, "details")]),
        awards=[_award(award) for award in _objects(found, "awards")],
    )


def _tender(found: dict[str, Any]) -> Tender:
    tender = _object(found, "tender")
    period = _object(tender, "tenderPeriod")
    number = tender.get("numberOfTenderers")
    return Tender(
        status=_text(tender, "status"),
        procurement_method=_text(tender, "procurementMethod"),
        procurement_method_details=_text(tender, "procurementMethodDetails"),
        procuring_entity=_organisation(tender.get("procuringEntity")),
        number_of_tenderers=number if type(number) is int else None,
        tender_period=Period(_text(period, "startDate"), _text(period, "endDate")),
    )


def _bid(bid: dict[str, Any]) -> Bid:
    value = _object(bid, "value")
    return Bid(
        status=_text(bid, "status"),
        tenderers=_organisations(bid, "tenderers"),
        value=Value(_amount(value.get("amount")), _text(value, "currency")),
        date=_text(bid, "date"),
    )


def _award(award: dict[str, Any]) -> Award:
    return Award(
        status=_text(award, "status"),
        suppliers=_organisations(award, "suppliers"),
        items=[
            Item(Classification(_text(_object(item, "classification"), "id")))
            for item in _objects(award, "items")
        ],
    )


def _amount(amount: Any) -> float | None:
    if type(amount) is not int and type(amount) is not float:
        return None
    try:
        return float(amount)
    except OverflowError:
        return None


def _organisations(found: dict[str, Any], key: str) -> list[Organisation] | None:
    """As many as there are: whether there is one alone matters."""
    entries = found.get(key)
    return [_organisation(entry) for entry in entries] if isinstance(entries, list) else None


def _organisation(found: Any) -> Organisation:
    return Organisation(_text(found, "id") if isinstance(found, dict) else None)


def _object(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _objects(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = found.get(key)
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def _text(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    return value if isinstance(value, str) else None
