"""Names of suppliers, made comparable.

The cleaning follows the GoC contracts analysis (Latin letters to ASCII, everything else to
spaces, legal forms dropped as whole words at the end, three passes), and adds the French forms
and initials (`A.S.P.` is `ASP`).
"""

from __future__ import annotations

import re
import unicodedata

from procurement.remembering import remembered

LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "incorporee",
        "ltd",
        "limited",
        "ltee",
        "limitee",
        "corp",
        "corporation",
        "co",
        "company",
        "cie",
        "compagnie",
        "llp",
        "lp",
        "llc",
        "ulc",
        "plc",
        "gp",
        "senc",
        "sencrl",
        "srl",
        "sa",
        "sas",
        "nv",
        "bv",
        "gmbh",
        "pc",
        "pllc",
    ]
)
WITHHELD = frozenset({"confidential", "confidentiel", "withheld", "n a", "na", "none", "tbd"})
_OF_SOMEBODY = re.compile(r"(?<=\w)'s\b")
_WORD = re.compile("[a-z0-9]+")
_INITIALS = re.compile(r"\b(?:[a-z] ){1,5}[a-z]\b")


def plain(published: str) -> str:
    """Lower case Latin letters and digits, in words: `Nettoyage Éclair Ltée` → …`eclair ltee`."""
    text = published.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    if "'" in text:
        text = _OF_SOMEBODY.sub("s", text)
    return " ".join(_WORD.findall(text.replace("&", " and ")))


@remembered(200_000)
def supplier_key(published: str) -> str | None:
    """`A.S.P. Incorporated` → `asp`; `Nettoyage Éclair Ltée` → `nettoyage eclair`.

    Null when the name is blank or withheld (`Confidential`), so that two withheld names are
    never taken for one firm.
    """
    text = plain(published)
    if not text or text in WITHHELD:
        return None
    text = _INITIALS.sub(lambda found: found[0].replace(" ", ""), text)
    return _without_legal_forms(text.removeprefix("the ").removesuffix(" the"))


def _without_legal_forms(text: str) -> str:
    """Drops legal forms at the end; a name of nothing else stays whole."""
    parts = text.split()
    for _ in range(3):
        if len(parts) > 1 and parts[-1] in LEGAL_FORMS:
            parts.pop()
    return " ".join(parts)
