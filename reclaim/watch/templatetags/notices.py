"""How a call for bids is shown: its title out of its boilerplate, our words marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

LONGEST = 150
# “This RFP is an invitation by the City … to submit Bids for X, as further described …”: X.
OPENINGS = re.compile(
    r"^.*?\b(?:submit\s+bids\s+for(?:\s+the)?|"
    r"requests?\s+for\s+(?:quotations?|proposals?|tenders?)\s+(?:\(\w+\)\s+)?(?:is\s+)?for(?:\s+the)?|"
    r"quotations\s+are\s+invited\s+for(?:\s+the)?|necessary\s+to\s+provide|"
    r"supplier\s+to\s+provide|development\s+of\s+its\s+next\s+generation\s+of|"
    r"non-exclusive(?:\s+for\s+the)?\s+supply\s+of\s+all\s+labour,.{0,60}?\bto\s+provide)\s+",
    re.IGNORECASE | re.DOTALL,
)
CLOSINGS = re.compile(
    r"\s*(?:,?\s+as\s+(?:further\s+)?described\b|[.;:](?:\s|$)|\.\s?The\s|"
    r",?\s+all\s+in\s+accordance\b|\s+and\s+invites\b|\s+for\s+the\s+period\b|"
    r"\s+and\s+peripheral\b).*$",
    re.IGNORECASE | re.DOTALL,
)


@register.filter
def headline(text: str) -> str:
    """What is bought, in one line: the published words without the phrases every call has."""
    plain = " ".join((text or "").split())
    short = plain[:1200]
    for _phrase in range(3):
        short = OPENINGS.sub("", short, count=1)
    short = CLOSINGS.sub("", short).removeprefix("for the ").strip(" ,.-") or plain
    short = short[:1].upper() + short[1:]
    return short if len(short) <= LONGEST else short[:LONGEST].rsplit(" ", 1)[0] + "…"


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text with our words in <mark>, whatever their case or plural."""
    patterns = sorted((r"\W+".join(map(loosely, word.split())) for word in words), key=len)
    if not patterns:
        return format_html("{}", text or "")
    parts = re.split(rf"\b({'|'.join(reversed(patterns))})\b", text or "", flags=re.IGNORECASE)
    shown = (
        (format_html("<mark>{}</mark>", part) if at % 2 else part,) for at, part in enumerate(parts)
    )
    return format_html_join("", "{}", shown)


def loosely(word: str) -> str:
    stem = re.sub(r"(?:ies|y|es|s)$", "", word, flags=re.IGNORECASE) if len(word) > 3 else word
    return re.escape(stem) + r"(?:ies|y|es|s)?"
