"""Which law asks for a consent, how long one lasts, and why somebody may not be written to."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from reclaim.core.languages import Bilingual
from reclaim.people.models import Consent, LocalMembership, Person
from reclaim.people.models.consent import REACHED_BY, Channel, Purpose

FRIEND = LocalMembership.Kind.FRIEND


@dataclass(frozen=True)
class Law:
    """One act, as `data/law/consent.toml` tells it."""

    code: str
    name_en: str
    name_fr: str
    sections: str
    in_force: date
    purpose: str
    channels: tuple[str, ...]
    needs_consent: bool
    stops_within_business_days: int
    needs_postal_address: bool
    membership_months: int = 0
    relationship_months: int = 0

    name = Bilingual("name")


@cache
def laws() -> tuple[Law, ...]:
    text = (settings.ROOT / "data" / "law" / "consent.toml").read_text("utf-8")
    return tuple(
        Law(**{**facts, "channels": tuple(facts["channels"])})
        for facts in tomllib.loads(text)["law"]
    )


def laws_on(channel: str, purpose: str, on: date) -> list[Law]:
    """Those in force on the day for such messages; of one act the newest."""
    found = {
        law.code: law
        for law in sorted(laws(), key=lambda law: law.in_force)
        if law.in_force <= on and law.purpose == purpose and channel in law.channels
    }
    return list(found.values())


def implied(channel: str, purpose: str, on: date) -> Q | None:
    """Which memberships let us write without a word said; None when nobody need be asked.

    Union news goes to members. What is commercial goes to those who are members, or were until
    so many months ago as the strictest law in force says.
    """
    members = ~Q(kind=FRIEND) & (Q(since=None) | Q(since__lte=on))
    if purpose == Purpose.CAMPAIGN:
        return members & (Q(until=None) | Q(until__gte=on))
    asking = [law for law in laws_on(channel, purpose, on) if law.needs_consent]
    if not asking and channel in (Channel.EMAIL, Channel.SMS):
        return None
    months = min((law.membership_months for law in asking), default=0)
    return members & (Q(until=None) | Q(until__gte=months_before(on, months)))


def relationship_ends(channel: str, purpose: str, on: date) -> date | None:
    """The last day on which a gift, a purchase or volunteer work of this day lets us write."""
    months = [law.relationship_months for law in laws_on(channel, purpose, on) if law.needs_consent]
    return months_before(on, -min(months)) if months else None


def months_before(on: date, months: int) -> date:
    """The same day of the month, or its last: 31 March less one month is the end of February."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def why_not_write(person: Person, channel: str, purpose: str, on: date) -> str:
    """One person at a time; `queries.reachable` says the same of many."""
    if not person.contact_points.usable().filter(kind=REACHED_BY[Channel(channel)]).exists():
        return _("No usable address or number of this kind is known.")
    said = Consent.objects.filter(person=person, channel=channel, purpose=purpose).first()
    if said is not None and not said.is_given:
        return _("They said no to this.")
    if said is not None and (said.expires_on is None or said.expires_on >= on):
        return ""
    by_membership = implied(channel, purpose, on)
    if by_membership is None or person.local_memberships.filter(by_membership).exists():
        return ""
    return _("They have not said yes, and are no member.")
