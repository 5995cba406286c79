"""Government of Canada contract history 2009–2014, flattened from the OCDS pilot.

One row a contract or amendment. `amount_cad` is the contract's total: in all 9,033 contracts of
several rows it is the same on each, so what an amendment changed can't be known from this file.
Amendments are numbers, `T01` (the contract is ended) and `S01` (dated like the contract itself;
the publisher doesn't say what it is).
"""

from __future__ import annotations

from datetime import date, timedelta

from procurement.cleaning import day, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, amount, noted
from procurement.remembering import remembered
from procurement.suppliers import supplier_key

LONGEST_TERM = timedelta(days=40 * 366)
METHODS = {
    "open bidding": "competitive",
    "traditional competitive": "competitive",
    "traditional non-competitive": "non-competitive",
}
REASON_KINDS = {
    "exclusive rights": "exclusive rights",
    "extreme urgency": "emergency",
    "protection of human, animal, or plant life or health": "emergency",
    "interchangeable parts": "compatibility",
    "additional construction services": "compatibility",
    "low dollar value": "low value",
    "consulting services regarding matters of a confidential nature": "security",
    "national security consideration": "security",
}


def contract(cells: Cells) -> Row:
    notes: list[str] = []
    number, supplier = words(cells["contract_id"]), words(cells["supplier"])
    if number is None and supplier is None:
        raise SetAside("no_supplier_no_document")
    awarded_on = day(cells["award_date"], "award_date")
    key = supplier_key(supplier or "")
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    return {
        "document_number": words(cells["ocid"]),
        "contract_id": noted(number, "document_blank", notes),
        "amendment": words(cells["amendment"]),
        "supplier": supplier,
        "supplier_key": key,
        "buyer": words(cells["buyer"]),
        **dict.fromkeys(("division", "description", "category", "kind", "address")),
        "classification": words(cells["gsin"]),
        "classification_text": words(cells["gsin_description"]),
        "place": _place(cells.get("buyer_city", ""), cells.get("buyer_region", "")),
        "awarded_on": noted(awarded_on, "date_blank", notes),
        **_term(awarded_on, day(cells["end_date"], "end_date"), notes),
        **amount(cells["amount_cad"], notes),
        **_method(cells),
        "notes": notes,
    }


def _term(awarded_on: date | None, ends_on: date | None, notes: list[str]) -> Row:
    """The published end. No start is published; 2100-01-01 and the like are placeholders."""
    if awarded_on and ends_on:
        if ends_on - awarded_on > LONGEST_TERM:
            notes.append("end_too_far")
            ends_on = None
        elif ends_on < awarded_on:
            notes.append("end_before_award")
    return {
        **dict.fromkeys(("starts_on", "term_text", "option_text")),
        "ends_on": ends_on,
        "term_source": "published" if ends_on else None,
    }


def _method(cells: Cells) -> Row:
    reason = words(cells["justification"])
    kind = REASON_KINDS.get(reason.lower(), "other") if reason else None
    method = METHODS.get(cells["method"].strip().lower())
    return {"method": method, "reason": reason, "reason_kind": kind}


@remembered(10_000)
def _place(city: str, region: str) -> str | None:
    return ", ".join(part for part in (words(city), words(region)) if part) or None


FORMAT = Format(
    source="federal-history",
    table="awards",
    columns=(
        "ocid",
        "contract_id",
        "amendment",
        "amount_cad",
        "award_date",
        "end_date",
        "method",
        "justification",
        "gsin",
        "gsin_description",
        "buyer",
        "supplier",
    ),
    record=contract,
)
