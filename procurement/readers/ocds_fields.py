"""What one object of Open Contracting JSON says; values of a wrong kind say nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from procurement.cleaning import Money, day, money, words

Found = dict[str, Any]


def text(found: Found, key: str) -> str | None:
    value = found.get(key)
    return words(str(value)) if isinstance(value, str | int) else None


def texts(found: Found, key: str) -> list[str]:
    """The texts of a list, or the one text."""
    value = found.get(key)
    listed = value if isinstance(value, list) else [value]
    return [str(one) for one in listed if isinstance(one, str | int)]


def day_of(found: Found, key: str) -> date | None:
    return day(text(found, key) or "", key)


def count_of(found: Found, key: str) -> int | None:
    """A whole number of at most six digits."""
    said = text(found, key) or ""
    return int(said) if re.fullmatch(r"\d{1,6}", said, re.ASCII) else None


def object_of(found: Found, key: str) -> Found:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def objects(found: Found, key: str) -> list[Found]:
    value = found.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def joined(found: list[Found], key: str) -> str | None:
    return "; ".join(dict.fromkeys(said for one in found if (said := text(one, key)))) or None


def value_of(found: Found) -> Money:
    """`value`, with its currency. Raises SetAside when it can't be read as one amount."""
    value = object_of(found, "value")
    read = money("" if value.get("amount") is None else str(value["amount"]))
    return Money(read.amount, text(value, "currency") or read.currency, read.note)
