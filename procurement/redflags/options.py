"""How an indicator declares its settings: a dataclass whose fields know how to read their text.

@dataclass(frozen=True)
class Options:
    threshold: int = option(whole, 15)
    procurement_methods: frozenset[str] = option(piped, frozenset())
    procurement_method_details: Mapping[str, int] = subsection(whole)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from math import isfinite
from typing import Any

Read = Callable[[str], Any]
YES = frozenset({"1", "true", "on", "yes"})
NO = frozenset({"0", "false", "off", "no"})


def option(read: Read, default: Any = None) -> Any:
    """A property of the section; `read` turns its text into a value or raises ValueError."""
    return field(default=default, metadata={"read": read})


def subsection(read: Read) -> Any:
    """A section of its own, `[R003.procurement_method_details]`, of free names and values."""
    return field(default_factory=dict, metadata={"read": read, "free": True})


def readers(options: type) -> Mapping[str, Field[Any]]:
    return {known.name: known for known in fields(options)}


def is_subsection(known: Field[Any]) -> bool:
    return known.default_factory is not MISSING


def whole(written: str) -> int:
    """a whole number"""
    return int(written)


def natural(written: str) -> int:
    """a whole number of 0 or more"""
    if (number := int(written)) < 0:
        raise ValueError
    return number


def decimal(written: str) -> float:
    """a number"""
    if not isfinite(number := float(written)):
        raise ValueError
    return number


def yes_or_no(written: str) -> bool:
    """true or false"""
    if (word := written.lower()) not in YES | NO:
        raise ValueError
    return word in YES


def as_written(written: str) -> str:
    """any text"""
    return written


def piped(written: str) -> frozenset[str]:
    """a list with | between its entries"""
    return frozenset(listed(written))


def amounts(written: str) -> frozenset[float]:
    """amounts with | between them"""
    return frozenset(decimal(entry) for entry in listed(written))


def listed(written: str) -> list[str]:
    """An empty text is an empty list; a final | adds nothing."""
    entries = written.split("|")
    return entries[:-1] if not entries[-1] else entries
