"""Government of Canada, proactive disclosure of contracts: every layout since 2004.

One row a contract (`C`) or an amendment of it (`A`), with the total before it (`original_value`),
what it adds (`amendment_value`) and the total after it (`contract_value`). Some departments put
the reference number where the number of the contract belongs; some add `/001` or `/U` to the
number with each amendment. Both are mended as the Government of Canada contracts analysis does
(GoC-Spending/contracts-data, load.R) and noted on the row; `document_number` keeps the suffix.

`NA` means nothing. `buyer_name` is a person, and a few departments write a person where the
standing offer belongs: neither is stored.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from procurement.cleaning import day, money, without_contacts, words
from procurement.errors import SetAside
from procurement.readers import federal_codes
from procurement.readers.federal_columns import COLUMNAR
from procurement.readers.format import Cells, Format, Row, amount, noted
from procurement.suppliers import supplier_key

LONGEST_TERM = timedelta(days=40 * 366)
CATEGORIES = {"G": "Goods", "S": "Services", "C": "Construction"}
_REFERENCE = re.compile(r"\d{4}-\d{4}-Q\d-", re.ASCII)
_SUFFIX = re.compile(r"/[^/]{0,3}$")
_PERIOD = re.compile(r"\d{4}-\d{4}-Q[1-4]", re.ASCII)
_OBJECT = re.compile(r"\d{3,4}", re.ASCII)
ABSENT = frozenset({"", "NA"})


def contract(cells: Cells) -> Row:
    notes: list[str] = []
    supplier = _said(cells, "vendor_name", "d_vendor_name")
    numbers = _numbers(cells, notes)
    if numbers["document_number"] is None and supplier is None:
        raise SetAside("no_supplier_no_document")
    key = supplier_key(supplier or "")
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    awarded_on = day(cells.get("contract_date", ""), "contract_date")
    return {
        **numbers,
        **_subject(cells, notes),
        **_term(cells, awarded_on, notes),
        **_totals(cells, notes),
        **_method(cells, notes),
        **_period(cells, numbers["reference"], awarded_on),
        "supplier": supplier,
        "supplier_key": key,
        "awarded_on": noted(awarded_on, "date_blank", notes),
        "notes": notes,
    }


def _said(cells: Cells, *names: str) -> str | None:
    """The first of these columns that says something."""
    for name in names:
        text = words(cells.get(name, ""))
        if text and text not in ABSENT:
            return text
    return None


def _numbers(cells: Cells, notes: list[str]) -> Row:
    number, reference = _said(cells, "procurement_id"), _said(cells, "reference_number")
    if number and reference and _REFERENCE.search(number):
        number, reference = reference, number
        notes.append("identifiers_swapped")
    noted(number, "document_blank", notes)
    mended = _SUFFIX.sub("", number) if number else None
    if mended != number:
        notes.append("suffix_removed")
    buyer = _said(cells, "owner_org") or ""
    return {
        "document_number": number,
        "contract_id": f"{buyer}-{mended}" if mended else None,
        "reference": f"{buyer}-{reference}" if reference else None,
    }


def _subject(cells: Cells, notes: list[str]) -> Row:
    """The buyer is the English half of its title; its code, which never changes, the division."""
    title, code = _said(cells, "owner_org_title"), _said(cells, "owner_org")
    text = _said(cells, "description_en", "d_description_en", "description_fr")
    published = _said(cells, "economic_object_code", "d_economic_object_code")
    found = _OBJECT.match(published or text or "")
    return {
        **dict.fromkeys(("classification_text", "place", "address")),
        "buyer": title.partition(" | ")[0] if title else code,
        "division": noted(code, "division_blank", notes),
        "description": without_contacts(text) if text else noted(text, "description_blank", notes),
        "classification": _said(cells, "commodity_code"),
        "category": CATEGORIES.get(cells.get("commodity_type", "").strip()),
        "economic_object": found[0].zfill(4) if found else None,
        "agreement": _said(cells, "trade_agreement", "agreement_type_code"),
    }


def _term(cells: Cells, awarded_on: date | None, notes: list[str]) -> Row:
    starts_on = _day(cells, "contract_period_start", "d_start_date")
    ends_on = _day(cells, "delivery_date", "d_end_date")
    first = starts_on or awarded_on
    if first and ends_on:
        if ends_on - first > LONGEST_TERM:
            notes.append("end_too_far")
            ends_on = None
        elif ends_on < first:
            notes.append("end_before_award")
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "term_source": "published" if ends_on else None,
        "term_text": None,
        "option_text": None,
    }


def _day(cells: Cells, *names: str) -> date | None:
    for name in names:
        found = day(cells.get(name, ""), name)
        if found:
            return found
    return None


def _totals(cells: Cells, notes: list[str]) -> Row:
    return {
        **amount(cells["contract_value"], notes),
        "original_amount": money(cells["original_value"]).amount,
        "amendment_amount": money(cells.get("amendment_value", "")).amount,
    }


def _method(cells: Cells, notes: list[str]) -> Row:
    kind, method = federal_codes.procedure(_said(cells, "solicitation_procedure"))
    reason, reason_kind = federal_codes.reason(_said(cells, "limited_tendering_reason"))
    bids = _said(cells, "number_of_bids")
    if bids and not re.fullmatch(r"\d{1,6}", bids, re.ASCII):
        notes.append("bids_unreadable")
        bids = None
    return {
        "kind": kind,
        "method": method,
        "reason": reason,
        "reason_kind": reason_kind,
        "bids": int(bids) if bids else None,
    }


def _period(cells: Cells, reference: str | None, awarded_on: date | None) -> Row:
    """The quarter it was disclosed in: as published, else in the reference number, else of the
    day of award. An amendment's number is that quarter, because nothing else orders them."""
    published = _said(cells, "reporting_period") or ""
    found = _PERIOD.fullmatch(published) or _PERIOD.search(reference or "")
    period = found[0] if found else quarter(awarded_on)
    later = period[:4] + period[-1] if period else "1"
    instrument = _said(cells, "instrument_type") or ""
    amendment = {"A": later, "C": "0", "SOSA": "0"}.get(instrument)
    return {"reporting_period": period, "amendment": amendment}


@lru_cache(maxsize=10_000)
def quarter(on: date | None) -> str | None:
    """Quarters of the federal year, which begins in April: 2019-02-01 → 2018-2019-Q4."""
    if on is None:
        return None
    year, quarter = (on.year, (on.month - 1) // 3) if on.month > 3 else (on.year - 1, 4)
    return f"{year}-{year + 1}-Q{quarter}"


_COLUMNS = ("owner_org", "reference_number", "procurement_id", "original_value", "contract_value")
PRIVATE = ("buyer_name", "standing_offer_number")
FORMAT = Format(
    source="federal-disclosure",
    table="awards",
    columns=(*_COLUMNS, "vendor_name", "contract_date"),
    record=contract,
    private=PRIVATE,
    columnar=COLUMNAR,
)
DERIVED = Format(
    source="federal-disclosure",
    table="awards",
    columns=(*_COLUMNS, "d_vendor_name", "d_start_date", "d_end_date"),
    record=contract,
    private=PRIVATE,
)
