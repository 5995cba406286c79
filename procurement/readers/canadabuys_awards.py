"""CanadaBuys, award notices and contract history: one row a contract or an amendment of it.

Both feeds share most columns, whichever of them a year's file has: the layout of 80 columns since
April 2026, those before it without instrument and kind of amendment, and the archives of 2012–2022
and since 2009. A row is known by its reference and amendment number; blank and `000` are the
contract as first made.

`totalContractValue` is the contract's total with all amendments; the history repeats it on each
row. `contractAmount` is the first award on the first row and what the amendment adds on the others;
most award notices publish 0.00 there, which tells nothing. The total of a standing offer or supply
arrangement is a ceiling or a placeholder, never a price: its amount is unknown.

The description is the title: the text of an award repeats the call and names the buyer's staff.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from procurement.cleaning import Money, money, without_contacts, words
from procurement.errors import SetAside
from procurement.readers import federal_codes
from procurement.readers.canadabuys import CONTACTS, classified, published_day, said, several
from procurement.readers.federal_disclosure import LONGEST_TERM
from procurement.readers.format import Cells, Format, Row, noted
from procurement.suppliers import supplier_key
from procurement.terms import term_columns

TEXTS = (
    "awarddescription-descriptionattribution-eng",
    "tenderdescription-descriptionappeloffres-eng",
)
_COMPETITIVE = re.compile(r"competitive|open bidding|selective|traditional competitive")
_DIRECT = re.compile(r"(?:traditional )?non-?\s?competitive|advance contract award notice|acan\b")
_CEILING = re.compile(r"(?:request for )?(?:a )?(?:standing offer|supply arrangement)")
_ENDED = re.compile(r"cancel|terminat")
_CURRENCY = re.compile(r"[A-Z]{3}")


def award(cells: Cells) -> Row:
    return _row(cells, is_history=False)


def history(cells: Cells) -> Row:
    return _row(cells, is_history=True)


def _row(cells: Cells, is_history: bool) -> Row:
    notes: list[str] = []
    numbers = _numbers(cells, notes)
    supplier = _supplier(cells, notes)
    if numbers["document_number"] is None and supplier["supplier"] is None:
        raise SetAside("no_supplier_no_document")
    awarded_on = _awarded_on(cells, numbers["amendment"])
    return {
        **numbers,
        **supplier,
        **classified(cells),
        **_subject(cells, notes),
        **_term(cells, awarded_on, notes),
        **_amounts(cells, numbers["amendment"], is_history, notes),
        **_method(cells),
        "awarded_on": noted(awarded_on, "date_blank", notes),
        "notes": notes,
    }


def _numbers(cells: Cells, notes: list[str]) -> Row:
    """A contract without a number is known by its reference, which its amendments share."""
    reference = said(cells, "referencenumber-numeroreference")
    contract = said(cells, "contractnumber-numerocontrat")
    document = said(cells, "solicitationnumber-numerosollicitation")
    number = said(cells, "amendmentnumber-numeromodification") or "0"
    state = (
        said(cells, "contractstatus-statutcontrat-eng", "awardstatus-attributionstatut-eng") or ""
    )
    change = said(cells, "amendmenttype-typemodification-eng")
    number = str(int(number)) if re.fullmatch(r"\d{1,9}", number, re.ASCII) else number
    ended = _ENDED.search(f"{state} {change}".lower()) and not number.startswith("T")
    return {
        "reference": reference,
        "contract_id": contract or reference,
        "document_number": noted(document or reference or contract, "document_blank", notes),
        "amendment": f"T{number}" if ended else number,
        "amendment_kind": change,
        "status": state or None,
        "instrument": said(cells, "instrumenttype-typeinstrument-eng"),
    }


def _supplier(cells: Cells, notes: list[str]) -> Row:
    """The legal name; trade and standardized names beside it, because the standardized one may
    be that of another firm that bought it."""
    names = (
        "supplierlegalname-nomlegalfournisseur-eng",
        "supplieroperatingname-nomcommercialfournisseur-eng",
        "supplierstandardizedname-nomnormalisefournisseur-eng",
    )
    found = [text for name in names if (text := said(cells, name))]
    supplier = next(iter(found), None) or said(cells, "supplierlegalname-nomlegalfournisseur-fra")
    key = supplier_key(supplier or "")
    if key is None:
        notes.append("supplier_withheld" if supplier else "supplier_blank")
    others = dict.fromkeys(name for name in found if name != supplier)
    return {"supplier": supplier, "supplier_key": key, "also_named": "; ".join(others) or None}


def _subject(cells: Cells, notes: list[str]) -> Row:
    title = said(cells, "title-titre-eng", "title-titre-fra")
    text = title or said(cells, *TEXTS)
    return {
        "buyer": said(cells, "contractingentityname-nomentitcontractante-eng"),
        "division": said(cells, "enduserentitiesname-nomentitesutilisateurfinal-eng"),
        "description": without_contacts(text) if text else noted(text, "description_blank", notes),
        "address": None,
    }


def _awarded_on(cells: Cells, amendment: str) -> date | None:
    """An amendment's own day, else that of the award; both columns were filled by turns."""
    award = "contractawarddate-dateattributioncontrat"
    change = "amendmentdate-datemodification"
    first, second = (award, change) if amendment.strip("T") == "0" else (change, award)
    return published_day(cells, first) or published_day(cells, second)


