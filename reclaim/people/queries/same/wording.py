"""Why two records may be of one person, in words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AGAINST_FROM = -1.0  # bits; between this and the next nothing is said
FOR_FROM = 1.0

WORDS: dict[tuple[str, str], Promise] = {
    ("given", "same"): _("the same given name"),
    ("given", "short"): _("one given name is a form of the other"),
    ("given", "slip"): _("given names that differ by a slip"),
    ("given", "beside"): _("one’s given name stands elsewhere in the other’s name"),
    ("given", "initial"): _("one given name is the initial of the other"),
    ("given", "alike"): _("given names that are somewhat alike"),
    ("given", "other"): _("other given names"),
    ("family", "all"): _("all words of the name are the same"),
    ("family", "same"): _("the same family name"),
    ("family", "slip"): _("family names that differ by a slip"),
    ("family", "beside"): _("a family name in common"),
    ("family", "turned"): _("one’s family name stands elsewhere in the other’s name"),
    ("family", "alike"): _("family names that are somewhat alike"),
    ("family", "other"): _("other family names"),
    ("birth", "same"): _("born on the same day"),
    ("birth", "slip"): _("birthdays that differ by a slip"),
    ("birth", "turned"): _("birthdays with day and month turned round"),
    ("birth", "year"): _("born in the same year"),
    ("birth", "day"): _("born on the same day of another year"),
    ("birth", "alike"): _("birthdays that are somewhat alike"),
    ("birth", "other"): _("other birthdays"),
    ("ways", "both"): _("the same e-mail and the same phone"),
    ("ways", "email"): _("the same e-mail"),
    ("ways", "phone"): _("the same phone"),
    ("ways", "other"): _("other e-mails and phones"),
    ("number", "same"): _("the same member number"),
    ("number", "slip"): _("member numbers that differ by a slip"),
    ("number", "other"): _("other member numbers"),
    ("postal", "same"): _("the same postal code"),
    ("postal", "slip"): _("postal codes that differ by a slip"),
    ("postal", "area"): _("the same postal area"),
    ("postal", "other"): _("other postal codes"),
    ("street", "same"): _("the same street and number"),
    ("street", "slip"): _("streets that differ by a slip"),
    ("street", "other"): _("other streets"),
    ("place", "same"): _("the same place"),
    ("place", "alike"): _("places that are alike"),
    ("place", "other"): _("other places"),
    ("job", "same"): _("the same job"),
    ("job", "other"): _("other jobs"),
    ("local", "same"): _("the same local keeps both records"),
    ("local", "beside"): _("one belongs to the other’s local besides"),
    ("local", "other"): _("other locals"),
}


def speaking_for(reasons: list[dict[str, Any]]) -> list[str]:
    """The strongest first."""
    found = [reason for reason in reasons if reason["weight"] >= FOR_FROM]
    return in_words(sorted(found, key=lambda reason: -reason["weight"]))


def speaking_against(reasons: list[dict[str, Any]]) -> list[str]:
    found = [reason for reason in reasons if reason["weight"] <= AGAINST_FROM]
    return in_words(sorted(found, key=lambda reason: reason["weight"]))


def in_words(reasons: list[dict[str, Any]]) -> list[str]:
    keys = [(reason["about"], reason["found"]) for reason in reasons]
    return [str(WORDS[key]) for key in keys if key in WORDS]


SHARED: dict[str, Promise] = {
    "joined": _("full name"),
    "given": _("given name"),
    "whole": _("given name or a form of it"),
    "family": _("family name"),
    "skeleton": _("consonants of the family name"),
    "beginning": _("first letters of the family name"),
    "initial": _("initial"),
    "birth": _("birthday"),
    "year": _("year of birth"),
    "place": _("place"),
    "postal": _("postal code"),
    "area": _("postal area"),
    "job": _("job"),
    "emails": _("e-mail"),
    "phones": _("phone"),
    "numbers": _("member number"),
}


def shared_by_many(counted: dict[str, int]) -> list[tuple[str, int]]:
    """What a crowd shares, in words, and how many people stand in such crowds."""
    return [
        (" + ".join(str(SHARED[name]) for name in what.split()), people)
        for what, people in counted.items()
    ]
