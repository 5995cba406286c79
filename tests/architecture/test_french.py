"""French is set the way the house writes it: no sign stands alone at the beginning of a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

RECLAIM = Path(__file__).parents[2] / "reclaim"
CATALOGUES = sorted(RECLAIM.rglob("locale/fr/LC_MESSAGES/django.po"))
NO_BREAK = "\N{NO-BREAK SPACE}"
WRONG = {
    "a space that may break before a sign": re.compile(" [:;!?»]|« "),
    "no space before a sign": re.compile(rf"[^\s{NO_BREAK}:;!?][;!?](?:\s|$)|[^{NO_BREAK}]»"),
    "a straight apostrophe": re.compile(r"\w'\w"),
}


def french_in(catalogue: Path) -> list[str]:
    with catalogue.open("rb") as file:
        entries = [entry.string for entry in read_po(file) if entry.id]
    return [text for entry in entries for text in ([entry] if isinstance(entry, str) else entry)]


@pytest.mark.parametrize("wrong", WRONG)
def test_no_french_text_is_set_with(wrong: str):
    found = {
        f"{catalogue.relative_to(RECLAIM).parts[:-4]}: {text}"
        for catalogue in CATALOGUES
        for text in french_in(catalogue)
        if WRONG[wrong].search(text)
    }
    assert not found
