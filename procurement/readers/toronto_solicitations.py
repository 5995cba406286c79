"""City of Toronto, solicitations: open calls and those kept since 2008, with closing dates."""

from __future__ import annotations

from procurement.cleaning import day, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.toronto import BUYER, CONTACTS, division_of, subject
from procurement.terms import term_columns


def notice(cells: Cells) -> Row:
    notes: list[str] = []
    document = words(cells["document number"])
    described = subject(cells, notes)
    if document is None and described["description"] is None:
        raise SetAside("no_document_no_description")
    return {
        "document_number": noted(document, "document_blank", notes),
        "buyer": BUYER,
        "division": division_of(cells, notes),
        **described,
        "notice_type": words(cells["noip (notice of intended procurement) type"]),
        "issued_on": day(cells["issue date"], "Issue Date"),
        "closes_on": day(cells["submission deadline"], "Submission Deadline"),
        **term_columns(described["description"], None),
        "notes": notes,
    }


FORMAT = Format(
    source="toronto-solicitations",
    table="notices",
    columns=(
        "Document Number",
        "NOIP (Notice of Intended Procurement) Type",
        "Issue Date",
        "Submission Deadline",
        "Division",
    ),
    record=notice,
    private=CONTACTS,
    counters=("_id",),
)
