"""The reason of a flag in words, in English and French: facts, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

Language = Literal["en", "fr"]
Fact = str | int | float
Facts = Mapping[str, Fact]
NO_BREAK = "\u00a0"
LONGEST_NAME = 120


class Share(float):
    """A ratio to be said as a percentage."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """One thing said in both languages; `{names}` are filled with facts."""

    en: str
    fr: str

    def filled(self, language: Language, facts: Facts) -> str:
        pattern = self.en if language == "en" else self.fr
        return pattern.format_map({name: said(fact, language) for name, fact in facts.items()})


@dataclass(frozen=True, slots=True)
class Wording:
    """`reasons` by group; `innocent` is what else explains the flag: it belongs beside it."""

    title: Sentences
    reasons: Mapping[str, Sentences]
    innocent: Sentences


def said(fact: Fact, language: Language) -> str:
    """A fact as people write it: 1,234.50 and 20%, or 1 234,50 and 20 %."""
    if isinstance(fact, str):
        return fact if len(fact) <= LONGEST_NAME else fact[: LONGEST_NAME - 1] + "…"
    if isinstance(fact, Share):
        number = _number(float(fact) * 100, language)
        return f"{number}%" if language == "en" else f"{number}{NO_BREAK}%"
    return _number(fact, language)


def _number(value: float, language: Language) -> str:
    if not isfinite(value):
        return "—"
    written = f"{value:,}" if isinstance(value, int) else _decimals(value)
    if language == "en":
        return written
    return written.replace(",", NO_BREAK).replace(".", ",")


def _decimals(value: float) -> str:
    """Two decimals, none when they are zero; very large and very small ones by their size."""
    if value and not 0.005 <= abs(value) < 1e15:
        return f"{value:.2g}" if abs(value) < 0.005 else f"{value:.6g}"
    return f"{value:,.2f}".removesuffix(".00")
