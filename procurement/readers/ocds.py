"""Open Contracting releases and records, 1.0 and 1.1, and Québec's SEAO, which publishes them.

A release gives a notice when it tells of a call, and an award for each award in it that wasn't
cancelled; a record gives those of its compiled release, else of its last release. An award's
amount is the total of its contract where that is published (SEAO: the final total) and the award
itself stands in `original_amount`. `limited` may mean several firms invited or one: its method is
not known. Contact points are never stored.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from procurement.cleaning import Money, day, money, without_contacts, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.items import parsed
from procurement.suppliers import supplier_key
from procurement.terms import term_columns

METHODS = {"open": "competitive", "selective": "competitive", "direct": "non-competitive"}
CATEGORIES = {"goods": "Goods", "services": "Services", "works": "Construction"}
CALLS = ("tender", "compiled", "planning")
CHANGES = ("awardUpdate", "contractUpdate", "contractAmendment", "contractTermination")
VOID = ("cancelled", "unsuccessful")
Found = dict[str, Any]


def rows(cells: Cells) -> list[tuple[str, Row]]:
    (text,) = cells.values()
    release = _release(parsed(text))
    tender, awards = _object(release, "tender"), _objects(release, "awards")
    if not (tender or awards):
        raise SetAside("no_call_no_award")
    shared = _shared(release, tender)
    made = [("awards", _award(release, one, shared)) for one in awards if not _is_void(one)]
    return [*([("notices", _notice(release, tender, shared))] if _is_call(release) else []), *made]


def _release(found: Found) -> Found:
    """A record tells its state compiled; where it doesn't, its last release tells most."""
    if "compiledRelease" not in found and "releases" not in found:
        return found
    releases = sorted(_objects(found, "releases"), key=lambda one: str(one.get("date")))
    return _object(found, "compiledRelease") or (releases[-1] if releases else {})


def _tags(release: Found) -> list[str]:
    tag = release.get("tag")
    return [str(one) for one in tag] if isinstance(tag, list) else [str(tag)] if tag else []


def _is_call(release: Found) -> bool:
    """An award's release repeats the tender: that is no new call. Nor is a direct contract."""
    tender, tags = _object(release, "tender"), _tags(release)
    if not tender or tender.get("procurementMethod") == "direct":
        return False
    return not tags or any(tag.startswith(CALLS) for tag in tags)


def _is_void(award: Found) -> bool:
    return award.get("status") in VOID


def _shared(release: Found, tender: Found) -> Row:
    """What a call and its award have in common."""
    said = dict.fromkeys(_text(tender, key) for key in ("title", "description"))
    text = " – ".join(one for one in said if one)
    kinds = [_object(one, "classification") for one in _objects(tender, "items")]
    buyer = _object(release, "buyer") or _object(tender, "procuringEntity")
    files = [url for one in _objects(tender, "documents") if (url := _text(one, "url"))]
    return {
        "document_number": _text(tender, "id") or _text(release, "ocid"),
        "reference": _text(release, "id"),
        "buyer": _text(buyer, "name"),
        "division": None,
        "description": without_contacts(text) or None,
        "classification": _joined(kinds, "id"),
        "classification_text": _joined(kinds, "description"),
        "category": CATEGORIES.get(_text(tender, "mainProcurementCategory") or ""),
        "kind": _text(tender, "procurementMethodDetails") or _text(tender, "procurementMethod"),
        "place": _place(release, buyer),
        "address": files[0] if files else None,
    }


def _place(release: Found, buyer: Found) -> str | None:
    for party in _objects(release, "parties"):
        if party.get("id") == buyer.get("id"):
            where = _object(party, "address")
            parts = (_text(where, "locality"), _text(where, "region"))
            return ", ".join(part for part in parts if part) or None
    return None


def _notice(release: Found, tender: Found, shared: Row) -> Row:
    notes: list[str] = []
    noted(shared["description"], "description_blank", notes)
    period = _object(tender, "tenderPeriod")
    tags = _tags(release)
    is_first = not any(tag in ("tenderUpdate", "tenderAmendment") for tag in tags)
    return {
        **shared,
        **_term(_object(tender, "contractPeriod"), shared["description"], None),
        "amendment": "0" if is_first else _number(release),
        "status": _text(tender, "status"),
        "notice_type": ", ".join(tags) or None,
        "issued_on": _day(period, "startDate") or _day(release, "date"),
        "closes_on": _day(period, "endDate"),
        "notes": notes,
    }