def _term(cells: Cells, awarded_on: date | None, notes: list[str]) -> Row:
    """The term in its columns; where they are blank, in the words of the text."""
    starts_on = published_day(cells, "contractstartdate-contratdatedebut")
    ends_on = published_day(cells, "contractenddate-datefincontrat")
    if not (starts_on or ends_on):
        return term_columns(without_contacts(said(cells, *TEXTS) or ""), awarded_on)
    first = starts_on or awarded_on
    if first and ends_on and ends_on - first > LONGEST_TERM:
        notes.append("end_too_far")
        ends_on = None
    elif first and ends_on and ends_on < first:
        notes.append("end_before_award")
    return {
        **dict.fromkeys(("term_text", "option_text")),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "term_source": "published" if ends_on else None,
    }


def _amounts(cells: Cells, amendment: str, is_history: bool, notes: list[str]) -> Row:
    total = money(cells.get("totalcontractvalue-valeurtotalecontrat", ""))
    step = money(cells.get("contractamount-montantcontrat", ""))
    is_first = amendment.strip("T") == "0"
    if _is_ceiling(cells):
        total = step = Money(None, note="amount_ceiling")
    found = total if total.amount or not step.amount else step
    if found.note:
        notes.append(found.note)
    currency = words(cells.get("contractcurrency-contratmonnaie", "")) or ""
    known = step.amount if step.amount or (is_history and not is_first) else None
    return {
        "amount": found.amount,
        "original_amount": known if is_first else None,
        "amendment_amount": None if is_first else known,
        "currency": currency if _CURRENCY.fullmatch(currency) else found.currency,
        "amount_note": found.note,
    }


def _is_ceiling(cells: Cells) -> bool:
    """Whether the row is an arrangement to buy under, not a contract (nor one made under it)."""
    instrument = said(cells, "instrumenttype-typeinstrument-eng", "noticetype-avistype-eng")
    return bool(_CEILING.match((instrument or "").lower()))


def _method(cells: Cells) -> dict[str, Any]:
    procedure = said(cells, "procurementmethod-methodeapprovisionnement-eng")
    text = (procedure or "").lower()
    competed = "competitive" if _COMPETITIVE.match(text) else None
    reason = several(cells, "limitedtenderingreason-raisonappeloffreslimite-eng")
    reason = None if reason in ("None", "Not applicable") else reason
    return {
        "kind": procedure,
        "method": "non-competitive" if _DIRECT.match(text) else competed,
        "reason": reason,
        "reason_kind": federal_codes.kind_of(reason),
        "agreement": several(cells, "tradeagreements-accordscommerciaux-eng"),
    }


_COLUMNS = (
    "referenceNumber-numeroReference",
    "contractAwardDate-dateAttributionContrat",
    "totalContractValue-valeurTotaleContrat",
    "supplierLegalName-nomLegalFournisseur-eng",
)
HISTORY = Format(
    source="canadabuys-history",
    table="awards",
    columns=(*_COLUMNS, "contractStatus-statutContrat-eng"),
    record=history,
    private_start=CONTACTS,
)
NOTICES = Format(
    source="canadabuys-awards",
    table="awards",
    columns=(*_COLUMNS, "awardStatus-attributionStatut-eng"),
    record=award,
    private_start=CONTACTS,
)
