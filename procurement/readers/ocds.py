"""Open Contracting releases and records, 1.0 and 1.1, and Québec's SEAO, which publishes them.

A release gives a notice when it tells of a call, an award for each award in it that wasn't
cancelled, and a bid for each bid of the bids extension; a record gives those of its compiled
release, else of what its releases compile to. An award's amount is the total of its contract where that is
published (SEAO: the final total) and the award itself stands in `original_amount`. `limited` may
mean several firms invited or one: its method is not known. Contact points are never stored.
"""

from __future__ import annotations

from datetime import date

from procurement.cleaning import without_contacts
from procurement.errors import SetAside
from procurement.merging import compiled
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.items import parsed
from procurement.readers.ocds_bids import bid_count, bids
from procurement.readers.ocds_fields import (
    Found,
    count_of,
    day_of,
    joined,
    object_of,
    objects,
    text,
    value_of,
)
from procurement.suppliers import supplier_key
from procurement.terms import term_columns
from procurement.upgrading import upgraded

METHODS = {"open": "competitive", "selective": "competitive", "direct": "non-competitive"}
CATEGORIES = {"goods": "Goods", "services": "Services", "works": "Construction"}
CALLS = ("tender", "compiled", "planning")
CHANGES = ("awardUpdate", "contractUpdate", "contractAmendment", "contractTermination")
VOID = ("cancelled", "unsuccessful")
MOST_AWARDS = 10_000  # awards and bids in one release; the largest real one has some hundreds
MOST_PAIRS = 1_000_000  # bids times awards, because each is held against each
MOST_TEXT = 100_000_000  # characters of rows out of one release


def rows(cells: Cells) -> list[tuple[str, Row]]:
    (record,) = cells.values()
    release = _release(parsed(record))
    tender, awards = object_of(release, "tender"), objects(release, "awards")
    shared = _shared(release, tender)
    _refuse_too_many(release, shared)
    method = METHODS.get(text(tender, "procurementMethod") or "")
    offered = [("bids", one) for one in bids(release, shared, method)]
    if not (tender or awards or offered):
        raise SetAside("no_call_no_award")
    call = [("notices", _notice(release, tender, shared))] if _is_call(release) else []
    contracts = _contracts(release)
    made = [
        ("awards", _award(release, one, shared, contracts)) for one in awards if not _is_void(one)
    ]
    return [*call, *made, *offered]


def _refuse_too_many(release: Found, shared: Row) -> None:
    """Each row repeats what is said of the call: a short file could make terabytes of rows."""
    awards = len(objects(release, "awards"))
    offers = len(objects(object_of(release, "bids"), "details"))
    said = sum(len(one) for one in shared.values() if isinstance(one, str))
    rows = awards + offers
    if rows > MOST_AWARDS or rows * said > MOST_TEXT or awards * offers > MOST_PAIRS:
        raise SetAside("too_many_rows", found=rows)


def _release(found: Found) -> Found:
    """A record tells its state compiled; where it doesn't, its releases are merged to it."""
    if "compiledRelease" not in found and "releases" not in found:
        return found
    state = object_of(found, "compiledRelease")
    return state or {"ocid": found.get("ocid")} | compiled(
        map(upgraded, objects(found, "releases"))
    )


def _tags(release: Found) -> list[str]:
    tag = release.get("tag")
    return [str(one) for one in tag] if isinstance(tag, list) else [str(tag)] if tag else []


def _is_call(release: Found) -> bool:
    """An award's release repeats the tender: that is no new call. Nor is a direct contract."""
    tender, tags = object_of(release, "tender"), _tags(release)
    if not tender or tender.get("procurementMethod") == "direct":
        return False
    return not tags or any(tag.startswith(CALLS) for tag in tags)


def _is_void(award: Found) -> bool:
    return award.get("status") in VOID


def _shared(release: Found, tender: Found) -> Row:
    """What a call and its award have in common."""
    said = dict.fromkeys(text(tender, key) for key in ("title", "description"))
    subject = " – ".join(one for one in said if one)
    kinds = [object_of(one, "classification") for one in objects(tender, "items")]
    buyer = object_of(release, "buyer") or object_of(tender, "procuringEntity")
    files = [url for one in objects(tender, "documents") if (url := text(one, "url"))]
    return {
        "document_number": text(tender, "id") or text(release, "ocid"),
        "reference": text(release, "id"),
        "buyer": text(buyer, "name"),
        "division": None,
        "description": without_contacts(subject) or None,
        "classification": joined(kinds, "id"),
        "classification_text": joined(kinds, "description"),
        "category": CATEGORIES.get(text(tender, "mainProcurementCategory") or ""),
        "kind": text(tender, "procurementMethodDetails") or text(tender, "procurementMethod"),
        "place": _place(release, buyer),
        "address": files[0] if files else None,
    }


