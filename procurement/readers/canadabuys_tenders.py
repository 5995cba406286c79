"""CanadaBuys, tender notices since 2022: the CSV of 67 columns, and the same notices as JSON.

Cells of several values begin each with `*`. Columns `contactInfo…` name the buyer's staff and are
never stored. Two JSON layouts that other projects make of the feed are read too; they leave out
most columns, and one names no buyer.
"""

from __future__ import annotations

from typing import Any

from procurement.cleaning import without_contacts, words
from procurement.errors import SetAside
from procurement.readers.canadabuys import CONTACTS, classified, published_day, said
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.items import parsed
from procurement.terms import term_columns

SHAPE = "canadabuys notice"


def notice(cells: Cells) -> Row:
    notes: list[str] = []
    reference = words(cells["referencenumber-numeroreference"])
    number = said(cells, "solicitationnumber-numerosollicitation") or reference
    title = words(cells["title-titre-eng"]) or words(cells.get("title-titre-fra", ""))
    text = said(cells, "tenderdescription-descriptionappeloffres-eng")
    described = _described(title, text, number, notes)
    return {
        **described,
        **_when(cells, described["description"]),
        **classified(cells),
        "document_number": noted(number, "document_blank", notes),
        "reference": reference,
        "amendment": said(cells, "amendmentnumber-numeromodification") or "0",
        "status": said(cells, "tenderstatus-appeloffresstatut-eng"),
        "buyer": words(cells["contractingentityname-nomentitcontractante-eng"]),
        "division": said(cells, "enduserentitiesname-nomentitesutilisateurfinal-eng"),
        "kind": said(cells, "procurementmethod-methodeapprovisionnement-eng"),
        "notice_type": said(cells, "noticetype-avistype-eng"),
        "address": said(cells, "noticeurl-urlavis-eng"),
        "notes": notes,
    }


def _described(title: str | None, text: str | None, number: str | None, notes: list[str]) -> Row:
    """The title, then the text unless it says no more than the title."""
    parts = [title] if title else []
    if text and text != title:
        parts.append(text)
    if not (parts or number):
        raise SetAside("no_document_no_description")
    whole = without_contacts(" – ".join(parts)) if parts else None
    return {"description": noted(whole, "description_blank", notes)}


def _when(cells: Cells, description: str | None) -> Row:
    """The term in its columns; where they are blank, in the words."""
    term: dict[str, Any] = term_columns(description, None)
    starts_on = published_day(cells, "expectedcontractstartdate-datedebutcontratprevue")
    ends_on = published_day(cells, "expectedcontractenddate-datefincontratprevue")
    if starts_on or ends_on:
        term |= {"starts_on": starts_on, "ends_on": ends_on}
        term["term_source"] = "published" if ends_on else None
    return {
        "issued_on": published_day(cells, "publicationdate-datepublication"),
        "closes_on": published_day(cells, "tenderclosingdate-appeloffresdatecloture"),
        **term,
    }


def json_notice(cells: Cells) -> Row:
    found = parsed(cells[SHAPE])
    names = {
        "referencenumber-numeroreference": ("tender_id", "source_id"),
        "title-titre-eng": ("title",),
        "tenderdescription-descriptionappeloffres-eng": ("description",),
        "publicationdate-datepublication": ("publication_date",),
        "tenderclosingdate-appeloffresdatecloture": ("closing_date",),
        "tenderstatus-appeloffresstatut-eng": ("status",),
        "procurementcategory-categorieapprovisionnement": ("category_raw",),
        "contractingentityname-nomentitcontractante-eng": ("buyer_name",),
        "regionsofdelivery-regionslivraison-eng": ("regions", "region"),
        "noticeurl-urlavis-eng": ("notice_url",),
    }
    return notice({column: _text(found, *keys) for column, keys in names.items()})


def _text(found: dict[str, Any], *keys: str) -> str:
    return next((one for key in keys if isinstance(one := found.get(key), str)), "")


FORMAT = Format(
    source="canadabuys-tenders",
    table="notices",
    columns=(
        "title-titre-eng",
        "referenceNumber-numeroReference",
        "publicationDate-datePublication",
        "tenderClosingDate-appelOffresDateCloture",
        "contractingEntityName-nomEntitContractante-eng",
    ),
    record=notice,
    private_start=CONTACTS,
)
JSON = Format(
    source="canadabuys-tenders",
    table="notices",
    columns=(SHAPE,),
    record=json_notice,
    is_text=True,
)
