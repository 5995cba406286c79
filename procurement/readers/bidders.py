"""Who bids: a firm or a person, and what of it may be kept.

A natural person's address is never stored. A bidder counts as a firm when its Québec enterprise
number begins with 11 (legal person), 33 (partnership) or 88 (public body) – 22 is a person in
business under their own name – or when its name ends in a legal form or names a public body.
Who can't be told is treated as a person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from procurement.readers.format import Row
from procurement.suppliers import LEGAL_FORMS, supplier_key

ADDRESS = ("adresse1", "adresse2", "ville", "codepostal")
REMOVED = "addressremoved"
PUBLIC = re.compile(
    r"\b(?:ville|municipalite|mrc|universite|college|cegep|centre de services scolaire|"
    r"city|town|university|regie|cooperative|coop|association|societe|fondation)\b"
)
_NUMBER = re.compile(r"(?:11|33|88)\d{8}")
_PERSON = re.compile(r"22\d{8}")
_FORM = re.compile(rf" (?:{'|'.join(sorted(LEGAL_FORMS - {'sa', 'pc'}))})\b")  # Ms. Sa is a person


def is_firm(name: str | None, number: str | None) -> bool:
    """`(“Nettoyage Éclair inc.”, None)` → True; `(“Jordan Roe”, “2260000000”)` → False."""
    if number and _NUMBER.fullmatch(number):
        return True
    if number and _PERSON.fullmatch(number):
        return False
    plain = _plain(name or "")
    return bool(_FORM.search(plain) or PUBLIC.search(plain))


def _plain(name: str) -> str:
    """Small ASCII letters and spaces, legal forms still there."""
    text = unicodedata.normalize("NFKD", name.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.replace(".", "")).split())


def bidder(
    name: str | None,
    number: str | None,
    city: str | None = None,
    province: str | None = None,
    postal_code: str | None = None,
) -> Row:
    """The bidder's columns of BIDS; the address of firms only."""
    where = (city, province, postal_code) if is_firm(name, number) else (None, None, None)
    return {
        "bidder": name,
        "bidder_key": supplier_key(name or ""),
        "bidder_number": number,
        **dict(zip(("bidder_city", "bidder_province", "bidder_postal_code"), where, strict=True)),
    }


def without_private_addresses(found: Any) -> Any:
    """A record of SEAO without the address of every supplier that may be a person."""
    if isinstance(found, list):
        return [without_private_addresses(one) for one in found]
    if not isinstance(found, dict):
        return found
    kept = {key: without_private_addresses(one) for key, one in found.items()}
    name, number = kept.get("nomorganisation"), kept.get("neq")
    if not isinstance(name, str) or is_firm(name, number if isinstance(number, str) else None):
        return kept
    if any(kept.get(key) for key in ADDRESS):
        kept = {key: one for key, one in kept.items() if key not in ADDRESS} | {REMOVED: "1"}
    return kept
