"""SEAO, Québec, in XML (2009 to May 2024): calls with every bidder, final amounts, supplements.

`avis` is a call with its bidders: a notice (none for a direct contract), an award for each winner,
a bid for each bidder. `contrat` is the final amount of a contract, `depense` a supplement, which
buyers publish above a tenth of the first amount; both become rows of the contract that the notice
awarded, tied by the number of the call and the supplier's enterprise number (else its name).
0.000000 means that there is nothing to say. A figure in another unit than dollars is no money.
"""

from __future__ import annotations

from procurement.cleaning import without_contacts
from procurement.errors import SetAside
from procurement.readers.bidders import bidder
from procurement.readers.format import Cells, Format, Row, noted
from procurement.readers.items import parsed
from procurement.readers.seao_xml_codes import (
    DIRECT,
    METHODS,
    NATURES,
    REGIONS,
    TYPES,
    UNITS,
)
from procurement.readers.seao_xml_elements import SHAPE
from procurement.readers.seao_xml_fields import (
    Found,
    day_of,
    digits,
    entered_on,
    in_unit,
    money_of,
    paid,
    several,
    supplier_of,
    text,
)
from procurement.terms import term_columns

Rows = list[tuple[str, Row]]
FLAGS = {"1": True, "0": False}


def rows(cells: Cells) -> Rows:
    record = parsed(cells[SHAPE])
    revises = "revises" in record
    if isinstance(contract := record.get("contrat"), dict):
        return [("awards", _final(contract, revises))]
    call = record.get("avis")
    if not isinstance(call, dict):
        raise SetAside("no_call_no_award")
    if "depenses" in call:
        return [("awards", _supplement(call, one, revises)) for one in _supplements(call)]
    return _call(call, revises)


def _supplements(call: Found) -> list[Found]:
    found = several(call, "depenses", "depense")
    if not found:
        raise SetAside("no_call_no_award")
    return found


def _call(call: Found, revises: bool) -> Rows:
    number, title = text(call, "numeroseao"), text(call, "titre")
    if number is None:
        raise SetAside("no_call_number")
    shared = _shared(call, title)
    bidders = several(call, "fournisseurs", "fournisseur")
    made: Rows = []
    if text(call, "type") != DIRECT:
        made.append(("notices", _notice(call, shared, revises)))
    lots: dict[str, int] = {}
    for one in bidders:
        if FLAGS.get(text(one, "adjudicataire") or ""):
            award = _award(call, one, shared, revises)
            award["bids"] = len(bidders)
            award["contract_id"] = _told_apart(award["contract_id"], lots)
            made.append(("awards", award))
    made.extend(("bids", _bid(call, one, shared)) for one in bidders)
    if not made:
        raise SetAside("no_call_no_award")
    return made


def _told_apart(contract_id: str, lots: dict[str, int]) -> str:
    """A supplier that wins twice in one call wins two lots: two contracts, not one restated."""
    lots[contract_id] = lots.get(contract_id, 0) + 1
    return contract_id if lots[contract_id] == 1 else f"{contract_id}-{lots[contract_id]}"


def _shared(call: Found, title: str | None) -> Row:
    """What the call, its awards and its bids have in common."""
    kind, nature = text(call, "type"), text(call, "nature")
    return {
        "document_number": text(call, "numero"),
        "reference": text(call, "numeroseao"),
        "buyer": text(call, "organisme"),
        "division": None,
        "description": without_contacts(title) if title else None,
        "classification": text(call, "unspscprincipale"),
        "classification_text": text(call, "categorieseao"),
        "category": NATURES.get(nature or "", nature),
        "kind": TYPES.get(kind or "", kind),
        "place": _place(call),
        "address": text(call, "hyperlienseao"),
    }


def _place(call: Found) -> str | None:
    """The region of delivery in words, else where the buyer is."""
    codes = (text(call, "regionlivraison") or "").replace(";", ",").split(",")
    regions = [REGIONS.get(code.strip(), code.strip()) for code in codes if code.strip()]
    parts = regions or [part for key in ("ville", "province") if (part := text(call, key))]
    return ", ".join(parts) or None


def _notice(call: Found, shared: Row, revises: bool) -> Row:
    notes: list[str] = []
    noted(shared["description"], "description_blank", notes)
    return {
        **shared,
        **term_columns(shared["description"], None),
        "amendment": _revision(call) if revises else "0",
        "status": None,
        "notice_type": shared["kind"],
        "issued_on": day_of(call, "datepublication"),
        "closes_on": day_of(call, "datefermeture"),
        "notes": notes,
    }


