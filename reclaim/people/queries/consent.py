"""Who may be written to, and what one person chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from reclaim.core import sealing
from reclaim.people.models import Consent, ConsentWording, ContactPoint, LocalMembership, Person
from reclaim.people.models.consent import REACHED_BY, Channel, Purpose
from reclaim.people.rules import consent as rules


def reachable(people: QuerySet[Person], channel: str, purpose: str, on: date) -> QuerySet[Person]:
    """Those of these people who may be written to so, on this day: what `why_not_write` says of
    one, said of any number in one query."""
    return people.filter(may_be_written_to(channel, purpose, on))


def may_be_written_to(channel: str, purpose: str, on: date) -> Q:
    """The same as a condition, to be joined with others or denied."""
    same = {"person": OuterRef("pk")}
    kind = REACHED_BY[Channel(channel)]
    said = Consent.objects.filter(**same, channel=channel, purpose=purpose).order_by()
    lasting = Q(expires_on=None) | Q(expires_on__gte=on)
    may = Q(Exists(said.filter(lasting, is_given=True)))
    by_membership = rules.implied(channel, purpose, on)
    if by_membership is None:
        may = Q()
    else:
        members = LocalMembership.objects.filter(by_membership, **same).order_by()
        may |= Q(Exists(members))
    has_way = Exists(ContactPoint.objects.usable().filter(**same, kind=kind).order_by())
    return Q(has_way) & ~Q(Exists(said.filter(is_given=False))) & may


def newest_wordings() -> dict[str, ConsentWording]:
    oldest_first = ConsentWording.objects.order_by("version")
    return {wording.purpose: wording for wording in oldest_first}


def stands(person: Person) -> dict[tuple[str, str], bool]:
    """What the ledger says today."""
    rows = Consent.objects.filter(person=person)
    return {(one.channel, one.purpose): one.is_given for one in rows}


def preference_token(person: Person) -> str:
    """Opens this person's preference page without a sign-in; says nothing to who reads it."""
    return sealing.seal(f"preferences:{person.pk}")


def person_behind(token: str) -> Person | None:
    about, _colon, pk = (sealing.opened(token) or "").partition(":")
    if about != "preferences":
        return None
    return Person.objects.filter(pk=pk).first()


@dataclass(frozen=True)
class Preference:
    """One thing a person may say yes or no to."""

    key: str
    channel: str
    is_chosen: bool


@dataclass(frozen=True)
class Topic:
    title: str
    wording: str
    preferences: list[Preference]


def topics(person: Person, on: date) -> list[Topic]:
    """What the preference page asks: chosen is what we would do today."""
    wordings = newest_wordings()
    return [
        Topic(
            title=str(purpose.label),
            wording=wordings[purpose].text if purpose in wordings else "",
            preferences=[
                Preference(
                    key=f"{channel}:{purpose}",
                    channel=str(channel.label),
                    is_chosen=is_willing(person, channel, purpose, on),
                )
                for channel in Channel
            ],
        )
        for purpose in Purpose
    ]


def is_willing(person: Person, channel: Channel, purpose: Purpose, on: date) -> bool:
    """What they said, or what follows from what they are, whether or not we know an address."""
    said = Consent.objects.filter(person=person, channel=channel, purpose=purpose).first()
    if said is not None:
        return said.is_given and (said.expires_on is None or said.expires_on >= on)
    by_membership = rules.implied(channel, purpose, on)
    return by_membership is None or person.local_memberships.filter(by_membership).exists()
