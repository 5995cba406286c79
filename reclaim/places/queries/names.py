"""Names of places: how they are shown, and how two files' spellings are found to be the same."""

from __future__ import annotations

import re
import unicodedata

# Bytes of Windows-1252 that were once read as Latin-1, as in "\x92" for an apostrophe.
MISREAD = re.compile("[\x80-\x9f]")


def shown(name: str) -> str:
    """One spelling for every file: em dashes between names, plain apostrophes, no stray bytes."""
    text = MISREAD.sub(reread, name)
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    text = re.sub(r"\s*(?:--|[–—])\s*", "—", text)
    return re.sub(r"\s+", " ", text).strip()


def reread(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("cp1252", errors="ignore")


def folded(name: str) -> str:
    """For matching only: no accents, no case, every dash and apostrophe alike."""
    text = unicodedata.normalize("NFKD", shown(name).replace("œ", "oe").replace("Œ", "OE"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"[\s\-‐‑—']+", " ", text).strip().casefold()
