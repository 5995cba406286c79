"""What one element of SEAO's XML says: a text, a day, an amount in its unit, a supplier."""

from __future__ import annotations

from datetime import date
from typing import Any

from procurement.cleaning import Money, day, money, words
from procurement.readers.format import Row
from procurement.readers.seao_xml_codes import AMERICAN, MONEY, UNITS
from procurement.suppliers import supplier_key

Found = dict[str, Any]


def paid(winner: Found) -> Money:
    """The contract's amount; where only its total is given, the total."""
    unit = text(winner, "montantssoumisunite")
    for key in ("montantcontrat", "montanttotalcontrat"):
        found = money_of(winner, key)
        if found.amount is not None:
            return in_unit(found, unit)
    return Money(None, note="amount_blank")


def money_of(found: Found, key: str) -> Money:
    """Zero is how the publisher says that a figure doesn't apply."""
    read = money(text(found, key) or "")
    return read if read.amount else Money(None, note="amount_blank")


def in_unit(found: Money, unit: str | None) -> Money:
    if unit is not None and UNITS.get(unit) != MONEY:
        return Money(None, note="amount_unit")
    return Money(found.amount, "USD" if unit == AMERICAN else "CAD", found.note)


def supplier_of(number: str, found: Found, keys: tuple[str, str], notes: list[str]) -> Row:
    name, enterprise = text(found, keys[0]), text(found, keys[1])
    key = supplier_key(name or "")
    if key is None:
        notes.append("supplier_withheld" if name else "supplier_blank")
    return {
        "contract_id": f"{number}-{enterprise or key or '?'}",
        "supplier": name,
        "supplier_key": key,
    }


def entered_on(call: Found) -> date | None:
    """The last day on which the buyer wrote into the notice."""
    keys = ("datesaisieadjudication", "datesaisieouverture", "datepublication")
    return max((found for key in keys if (found := day_of(call, key))), default=None)


def digits(on: date | None) -> str:
    return on.strftime("%Y%m%d") if on else "1"


def day_of(found: Found, key: str) -> date | None:
    return day(text(found, key) or "", key)


def text(found: Found, key: str) -> str | None:
    value = found.get(key)
    return words(value) if isinstance(value, str) else None


def several(found: Found, wrapper: str, name: str) -> list[Found]:
    inside = found.get(wrapper)
    listed = inside.get(name) if isinstance(inside, dict) else None
    listed = listed if isinstance(listed, list) else [listed]
    return [one for one in listed if isinstance(one, dict)]
