"""Which record a row is about: by identifier, else e-mail, else phone with the same family name.

Two people are never made one: where a row may be about several, or contradicts the one it leads
to, it is set aside with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.people.models.imports import NAME_HERE
from reclaim.people.rules.cells import cut, plain
from reclaim.people.services.imports.records import Known, Record, agree
from reclaim.people.services.imports.wanted import Wanted


class NamesSomebody(Refused):
    """Leaves the place of a name open, so that erasing the person leaves none behind."""

    def __init__(self, reason: str, record: Record) -> None:
        super().__init__(reason)
        self.record = record


def find(wanted: Wanted, known: Known, local: int | None) -> Record | None:
    """None: nobody we know. `local` is where the row's member number counts."""
    if found := by_identifier(wanted, known, local):
        return found
    if found := by_email(wanted, known, local):
        return found
    return by_phone(wanted, known, local)


def by_identifier(wanted: Wanted, known: Known, local: int | None) -> Record | None:
    number = wanted.texts.get("number", "")
    pks = set(known.by_number.get(number, ()))
    here = {pk for pk in pks if number in known.records[pk].numbers_in(local)}
    for way in wanted.ids.items():
        here |= known.by_id.get(way, set())
    if len(here) > 1:
        raise Refused(
            _("The identifier in this row is that of %(count)s people here.") % {"count": len(here)}
        )
    for pk in here:
        return checked(known.records[pk], wanted)
    return None


def checked(record: Record, wanted: Wanted) -> Record:
    """A wrong digit must not write one person's name over another's."""
    given, family = wanted.texts.get("given_name", ""), wanted.texts.get("family_name", "")
    facts = record.facts
    if not agree(given, facts["given_name"]) and not agree(family, facts["family_name"]):
        reason = _("The identifier in this row is that of %(known)s here, not of %(name)s.")
        raise NamesSomebody(reason % {"known": NAME_HERE, "name": cut(wanted.name)}, record)
    return record


def by_email(wanted: Wanted, known: Known, local: int | None) -> Record | None:
    found = reached(
        (pk for key in wanted.keys["email"] for pk in known.by_email.get(key, ())),
        wanted,
        known,
        local,
    )
    if len(found) > 1 or known.crowded.intersection(wanted.keys["email"]):
        found = [one for one in found if is_same_name(one, wanted)]
        if len(found) != 1:
            raise Refused(_("Several people here have the e-mail address of this row."))
    for record in found:
        if not agree(wanted.texts.get("given_name", ""), record.facts["given_name"]):
            reason = _("The e-mail address of this row is that of %(known)s here, not of %(name)s.")
            raise NamesSomebody(reason % {"known": NAME_HERE, "name": cut(wanted.name)}, record)
        return record
    return None


def by_phone(wanted: Wanted, known: Known, local: int | None) -> Record | None:
    """People of one household share a number: the given name must not contradict."""
    family = plain(wanted.texts.get("family_name", ""))
    given = wanted.texts.get("given_name", "")
    ways = [(key, family) for key in wanted.keys["phone"] if family and key not in known.crowded]
    pks = (pk for way in ways for pk in known.by_phone.get(way, ()))
    found = [
        record
        for record in reached(pks, wanted, known, local)
        if agree(given, record.facts["given_name"])
    ]
    if len(found) > 1:
        found = [one for one in found if is_same_name(one, wanted)] or found
    if len(found) > 1:
        raise Refused(_("Several people here have the phone number and the name of this row."))
    return found[0] if found else None


def reached(pks: Iterable[int], wanted: Wanted, known: Known, local: int | None) -> list[Record]:
    """Those the row's addresses or numbers lead to, but for whom another member number has."""
    records = [known.records[pk] for pk in sorted(set(pks))]
    number = wanted.texts.get("number")
    if not number:
        return records
    return [one for one in records if not (one.numbers_in(local) - {number})]


def is_same_name(record: Record, wanted: Wanted) -> bool:
    given, family = wanted.texts.get("given_name", ""), wanted.texts.get("family_name", "")
    facts = record.facts
    return plain(facts["given_name"]) == plain(given) and plain(facts["family_name"]) == plain(
        family
    )
