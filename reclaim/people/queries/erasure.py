"""Whom an erasure is about, and what every room says of it beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reclaim.core import offers
from reclaim.core.offers import RoomErasure, Traces
from reclaim.people.models import ContactPoint, Person, User
from reclaim.people.queries.same.kept import former_names


def records_of(user: User) -> QuerySet[Person]:
    """The record joined to the account, and those without an account that carry its address
    under its name. Two people may share an address: another's record is left alone."""
    same = Q(user=None, email__iexact=user.email)
    same &= Q(given_name__iexact=user.first_name, family_name__iexact=user.last_name)
    return Person.objects.filter(Q(user=user) | same)


def traces_of_account(user: User) -> Traces:
    return traces(list(records_of(user)), user)


def traces_of_person(person: Person) -> Traces:
    return traces([person], None)


def traces(people: list[Person], user: User | None) -> Traces:
    points = list(ContactPoint.objects.filter(person__in=people))
    emails = {person.email.lower() for person in people}
    emails |= {point.key for point in points if point.kind == ContactPoint.Kind.EMAIL}
    names = {(person.given_name, person.family_name) for person in people}
    names |= {name for person in people for name in former_names(person)}
    if user is not None:
        emails.add(user.email.lower())
        names.add((user.first_name, user.last_name))
    whole = {whole_name(*name) for name in names}
    written = {text for point in points for text in (point.value, point.key)}
    return Traces(
        user_id=user.pk if user else None,
        people=tuple(person.pk for person in people),
        emails=tuple(sorted(emails - {""})),
        marks=tuple(sorted((whole | emails | written) - {""})),
        names=tuple(sorted({part for name in names for part in name} - {""})),
    )


def whole_name(given: str, family: str) -> str:
    """One name alone is shared by many; only both tell who is meant."""
    return f"{given} {family}" if given and family else ""


@dataclass(frozen=True)
class Plan:
    """What would go and what would stay, in the words of every room."""

    rooms: tuple[RoomErasure, ...]

    @property
    def goes(self) -> list[str]:
        return listed(room.goes for room in self.rooms)

    @property
    def stays(self) -> list[str]:
        return listed(room.stays for room in self.rooms)


def listed(sentences: Iterable[Iterable[str]]) -> list[str]:
    return [sentence for room in sentences for sentence in room]


def plan(about: Traces) -> Plan:
    return Plan(tuple(offer(about) for offer in offers.erasures))
