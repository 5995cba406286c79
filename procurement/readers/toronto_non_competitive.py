"""City of Toronto, non-competitive (sole-source) contracts, with the reason of each."""

from __future__ import annotations

from procurement.cleaning import day, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, amount, noted
from procurement.readers.toronto import BUYER, division_of
from procurement.suppliers import supplier_key

REASON_KINDS = {
    "bridging contract": "bridging",
    "emergency": "emergency",
    "health & safety issues": "emergency",
    "health & safety issue": "emergency",
    "exclusive rights": "exclusive rights",
    "work of art": "exclusive rights",
    "time constraint": "time constraint",
    "work already completed": "already completed",
    "warranty/maintenance": "warranty or maintenance",
    "compatible": "compatibility",
    "absence of competition": "no competition",
    "scarcity of market supply": "no competition",
    "competitive solicitation unsuccessful": "competition failed",
    "confidential/security": "security",
    "public body purchase": "public body",
}


def contract(cells: Cells) -> Row:
    notes: list[str] = []
    document, supplier = words(cells["workspace number"]), words(cells["supplier name"])
    if document is None and supplier is None:
        raise SetAside("no_supplier_no_document")
    key = supplier_key(supplier or "")
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    reason = words(cells["reason"])
    return {
        **dict.fromkeys(("contract_id", "amendment", "description", "classification")),
        **dict.fromkeys(("classification_text", "category", "kind", "address")),
        **dict.fromkeys(("starts_on", "ends_on", "term_source", "term_text", "option_text")),
        "document_number": noted(document, "document_blank", notes),
        "supplier": supplier,
        "supplier_key": key,
        "buyer": BUYER,
        "division": division_of(cells, notes),
        "place": words(cells.get("wards", "")),
        "awarded_on": noted(day(cells["contract date"], "Contract Date"), "date_blank", notes),
        **amount(cells["contract amount"], notes),
        "method": "non-competitive",
        "reason": reason,
        "reason_kind": REASON_KINDS.get((reason or "").lower(), "other"),
        "notes": notes,
    }


FORMAT = Format(
    source="toronto-non-competitive",
    table="awards",
    columns=(
        "Workspace Number",
        "Reason",
        "Contract Date",
        "Supplier Name",
        "Contract Amount",
        "Division",
    ),
    record=contract,
    counters=("_id",),
)
