"""City of Toronto, awarded contracts (competitive), as published on open.toronto.ca.

Several rows of one document and supplier are lots. Amounts come in five spellings; about half
the contracts of a roster have none. There is no end date: terms stand in some descriptions.
"""

from __future__ import annotations

from procurement.cleaning import day, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, amount, noted
from procurement.readers.toronto import BUYER, CONTACTS, division_of, subject
from procurement.suppliers import supplier_key
from procurement.terms import term_columns


def award(cells: Cells) -> Row:
    notes: list[str] = []
    document, supplier = (
        words(cells["document number"]),
        words(cells["successful supplier"]),
    )
    if document is None and supplier is None:
        raise SetAside("no_supplier_no_document")
    awarded_on = day(cells["award authority obtained date"], "Award Authority Obtained Date")
    described = subject(cells, notes)
    key = supplier_key(supplier or "")
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    return {
        "document_number": noted(document, "document_blank", notes),
        "contract_id": None,
        "amendment": None,
        "supplier": supplier,
        "supplier_key": key,
        "buyer": BUYER,
        "division": division_of(cells, notes),
        **described,
        "awarded_on": noted(awarded_on, "date_blank", notes),
        **term_columns(described["description"], awarded_on),
        **amount(cells["award"], notes),
        "method": "competitive",
        "reason": None,
        "reason_kind": None,
        "notes": notes,
    }


FORMAT = Format(
    source="toronto-awards",
    table="awards",
    columns=(
        "Document Number",
        "Successful Supplier",
        "Award",
        "Award Authority Obtained Date",
        "Division",
    ),
    record=award,
    private=CONTACTS,
    counters=("_id",),
)
