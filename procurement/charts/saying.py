"""Amounts, numbers, days and sources in the words of a picture, in English and French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from procurement.schema import SOURCES

MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"],
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juill.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
}
_ORIGIN = {
    "en": ("Source: {sources}.", "Seen on {day}.", "{count} more feeds"),
    "fr": ("Source\u00a0: {sources}.", "Vu au {day}.", "{count} autres sources"),
}
_OTHERS = {
    "en": ("1 other is not shown", "{count} others are not shown"),
    "fr": ("1 autre n’est pas montré", "{count} autres ne sont pas montrés"),
}
MOST_SOURCES = 3


def short_money(amount: Decimal, language: str) -> str:
    """`$7.7 M`, `7,7 M$`: for a label, never for a sum."""
    sizes = ((10**9, "B", "G"), (10**6, "M", "M"), (10**3, "K", "k"), (1, "", ""))
    size, english, french = next((one for one in sizes if abs(amount) >= one[0]), sizes[-1])
    figure = f"{abs(amount) / size:.1f}" if english else f"{abs(amount):.0f}"
    minus = "−" if amount < 0 else ""
    if language == "fr":
        return f"{minus}{figure.replace('.', ',')}\u00a0{french}$"
    return f"{minus}${figure}\u00a0{english}".rstrip("\u00a0")


def round_money(amount: float, language: str) -> str:
    """`$5 B`, `200 M$`: for an axis."""
    told = short_money(Decimal(round(amount)), language)
    return told.replace(".0\u00a0", "\u00a0").replace(",0\u00a0", "\u00a0")


def change(amount: Decimal, language: str) -> str:
    """`+$7.7 M`: an amount that was added, or taken off."""
    return short_money(amount, language) if amount < 0 else f"+{short_money(amount, language)}"


def whole(number: int, language: str) -> str:
    """`12,345`, `12 345`."""
    return f"{number:,}".replace(",", "\u00a0" if language == "fr" else ",")


def point(number: float, language: str, decimals: int = 1) -> str:
    """`12,345.6`, `12 345,6`."""
    told = f"{number:,.{decimals}f}".replace("-", "−")
    if language == "fr":
        return told.replace(",", "\u00a0").replace(".", ",")
    return told


def percent(share: float, language: str, decimals: int = 0) -> str:
    """`45%`, `45 %`, of a share between 0 and 1."""
    told = point(share * 100, language, decimals)
    return f"{told}\u00a0%" if language == "fr" else f"{told}%"


def month(day: date, language: str) -> str:
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str, language: str) -> str:
    """`one` for a single, and for none in French; else `many`; both may name {count}."""
    is_single = number == 1 or (language == "fr" and number == 0)
    return (one if is_single else many).format(count=whole(number, language))


def others(number: int, language: str) -> list[str]:
    """That so many are not shown; nothing when there are none."""
    return [counted(number, *_OTHERS[language], language)] if number else []


def origin(sources: Iterable[str], as_of: date | None, language: str) -> str:
    """`Source: City of Toronto, awarded contracts. Seen on 2026-10-05.`"""
    told, seen, more = _ORIGIN[language]
    titles = [_title(source, language) for source in sorted(set(sources))]
    if len(titles) > MOST_SOURCES:
        rest = more.format(count=len(titles) - MOST_SOURCES + 1)
        titles = [*titles[: MOST_SOURCES - 1], rest]
    parts = [told.format(sources="; ".join(titles))] if titles else []
    return " ".join([*parts, *([seen.format(day=as_of.isoformat())] if as_of else [])])


def _title(source: str, language: str) -> str:
    known = SOURCES.get(source)
    if known is None:
        return source
    return known.title_fr if language == "fr" else known.title_en


def sentence(parts: Sequence[str]) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
