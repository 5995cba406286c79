"""How what this room keeps follows when two records become one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reclaim.core.offers import Follows
from reclaim.people.models import (
    BulkChangeRow,
    Candidate,
    Consent,
    ConsentEvent,
    ContactPoint,
    Correction,
    CustomValue,
    ExternalId,
    ImportRow,
    LocalMembership,
    Look,
    Merge,
    Note,
    PartnerConsent,
    Person,
    SelfIdentification,
)

STOPPED = ContactPoint.Status.STOPPED


def follows() -> list[Follows]:
    return [
        Follows(ContactPoint, once_by=("kind", "key"), fold=strictest_way, settle=second_choice),
        Follows(
            LocalMembership,
            once_by=("organization_id", "kind", "since"),
            fold=longer,
            settle=elsewhere,
        ),
        Follows(CustomValue, once_by=("field_id",)),
        Follows(ExternalId, once_by=("system",)),
        Follows(Consent, once_by=("channel", "purpose"), fold=strictest),
        Follows(ConsentEvent),
        Follows(PartnerConsent, settle=no_wins),
        Follows(Note),
        Follows(Correction),
        Follows(SelfIdentification, once_by=()),
        Follows(ImportRow),
        Follows(ImportRow, "about"),
        Follows(Merge),
        Follows(BulkChangeRow, once_by=("of_id", "about")),
        Follows(Look, once_by=("viewer_id", "day", "why")),
    ]


# Both sides of a candidate are a person; `services.same` sees to them.
APART = (Candidate,)


def strictest(mine: Consent, theirs: Consent) -> dict[str, Any]:
    """A no on either wins; of two yeses the one said last, but no longer than either lasts."""
    names = ("is_given", "basis", "expires_on", "at")
    if mine.is_given != theirs.is_given:
        chosen = theirs if mine.is_given else mine
        return {name: getattr(chosen, name) for name in names}
    last = max(mine, theirs, key=lambda one: one.at)
    ends = [one.expires_on for one in (mine, theirs) if one.expires_on]
    facts = {name: getattr(last, name) for name in names}
    return facts | {"expires_on": min(ends, default=None)}


def no_wins(said: PartnerConsent, stays: Person) -> dict[str, Any]:
    """A no on either record is the last word to that partner, whenever it was said."""
    last = PartnerConsent.objects.filter(person=stays, partner=said.partner_id).first()
    if last is None or last.is_given == said.is_given:
        return {}
    later = max(said.at, last.at + timedelta(microseconds=1))
    return {"is_given": False} if said.is_given else {"at": later}


def strictest_way(mine: ContactPoint, theirs: ContactPoint) -> dict[str, Any]:
    """What they asked us to stop stays stopped."""
    if theirs.status == STOPPED and mine.status != STOPPED:
        return {"status": STOPPED, "is_preferred": False}
    return {}


def second_choice(point: ContactPoint, stays: Person) -> dict[str, Any]:
    """One address and one number is preferred: the one of the record that stays."""
    preferred = ContactPoint.objects.filter(person=stays, kind=point.kind, is_preferred=True)
    return {"is_preferred": False} if point.is_preferred and preferred.exists() else {}


def longer(mine: LocalMembership, theirs: LocalMembership) -> dict[str, Any]:
    open_end = mine.until is None or theirs.until is None
    last = None if open_end else max(mine.until, theirs.until)  # type: ignore[type-var]
    return {"until": last, "number": mine.number or theirs.number}


def elsewhere(joined: LocalMembership, stays: Person) -> dict[str, Any]:
    return {"is_elsewhere": joined.organization_id != stays.organization_id}