def _place(release: Found, buyer: Found) -> str | None:
    for party in objects(release, "parties"):
        if party.get("id") == buyer.get("id"):
            where = object_of(party, "address")
            parts = (text(where, "locality"), text(where, "region"))
            return ", ".join(part for part in parts if part) or None
    return None


def _notice(release: Found, tender: Found, shared: Row) -> Row:
    notes: list[str] = []
    noted(shared["description"], "description_blank", notes)
    period = object_of(tender, "tenderPeriod")
    tags = _tags(release)
    is_first = not any(tag in ("tenderUpdate", "tenderAmendment") for tag in tags)
    return {
        **shared,
        **_term(object_of(tender, "contractPeriod"), shared["description"], None),
        "amendment": "0" if is_first else _number(release),
        "status": text(tender, "status"),
        "notice_type": ", ".join(tags) or None,
        "issued_on": day_of(period, "startDate") or day_of(release, "date"),
        "closes_on": day_of(period, "endDate"),
        "notes": notes,
    }


def _award(release: Found, award: Found, shared: Row, contracts: dict[str, Found]) -> Row:
    notes: list[str] = []
    tender = object_of(release, "tender")
    contract = contracts.get(str(text(award, "id")), {})
    supplier = "; ".join(name for one in objects(award, "suppliers") if (name := text(one, "name")))
    key = supplier_key(supplier)
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    awarded_on = day_of(award, "date") or day_of(contract, "dateSigned")
    period = object_of(contract, "period") or object_of(award, "contractPeriod")
    description = shared["description"] or text(award, "title")
    return {
        **shared,
        **_term(period, description, awarded_on),
        **_totals(award, contract, notes),
        **_method(release, tender),
        "contract_id": f"{text(release, 'ocid')}-{award.get('id')}",
        "amendment": _amendment(release),
        "description": noted(description, "description_blank", notes),
        "supplier": supplier or None,
        "supplier_key": key,
        "awarded_on": noted(awarded_on, "date_blank", notes),
        "notes": notes,
    }


def _contracts(release: Found) -> dict[str, Found]:
    """The first contract of each award, by the award's number."""
    listed = reversed(objects(release, "contracts"))
    return {str(text(one, "awardID")): one for one in listed}


def _totals(award: Found, contract: Found, notes: list[str]) -> Row:
    first, last = value_of(award), value_of(contract)
    found = last if last.amount is not None else first
    if found.note:
        notes.append(found.note)
    return {
        "amount": found.amount,
        "currency": found.currency,
        "amount_note": found.note,
        "original_amount": first.amount,
    }


def _method(release: Found, tender: Found) -> Row:
    method = METHODS.get(text(tender, "procurementMethod") or "")
    reason = text(tender, "procurementMethodRationale")
    return {
        "method": method,
        "reason": reason,
        "reason_kind": "other" if reason and method == "non-competitive" else None,
        "bids": count_of(tender, "numberOfTenderers") or bid_count(release),
    }


def _amendment(release: Found) -> str:
    """An update's number is its day, because releases have no numbers; `T` ends the contract."""
    tags = _tags(release)
    if not any(tag in CHANGES for tag in tags):
        return "0"
    return ("T" if "contractTermination" in tags else "") + _number(release)


def _number(release: Found) -> str:
    released_on = day_of(release, "date")
    return released_on.strftime("%Y%m%d") if released_on else "1"


def _term(period: Found, description: str | None, awarded_on: date | None) -> Row:
    starts_on, ends_on = day_of(period, "startDate"), day_of(period, "endDate")
    term = term_columns(description, awarded_on)
    if starts_on or ends_on:
        term |= {"starts_on": starts_on, "ends_on": ends_on}
        term["term_source"] = "published" if ends_on else None
    return term


def _first(cells: Cells) -> Row:
    return rows(cells)[0][1]


def _format(source: str, shape: str) -> Format:
    return Format(source, "notices", (shape,), _first, is_text=True, several=rows)


SEAO = _format("seao", "seao release")
RELEASES = _format("ocds", "ocds release")
RECORDS = _format("ocds", "ocds record")
