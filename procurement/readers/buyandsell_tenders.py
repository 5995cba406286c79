"""Buyandsell.gc.ca, tender notices of 2014 in the form of the federal Open Contracting pilot.

That form is older than OCDS 1.0: `releaseTag` and `notice` stand where `tag` and `tender` came to
stand. `ocid` is the notice's own number, the same that the federal history cites.
"""

from __future__ import annotations

from typing import Any

from procurement.cleaning import day, without_contacts, words
from procurement.errors import SetAside
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.items import parsed
from procurement.terms import term_columns

SHAPE = "buyandsell release"


def notice(cells: Cells) -> Row:
    notes: list[str] = []
    release = parsed(cells[SHAPE])
    tender = _object(release, "tender")
    published = _object(tender, "notice")
    number, subject = _text(release, "ocid"), _subject(tender)
    if number is None and subject["description"] is None:
        raise SetAside("no_document_no_description")
    noted(subject["description"], "description_blank", notes)
    return {
        **subject,
        **dict.fromkeys(("division", "category", "place", "status")),
        "document_number": noted(number, "document_blank", notes),
        "reference": _text(published, "id"),
        "amendment": "1" if published.get("isAmendment") is True else "0",
        "buyer": _text(_object(_object(release, "buyer"), "id"), "name"),
        "kind": _text(tender, "methodJustification"),
        "notice_type": _text(release, "releaseTag"),
        "issued_on": day(_text(published, "publishedDate") or "", "publishedDate"),
        "closes_on": day(_text(_object(tender, "tenderPeriod"), "endDate") or "", "endDate"),
        **term_columns(subject["description"], None),
        "notes": notes,
    }


def _subject(tender: dict[str, Any]) -> Row:
    items = _objects(tender, "itemsToBeProcured")
    said = "; ".join(text for one in items if (text := _text(one, "description")))
    code = next((text for one in items if (text := _text(one, "classificationDescription"))), "")
    number, _, meaning = code.partition(": ")
    files = _objects(tender, "attachments")
    return {
        "description": without_contacts(said) or None,
        "classification": number or None,
        "classification_text": meaning or None,
        "address": _text(files[0], "uri") if files else None,
    }


def _text(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    return words(value) if isinstance(value, str) else None


def _object(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _objects(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = found.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


FORMAT = Format(
    source="buyandsell-tenders",
    table="notices",
    columns=(SHAPE,),
    record=notice,
    is_text=True,
)