def _award(release: Found, award: Found, shared: Row) -> Row:
    notes: list[str] = []
    tender = _object(release, "tender")
    contract = _contract_of(release, award)
    supplier = "; ".join(
        name for one in _objects(award, "suppliers") if (name := _text(one, "name"))
    )
    key = supplier_key(supplier)
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    awarded_on = _day(award, "date") or _day(contract, "dateSigned")
    period = _object(contract, "period") or _object(award, "contractPeriod")
    description = shared["description"] or _text(award, "title")
    return {
        **shared,
        **_term(period, description, awarded_on),
        **_totals(award, contract, notes),
        **_method(tender),
        "contract_id": f"{_text(release, 'ocid')}-{award.get('id')}",
        "amendment": _amendment(release),
        "description": noted(description, "description_blank", notes),
        "supplier": supplier or None,
        "supplier_key": key,
        "awarded_on": noted(awarded_on, "date_blank", notes),
        "notes": notes,
    }


def _contract_of(release: Found, award: Found) -> Found:
    of = (one for one in _objects(release, "contracts") if one.get("awardID") == award.get("id"))
    return next(of, {})


def _totals(award: Found, contract: Found, notes: list[str]) -> Row:
    first, last = _money(award), _money(contract)
    found = last if last.amount is not None else first
    if found.note:
        notes.append(found.note)
    return {
        "amount": found.amount,
        "currency": found.currency,
        "amount_note": found.note,
        "original_amount": first.amount,
    }


def _money(found: Found) -> Money:
    value = _object(found, "value")
    read = money("" if value.get("amount") is None else str(value["amount"]))
    return Money(read.amount, _text(value, "currency") or read.currency, read.note)


def _method(tender: Found) -> Row:
    method = METHODS.get(_text(tender, "procurementMethod") or "")
    reason = _text(tender, "procurementMethodRationale")
    bids = _text(tender, "numberOfTenderers") or ""
    return {
        "method": method,
        "reason": reason,
        "reason_kind": "other" if reason and method == "non-competitive" else None,
        "bids": int(bids) if re.fullmatch(r"\d{1,6}", bids, re.ASCII) else None,
    }


def _amendment(release: Found) -> str:
    """An update's number is its day, because releases have no numbers; `T` ends the contract."""
    tags = _tags(release)
    if not any(tag in CHANGES for tag in tags):
        return "0"
    return ("T" if "contractTermination" in tags else "") + _number(release)


def _number(release: Found) -> str:
    released_on = _day(release, "date")
    return released_on.strftime("%Y%m%d") if released_on else "1"


def _term(period: Found, description: str | None, awarded_on: date | None) -> Row:
    starts_on, ends_on = _day(period, "startDate"), _day(period, "endDate")
    term = term_columns(description, awarded_on)
    if starts_on or ends_on:
        term |= {"starts_on": starts_on, "ends_on": ends_on}
        term["term_source"] = "published" if ends_on else None
    return term


def _joined(found: list[Found], key: str) -> str | None:
    return "; ".join(dict.fromkeys(text for one in found if (text := _text(one, key)))) or None


def _text(found: Found, key: str) -> str | None:
    value = found.get(key)
    return words(str(value)) if isinstance(value, str | int) else None


def _day(found: Found, key: str) -> date | None:
    return day(_text(found, key) or "", key)


def _object(found: Found, key: str) -> Found:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _objects(found: Found, key: str) -> list[Found]:
    value = found.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(cells: Cells) -> Row:
    return rows(cells)[0][1]


def _format(source: str, shape: str) -> Format:
    return Format(source, "notices", (shape,), _first, is_text=True, several=rows)


SEAO = _format("seao", "seao release")
RELEASES = _format("ocds", "ocds release")
RECORDS = _format("ocds", "ocds record")
