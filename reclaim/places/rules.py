"""Why a postal code can't be one, in words a person can act on."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

SHAPE = re.compile(r"[A-Z][0-9][A-Z](?:[0-9][A-Z][0-9])?")
NEVER_USED = frozenset("DFIOQU")
NEVER_FIRST = frozenset("WZ")
MISTAKEN_FOR_DIGITS = str.maketrans("OIL", "011")


def bare_code(text: str) -> str:
    """What was typed, in capitals, without spaces, dashes and dots."""
    return re.sub(r"[\s.\-‐‑–—]+", "", unicodedata.normalize("NFKC", text)).upper()


def spaced(code: str) -> str:
    return f"{code[:3]} {code[3:]}".strip()


def with_digits_for_letters(code: str) -> str:
    """The code with O, I and L read as digits in the places where only digits stand."""
    return "".join(
        letter.translate(MISTAKEN_FOR_DIGITS) if place % 2 else letter
        for place, letter in enumerate(code)
    )


def why_not_postal_code(text: str) -> str:
    """An empty text when it is a postal code, or the first three characters of one."""
    code = bare_code(text)
    if not code:
        return _("Enter a postal code, such as M4C 1M5.")
    meant = with_digits_for_letters(code)
    if not SHAPE.fullmatch(meant):
        return _(
            "“%(typed)s” is not a Canadian postal code: letters and digits take turns, "
            "as in M4C 1M5. The first three are enough."
        ) % {"typed": text.strip()[:20]}
    if reason := why_not_these_letters(meant):
        return reason
    return "" if meant == code else why_not_letters_for_digits(code, meant)


def why_not_these_letters(code: str) -> str:
    if code[0] in NEVER_FIRST:
        return _("No postal code begins with %(letter)s. Please check the first letter.") % {
            "letter": code[0]
        }
    if NEVER_USED.intersection(code[::2]):
        return _("No postal code has the letters D, F, I, O, Q or U. Please check “%(typed)s”.") % {
            "typed": spaced(code)
        }
    return ""


def why_not_letters_for_digits(code: str, meant: str) -> str:
    if "O" in code:
        return _(
            "%(typed)s has the letter O where a digit stands. Did you mean %(meant)s, with a zero?"
        ) % {"typed": spaced(code), "meant": spaced(meant)}
    return _("%(typed)s has a letter where a digit stands. Did you mean %(meant)s?") % {
        "typed": spaced(code),
        "meant": spaced(meant),
    }
