"""Codes of the federal proactive disclosure, in words, and what each means for an award.

Words are those of the government's own form (open-data/ckanext-canada, `contracts.yaml`: the
choices of `solicitation_procedure` and `limited_tendering_reason`, discontinued ones too), without
what they say about single agreements. CanadaBuys publishes the words without the codes.

Code 33 has meant two things: confidential goods in the form of today, a substantial duplication
of costs in that of 2019. The words of today are given. The kinds of reason are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from procurement.remembering import remembered

# code: words, method. An advance notice names one firm beforehand: without competition.
PROCEDURES: dict[str, tuple[str, str]] = {
    "AC": ("Advance contract award notice", "non-competitive"),
    "OB": ("Competitive – Open bidding", "competitive"),
    "ST": ("Competitive – Selective tendering", "competitive"),
    "TC": ("Competitive – Traditional", "competitive"),
    "TN": ("Non-competitive", "non-competitive"),
}
# code: words, one of schema.REASON_KINDS
REASONS: dict[str, tuple[str, str]] = {
    "05": ("No response to bid solicitation", "competition failed"),
    "20": ("Goods purchased on a commodity market", "other"),
    "21": ("Purchases made under exceptionally advantageous conditions", "other"),
    "22": ("Winner of an architectural design contest", "other"),
    "23": ("Consulting services regarding matters of a confidential nature", "security"),
    "24": ("Additional construction services", "compatibility"),
    "25": ("New construction services", "other"),
    "30": (
        "Work on a property by a contractor according to a warranty or guarantee",
        "warranty or maintenance",
    ),
    "31": (
        "Work on a leased building or related property performed only by the lessor",
        "exclusive rights",
    ),
    "32": ("Subscriptions to newspapers, magazines, or other periodicals", "other"),
    "33": ("Goods regarding matters of a confidential or privileged nature", "security"),
    "71": ("Exclusive rights", "exclusive rights"),
    "72": ("Prototype purchase", "other"),
    "74": ("Additional deliveries", "compatibility"),
    "81": ("Extreme urgency", "emergency"),
    "85": ("Low dollar-value", "low value"),
    "86": ("Prices and/or sources fixed by government regulations", "other"),
    "87": ("Government objectives representing best interests/value", "other"),
    "90": ("Protection of human, animal, or plant life or health", "emergency"),
}
OLDER_WORDS = {
    "interchangeable parts": "compatibility",
    "substantial duplication of costs to the procuring entity": "compatibility",
    "national security consideration": "security",
}
_KINDS = {words.lower(): kind for words, kind in REASONS.values()} | OLDER_WORDS
_CODES = re.compile(r"\d{1,2}(?:\s*[,;|]\s*\d{1,2})*", re.ASCII)
_ASIDE = re.compile(r"\s*\([^()]*\)")


@remembered(1_000)
def procedure(code: str | None) -> tuple[str | None, str | None]:
    """`TN` → `TN: Non-competitive`, non-competitive. A code nobody knows stays, method unknown."""
    words, method = PROCEDURES.get((code or "").upper(), (None, None))
    return (f"{code}: {words}" if words else code), method


@remembered(10_000)
def reason(published: str | None) -> tuple[str | None, str | None]:
    """`71` → `71: Exclusive rights`, exclusive rights. `00` is none; `5` is `05`; several codes
    give the kind of the first that says more than “other”. What is no code stays as it is."""
    text = (published or "").strip()
    if not text or not text.strip("0"):
        return None, None
    if not _CODES.fullmatch(text):
        return text, kind_of(text)
    codes = [code.zfill(2) for code in re.findall(r"\d+", text)]
    said = [f"{code}: {REASONS[code][0]}" if code in REASONS else code for code in codes]
    return "; ".join(said), _first(REASONS.get(code, ("", "other"))[1] for code in codes)


@remembered(10_000)
def kind_of(words: str | None) -> str | None:
    """The kind of a reason published in words, one or several joined with “; ”."""
    if not words:
        return None
    plain = (_ASIDE.sub("", one).strip().lower() for one in words.split(";"))
    return _first(_KINDS.get(one, "other") for one in plain)


def _first(kinds: Iterable[str]) -> str:
    return next((kind for kind in kinds if kind != "other"), "other")
