"""Money and dates as published, in English and French, to values, or the reason why not.

What can be read in two ways is not read: `$1,2,3` is a reason, not a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from procurement.errors import SetAside
from procurement.remembering import remembered

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
ABSENT = {"none": "amount_none", "null": "amount_none", "n/a": "amount_none", "na": "amount_none"}

_PLAIN = re.compile(r"\d+\.?\d*|\.\d+")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{0,2})?")
_FRENCH = re.compile(r"(?:\d{1,3}(?: \d{3})+|\d+),\d{2}|\d{1,3}(?: \d{3})+")
_COMMA_CENTS = re.compile(r"\d{1,3}(?:,\d{3})+,\d{2}")
_RATE = re.compile(r"\d\s*/\s*[A-Za-z]|\bper\s?cent(age)?\b|\d\s*%|\bpourcentage\b", re.IGNORECASE)
_CURRENCY = re.compile(r"\b(?:CAD|USD|CDN|CA|US|C)\b", re.IGNORECASE)
_AMERICAN = re.compile(r"\bUSD?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, or null and why: `note` is a key of schema.NOTES."""

    amount: Decimal | None
    currency: str = "CAD"
    note: str | None = None


@remembered(100_000)
def money(published: str) -> Money:
    """`$1,234.56`, `1 234,56 $`, `(12.00)` → Money. Raises SetAside when it can't be read.

    Blank and `None` are unknown amounts; `31.65/MT` and percentages are rates, not amounts:
    both give null and a note.
    """
    text = " ".join(published.split())
    if len(text) < 20 and _PLAIN.fullmatch(text) and text.isascii():
        return _rounded(Decimal(text), negative=False, currency="CAD", published=published)
    if not text:
        return Money(None, note="amount_blank")
    if text.lower() in ABSENT:
        return Money(None, note=ABSENT[text.lower()])
    if _RATE.search(text):
        return Money(None, note="amount_rate")
    currency = "USD" if _AMERICAN.search(text) else "CAD"
    negative, figure = _unsigned(_CURRENCY.sub("", text).strip())
    return _rounded(_figure(figure), negative, currency, published)


def _rounded(value: Decimal | None, negative: bool, currency: str, published: str) -> Money:
    if value is None or value >= LARGEST:
        raise SetAside("unreadable_amount", value=published.strip()[:200])
    cents = value.quantize(CENT, rounding=ROUND_HALF_UP)
    return Money(-cents if negative else cents, currency, _oddity(value, negative))


def _unsigned(text: str) -> tuple[bool, str]:
    """Takes the sign (a minus or brackets) and one dollar sign off."""
    bracketed = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if bracketed else text
    minus = text.startswith(("-", "−"))
    text = text[1:].strip() if minus else text
    if text.startswith("$"):
        text = text[1:].strip()
        if text.startswith(("-", "−")) and not minus:
            minus, text = True, text[1:].strip()
    elif text.endswith("$"):
        text = text[:-1].strip()
    return bracketed != minus, text


def _figure(text: str) -> Decimal | None:
    """ASCII digits in one of the forms we know; anything else is None."""
    if len(text) > 40 or not text.isascii():
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _FRENCH.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    if _COMMA_CENTS.fullmatch(text):
        return Decimal(text[:-3].replace(",", "") + "." + text[-2:])
    return None


def _oddity(value: Decimal, negative: bool) -> str | None:
    if value == 0:
        return "amount_zero"
    if negative:
        return "amount_negative"
    return "amount_rounded" if value != value.quantize(CENT) else None


@remembered(100_000)
def day(published: str, column: str) -> date | None:
    """`2012-10-04`, `2012/10/04`, with or without a time → date; blank or `None` → None.

    Raises SetAside for what isn't a calendar day (`2012-13-40`, `04/05/2012`: which is the
    month?) and for days no contract can have (before 1950, after 2199).
    """
    text = published.strip()
    if not text or text.lower() in ABSENT:
        return None
    matched = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?", text, re.ASCII)
    matched = matched or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text, re.ASCII)
    try:
        found = date(*(int(part) for part in matched.groups())) if matched else None
    except ValueError:
        found = None
    if found is None:
        raise SetAside("unreadable_date", value=text[:80], column=column)
    if not EARLIEST <= found <= LATEST:
        raise SetAside("absurd_date", value=text[:80], column=column)
    return found


# Each pattern begins only where a word or a cell begins: else a long text without an end would be
# searched anew from each of its letters.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d.$-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
    r"(?![\d])(?:,,\d+#?)?(?: ?(?:ext|x|poste)\.? ?\d+)?",
    re.IGNORECASE,
)
_PHONE_END = re.compile(r"\d{3}[ .-]\d{4}(?!\d)")
_NEIGHBOURS = re.compile(rf'(?:"[^"\n]*"|(?<![^,"\n])[^,"\n]*),\s{{0,80}}"?{_EMAIL.pattern}"?')


def has_contacts(text: str) -> bool:
    return without_contacts(text) != text


def without_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers taken out."""
    if "@" in text:
        text = _EMAIL.sub("[e-mail]", text)
    return _PHONE.sub("[phone]", text) if _PHONE_END.search(text) else text


def raw_without_contacts(text: str) -> str:
    """A broken line without contacts: also the cell before an e-mail, where the name stands."""
    if "@" in text:
        text = _NEIGHBOURS.sub("[name],[e-mail]", text)
    return without_contacts(text)


@remembered(100_000)
def words(published: str) -> str | None:
    """One line, single spaces; blank and `None` are null."""
    text = " ".join(published.split())
    return None if not text or text == "None" else text
