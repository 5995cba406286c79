"""What a cell of a sheet says: the value as it is kept, or why it can't be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.core.languages import SPOKEN
from reclaim.people.models import LocalMembership

YES = frozenset(
    [
        "yes",
        "oui",
        "true",
        "vrai",
        "1",
        "y",
        "o",
        "x",
        "ok",
        "agree",
        "agreed",
        "accepte",
        "consent",
        "consents",
        "opt-in",
        "optin",
        "opted-in",
        "subscribed",
        "abonne",
        "abonnee",
        "inscrit",
        "inscrite",
        "active",
    ]
)
NO = frozenset(
    [
        "no",
        "non",
        "false",
        "faux",
        "0",
        "n",
        "opt-out",
        "optout",
        "opted-out",
        "unsubscribed",
        "desabonne",
        "desabonnee",
        "refuse",
        "refused",
        "bounced",
        "spam",
        "complaint",
        "stop",
    ]
)
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_WORDS = re.compile(r"[^\w]+")
_FIRST_SERIAL, _LAST_SERIAL = 3_000, 80_000  # days since 1899-12-30: 1908 to 2119


@lru_cache(65_536)
def plain(text: str) -> str:
    """For comparing: no accents, no signs, lower case."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(_WORDS.sub(" ", text.replace("_", " ")).casefold().split())


def cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def words(text: str, most: int) -> str:
    if len(text) <= most and "  " not in text and text.isprintable():
        return text
    if len(text) > most * 4 or len(text := " ".join(text.split())) > most:
        if text.count("\n") > 3:
            raise Refused(_("A quotation mark opens here and never closes."))
        raise Refused(
            _("“%(text)s” is longer than %(most)s letters.") % {"text": cut(text), "most": most}
        )
    return text


def email(text: str) -> str:
    text = text.strip().removeprefix("mailto:").strip("<>;, ")
    if len(text) < 255 and ".." not in text and _EMAIL.fullmatch(text):
        return text
    try:
        validate_email(text)
    except ValidationError as error:
        error.__traceback__ = None  # it points to itself, and would keep every frame, and a batch
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": cut(text)}) from None
    if len(text) > 254:
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": cut(text)})
    return text


def phone(text: str) -> str:
    """From anywhere, as they gave it. Three digits are the least: somebody's extension."""
    text = words(text, 300).removesuffix(".0")
    digits = sum(letter.isdigit() for letter in text)
    if digits < 3 or len(text) > 40:
        raise Refused(_("“%(text)s” is not a phone number.") % {"text": cut(text)})
    return text


@lru_cache(4_096)
def yes_no(text: str) -> bool:
    said = plain(text)
    for answer in (said, said.replace(" ", "-")):
        if answer in YES:
            return True
        if answer in NO:
            return False
    raise Refused(_("“%(text)s” is neither yes nor no.") % {"text": cut(text)})


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}


@lru_cache(65_536)
def day(text: str, order: str = "dmy") -> date:
    """`2026-10-05`, `05/10/2026` in the order told, `5 octobre 2026`, `Oct 5, 2026`, `20261005`,
    and the number of days a spreadsheet counts."""
    try:
        found = _day(plain(text.partition("T")[0]), order)
    except (ValueError, OverflowError):
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        raise Refused(_("“%(text)s” is not a date.") % {"text": cut(text)})
    return found


def _day(text: str, order: str) -> date | None:
    parts = text.split()[:3]
    if len(parts) == 1 and text.isascii() and text.isdigit():
        return _counted(text)
    if len(parts) != 3:
        return None
    months = [_MONTHS.get(part) for part in parts]
    if named := next((month for month in months if month), None):
        parts.pop(months.index(named))
        first, second = (int(part.rstrip("stndrhe")) for part in parts)
        return date(second, named, first) if second > 31 else date(first, named, second)
    first, second, third = map(int, parts)
    if first > 31:
        return date(first, second, third)
    if (order == "mdy" and first <= 12) or second > 12:
        first, second = second, first
    return date(_whole_year(third), second, first)


def _counted(text: str) -> date | None:
    if len(text) == 8:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 4 and text[:2] in {"19", "20"}:
        return date(int(text), 1, 1)
    if _FIRST_SERIAL < int(text) < _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(text))
    return None


def _whole_year(year: int) -> int:
    if year > 99:
        return year
    return year + (2000 if year < 70 else 1900)


# As people write them who do not know the names that are standards.
_ALSO_CALLED: Mapping[str, str] = {
    "eng": "en", "e": "en", "a": "en", "fra": "fr", "fre": "fr", "f": "fr",
    "punjabi": "pa", "panjabi": "pa", "farsi": "fa", "tagalog": "fil", "tl": "fil", "tgl": "fil",
    "mandarin": "zh", "creole": "ht", "haitian": "ht", "ojibwe": "oj", "ojibway": "oj",
}  # fmt: skip


@lru_cache(1)
def _languages() -> Mapping[str, str]:
    known = {code: code for code in SPOKEN.split()}
    for reader in ("en", "fr"):
        names = Locale.parse(reader).languages
        known |= {plain(names[code]): code for code in SPOKEN.split() if code in names}
    known[plain(Locale.parse("ur").languages["ur"])] = "ur"
    return {**known, **_ALSO_CALLED}


@lru_cache(4_096)
def language(text: str) -> str:
    """Its code: from a name in English or French, or a code with a region."""
    said = plain(text)
    code = _languages().get(said) or _languages().get(said.split(" ")[0])
    if code is None:
        raise Refused(_("“%(text)s” is not a language we know.") % {"text": cut(text)})
    return code


_KINDS: Mapping[LocalMembership.Kind, str] = {
    LocalMembership.Kind.MEMBER: "member membre active actif active_member regular regulier "
    "permanent permanente full m",
    LocalMembership.Kind.PROBATION: "probation probationary on_probation probatoire en_probation",
    LocalMembership.Kind.LAID_OFF: "laid_off layoff recall mise_a_pied mis_a_pied licencie "
    "laid_off_with_recall_rights",
    LocalMembership.Kind.RETIRED: "retired retiree retraite retraitee pensioner",
    LocalMembership.Kind.FRIEND: "friend ami amie supporter sympathisant sympathisante allie "
    "ally community non_member non_membre friend_not_a_member",
}


@lru_cache(1_024)
def kind(text: str) -> str:
    said = plain(text).replace(" ", "_")
    for one, names in _KINDS.items():
        if said in names.split():
            return one.value
    raise Refused(
        _("“%(text)s” is none of: member, on probation, laid off, retired, friend.")
        % {"text": cut(text)}
    )


def split_name(text: str) -> tuple[str, str]:
    """`Lima, Rosa` and `Rosa Lima`; a single name is a given name, the last word the family's."""
    family, comma, given = text.partition(",")
    if comma:
        return given.strip(), family.strip()
    given, _space, family = text.strip().rpartition(" ")
    return (given.strip(), family) if given else (family, "")
