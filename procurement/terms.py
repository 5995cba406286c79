"""When a contract starts and ends, read out of the words of its description.

Only what is said is taken: two dates, a date and a length, or a length from the date of award
when that date is published. A length alone gives no end, several lengths ("6 months, 12 months
or 15 months") give none, and options to extend are kept apart: the end is the end without them.
The words are kept as evidence.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Any

from procurement.remembering import remembered

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier",
            "february feb février fevrier",
            "march mar mars",
            "april apr avril",
            "may mai",
            "june jun juin",
            "july jul juillet",
            "august aug août aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBERS = {
    name: number
    for number, names in enumerate(
        [
            "one un une",
            "two deux",
            "three trois",
            "four quatre",
            "five cinq",
            "six",
            "seven sept",
            "eight huit",
            "nine neuf",
            "ten dix",
            "eleven onze",
            "twelve douze",
            "thirteen treize",
            "fourteen quatorze",
            "fifteen quinze",
            "sixteen seize",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
    for name in names.split()
}
NUMBERS |= {"twenty-four": 24, "thirty-six": 36, "forty-eight": 48, "sixty": 60}
LONGEST = timedelta(days=40 * 366)
READ = 20_000  # characters of a description; the longest real one has under 10,000

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_DAY = (
    rf"(?:(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:er)?\s+(?:{_MONTH})\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_AWARD = r"(?:(?:the\s+)?date\s+of\s+(?:the\s+)?award(?:\s+of\s+(?:the\s+)?contract)?|la\s+date\s+d['’](?:attribution|octroi))"
_FROM = (
    r"(?:from|between|commenc\w+(?:\s+(?:on|from))?|start\w*(?:\s+on)?|beginning(?:\s+on)?"
    r"|du|de|à\s+(?:compter|partir)\s+(?:du|de))"
)
_TO = (
    r"[\s,]*(?:and\s+(?:be\s+in\s+effect|ending|continuing|expiring)\s+)?"
    r"(?:to|until|through|and|ending|on|au|jusqu['’]au|[-–])(?:\s+(?:on|to|until))?\s+"
)
_BETWEEN = re.compile(
    rf"\b{_FROM}\s+(?:the\s+)?(?:(?P<start>{_DAY})|{_AWARD}){_TO}(?P<end>{_DAY})", re.IGNORECASE
)
_STARTS = re.compile(
    rf"\b{_FROM}\s+(?:the\s+)?(?:(?P<start>{_DAY})|(?P<award>{_AWARD}))", re.IGNORECASE
)
_LENGTH = re.compile(
    rf"(?<![\w-])(?:(?:{_NUMBER})\s*\(\s*(?P<digits>\d{{1,2}})\s*\)|\(?(?P<bare>\d{{1,2}})\)?"
    rf"|(?P<word>{_NUMBER}))[\s-]*(?P<unit>years?|months?|ans?|années?|mois)\b",
    re.IGNORECASE,
)
_BEFORE_LENGTH = re.compile(
    r"\b(?:period|term|duration|durée|période)\b[^.;]{0,50}$|\b(?:contract|contrat)\b[^.;,]{0,20}$",
    re.IGNORECASE,
)
_AFTER_LENGTH = re.compile(
    rf"\s*(?:initial\s+)?(?:(?:term|period|contract)\b|(?:from|after|à compter de)\s+{_AWARD})",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\b(?:with\s+)?(?:\w+\s+)?(?:additional\s+)?(?:option(?:s|al|nel(?:le)?s?)?\b"
    r"|(?:to\s+)?(?:extend|renew|prolong|renouvel)\w*)[^.;]{0,200}",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"years?\b|months?\b|\bans?\b|années?\b|mois\b|\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """What the words say: days (null when not said), the words, the words about options."""

    starts_on: date | None = None
    ends_on: date | None = None
    term_text: str | None = None
    option_text: str | None = None


def term_columns(description: str | None, awarded_on: date | None) -> dict[str, Any]:
    """The term columns of a canonical row."""
    term = term_in(description, awarded_on) if description else Term()
    return {
        "starts_on": term.starts_on,
        "ends_on": term.ends_on,
        "term_source": "text" if term.ends_on else None,
        "term_text": term.term_text,
        "option_text": term.option_text,
    }


@remembered(20_000)
def term_in(description: str, awarded_on: date | None) -> Term:
    """`from October 1, 2012 to February 28, 2014` → both days; `for a period of one (1) year from
    the date of award`, awarded 2023-10-27 → 2023-10-27 to 2024-10-26."""
    description = description[:READ]
    if not _MAYBE.search(description):
        return Term()
    option = _OPTION.search(description)
    said = description[: option.start()] if option else description
    option_text = option[0].strip() if option else None
    found = _between(said, awarded_on) or _length(said, awarded_on)
    if found is None:
        return Term(option_text=option_text)
    starts_on, ends_on, words = found
    if not _is_plausible(starts_on, ends_on, awarded_on):
        return Term(None, None, words, option_text)
    return Term(starts_on, ends_on, words, option_text)


def _is_plausible(starts_on: date | None, ends_on: date | None, awarded_on: date | None) -> bool:
    """A start after the end, an end before the award or a lifetime away: not read, not guessed."""
    first = max((day for day in (starts_on, awarded_on) if day), default=None)
    return not (first and ends_on) or timedelta() < ends_on - first <= LONGEST


_Said = tuple[date | None, date | None, str]


def _between(said: str, awarded_on: date | None) -> _Said | None:
    found = _BETWEEN.search(said)
    if found is None:
        return None
    starts_on = _day(found["start"]) if found["start"] else awarded_on
    if found["start"] and starts_on is None:
        return None, None, found[0]
    return starts_on, _day(found["end"]), found[0]


def _length(said: str, awarded_on: date | None) -> _Said | None:
    """One length, and the day it runs from if that is said. Two lengths are no answer."""
    lengths = [found for found in _LENGTH.finditer(said) if _is_of_term(said, found)]
    if not lengths:
        return None
    first = lengths[0]
    words = said[max(0, first.start() - 60) : first.end() + 60].strip()
    if len({_months(found) for found in lengths}) > 1 or _is_listed(said, first):
        return None, None, words
    starts = _STARTS.search(said)
    if starts is None:
        return None, None, words
    starts_on = _day(starts["start"]) if starts["start"] else awarded_on
    return starts_on, _after(starts_on, _months(first)), words


def _is_of_term(said: str, found: re.Match[str]) -> bool:
    before = said[max(0, found.start() - 200) : found.start()]
    return bool(_BEFORE_LENGTH.search(before)) or bool(_AFTER_LENGTH.match(said[found.end() :]))


def _is_listed(said: str, found: re.Match[str]) -> bool:
    """`6 months, 12 months or 15 months`: which one, nobody said."""
    return bool(re.match(r"\s*(?:,|or|ou|and|et)\s*\(?\d", said[found.end() :]))


def _months(found: re.Match[str]) -> int:
    digits = found["digits"] or found["bare"]
    count = int(digits) if digits else NUMBERS[found["word"].lower()]
    return count if found["unit"].lower().startswith("mo") else count * 12


def _after(starts_on: date | None, months: int) -> date | None:
    """The last day of so many months from a day: 2024-01-01 and 12 months → 2024-12-31."""
    if starts_on is None or not months:
        return None
    years, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    if years > MAXYEAR:
        return None
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(starts_on.day, last)) - timedelta(days=1)


def _day(said: str) -> date | None:
    """`October 1st, 2012`, `1er octobre 2012`, `2012-10-01`; February 30 is no day."""
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    name = re.search(rf"{_MONTH}", said, re.IGNORECASE)
    try:
        if name is None:
            return date(*numbers)
        dayed, year = numbers
        return date(year, MONTHS[name[0].lower()], dayed)
    except (ValueError, TypeError):
        return None
