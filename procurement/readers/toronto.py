"""What the City of Toronto's three feeds have in common."""

from __future__ import annotations

import re

from procurement.cleaning import without_contacts, words
from procurement.readers.format import Cells, Row

BUYER = "City of Toronto"
CONTACTS = ("Buyer Name", "Buyer Email", "Buyer Phone Number")
_LINK = re.compile(r"https?://discovery\.ariba\.com/rfx/\d+")


def subject(cells: Cells, notes: list[str]) -> Row:
    """What is bought, by what kind of call, where."""
    description = words(cells.get("solicitation document description", ""))
    if description is None:
        notes.append("description_blank")
    link = _LINK.search(description or "")
    return {
        "description": without_contacts(description) if description else None,
        "classification": None,
        "classification_text": None,
        "category": _category(cells.get("high level category", "")),
        "kind": words(cells.get("rfx (solicitation) type", "")),
        "place": words(cells.get("wards", "")),
        "address": link[0] if link else None,
    }


def _category(published: str) -> str | None:
    text = words(published)
    return text.replace("&", "and") if text else None


def division_of(cells: Cells, notes: list[str]) -> str | None:
    division = words(cells["division"])
    if division is None:
        notes.append("division_blank")
    return division