def _award(call: Found, winner: Found, shared: Row, revises: bool) -> Row:
    notes: list[str] = []
    awarded_on = day_of(call, "dateadjudication")
    found = paid(winner)
    if found.note:
        notes.append(found.note)
    reason = text(call, "disposition")
    is_direct = text(call, "type") == DIRECT
    return {
        **shared,
        **supplier_of(shared["reference"], winner, ("nomorganisation", "neq"), notes),
        **term_columns(shared["description"], awarded_on),
        "amendment": _revision(call) if revises else "0",
        "description": noted(shared["description"], "description_blank", notes),
        "awarded_on": noted(awarded_on, "date_blank", notes),
        "amount": found.amount,
        "currency": found.currency,
        "amount_note": found.note,
        "original_amount": found.amount,
        "method": METHODS.get(text(call, "type") or ""),
        "reason": reason if is_direct else None,
        "reason_kind": "other" if is_direct and reason else None,
        "notes": notes,
    }


def _bid(call: Found, one: Found, shared: Row) -> Row:
    admissible, compliant = (FLAGS.get(text(one, key) or "") for key in ("admissible", "conforme"))
    winner = FLAGS.get(text(one, "adjudicataire") or "")
    where = (text(one, key) for key in ("ville", "province", "codepostal"))
    return {
        **shared,
        **bidder(text(one, "nomorganisation"), text(one, "neq"), *where),
        **_offered(one),
        "tender": shared["reference"],
        "method": METHODS.get(text(call, "type") or ""),
        "status": _status(admissible, compliant),
        "is_winner": winner,
        "is_admissible": admissible,
        "is_compliant": compliant,
        "awarded_amount": paid(one).amount if winner else None,
        "closes_on": day_of(call, "datefermeture"),
        "published_on": entered_on(call),
    }


def _offered(one: Found) -> Row:
    """The price, or the figure that is none."""
    unit, published = text(one, "montantssoumisunite"), money_of(one, "montantsoumis")
    found = in_unit(published, unit) if published.amount is not None else published
    is_figure = found.amount is None and published.amount is not None
    return {
        "amount": found.amount,
        "currency": found.currency if found.amount is not None else None,
        "unit": UNITS.get(unit, unit) if unit else None,
        "figure": text(one, "montantsoumis") if is_figure else None,
        "amount_note": found.note,
        "notes": [found.note] if found.note else [],
    }


def _status(admissible: bool | None, compliant: bool | None) -> str | None:
    if admissible is False or compliant is False:
        return "disqualified"
    return "valid" if compliant else None


def _final(contract: Found, revises: bool) -> Row:
    """The contract has ended; its last total."""
    notes: list[str] = []
    ended_on = day_of(contract, "datefinale")
    found = money_of(contract, "montantfinal")
    if found.note:
        notes.append(found.note)
    number = text(contract, "numeroseao")
    if number is None:
        raise SetAside("no_call_number")
    return {
        **supplier_of(number, contract, ("nomcontractant", "neqcontractant"), notes),
        "document_number": text(contract, "numero"),
        "reference": number,
        "amendment": f"T{digits(ended_on)}{'1' if revises else ''}",
        "awarded_on": noted(ended_on, "date_blank", notes),
        "ends_on": ended_on,
        "term_source": "published" if ended_on else None,
        "amount": found.amount,
        "currency": found.currency,
        "amount_note": found.note,
        "notes": notes,
    }


def _supplement(call: Found, one: Found, revises: bool) -> Row:
    """The total it makes is known beside the award only: see completing.completed."""
    notes: list[str] = []
    spent_on = day_of(one, "datedepense")
    found = money_of(one, "montantdepense")
    if found.note:
        notes.append(found.note)
    number = text(call, "numeroseao")
    if number is None:
        raise SetAside("no_call_number")
    why = text(one, "description")
    return {
        **supplier_of(number, one, ("nomcontractant", "neqcontractant"), notes),
        "document_number": text(call, "numero"),
        "reference": number,
        "amendment": f"{'R' if revises else 'D'}{digits(spent_on)}",
        "awarded_on": noted(spent_on, "date_blank", notes),
        "amendment_amount": found.amount,
        "currency": found.currency,
        "amount_note": found.note,
        "description": without_contacts(why) if why else None,
        "notes": notes,
    }


def _revision(call: Found) -> str:
    """After the first notice, before every supplement: six digits of the day it was entered."""
    return f"V{digits(entered_on(call))[2:] or '1'}"


def _first(cells: Cells) -> Row:
    return rows(cells)[0][1]


FORMAT = Format("seao-xml", "notices", (SHAPE,), _first, is_text=True, several=rows)
