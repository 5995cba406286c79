"""The people of the register, as what is compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from reclaim.people.models import ContactPoint, LocalMembership, Organization, Person
from reclaim.people.queries.among import Among
from reclaim.people.queries.same.faces import Known

CHUNK = 2_000  # people read at once, with what hangs on them
POSTAL = re.compile(r"\b([A-Z]\d[A-Z]) ?(\d[A-Z]\d)\b", re.IGNORECASE)
Fresh = Callable[[int, Known], bool]  # whether somebody is new or changed
_COLUMNS = ("pk", "given_name", "family_name", "job_title", "organization_id")


def everybody(root: Organization) -> QuerySet[Person]:
    return Person.objects.filter(organization__path__startswith=root.path)


def around(organization: Organization, fresh: Iterable[int]) -> QuerySet[Person]:
    """Whom the new people of an organization may be: those there and below, and whoever of the
    same union is reached as they are or has their member number."""
    fresh = list(fresh)
    ways = ContactPoint.objects.filter(person__in=fresh).exclude(kind=ContactPoint.Kind.ADDRESS)
    alike = ContactPoint.objects.filter(key__in=ways.values("key"))
    path = organization.path[: Organization.steplen]
    there = Q(organization__path__startswith=organization.path) | Q(pk__in=alike.values("person"))
    return Person.objects.filter(there, organization__path__startswith=path)


@dataclass
class Hanging:
    """What hangs on one person."""

    ways: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: list[str] = field(default_factory=list)
    locals: list[str] = field(default_factory=list)


def known_people(people: QuerySet[Person], is_fresh: Fresh) -> Iterator[Known]:
    """In the order of their numbers."""
    last = 0
    ordered = people.order_by("pk").values_list(*_COLUMNS)
    while rows := list(ordered.filter(pk__gt=last)[:CHUNK]):
        last = rows[-1][0]
        hanging = hung_on([row[0] for row in rows])
        for pk, given, family, job, organization in rows:
            facts = known(pk, f"{given} {family}", job, organization, hanging[pk])
            yield facts if is_fresh(pk, facts) else replace(facts, is_fresh=False)


def known(pk: int, name: str, job: str, organization: int, hangs: Hanging) -> Known:
    addresses = hangs.ways[ContactPoint.Kind.ADDRESS][:1]
    street, postal = address_parts(addresses[0] if addresses else "")
    return Known(
        key=str(pk),
        name=name,
        emails=tuple(hangs.ways[ContactPoint.Kind.EMAIL]),
        phones=tuple(hangs.ways[ContactPoint.Kind.PHONE]),
        numbers=tuple(hangs.numbers),
        postal=postal,
        street=street,
        job=job,
        local=str(organization),
        locals=tuple(sorted({str(organization), *hangs.locals})),
    )


def address_parts(address: str) -> tuple[str, str]:
    """`12 Rue Roy, Ottawa K1A 0B1` → what is before the first comma, and the postal code."""
    found = POSTAL.search(address)
    return address.partition(",")[0], "".join(found.groups()) if found else ""


def hung_on(people: list[int]) -> dict[int, Hanging]:
    hanging: dict[int, Hanging] = defaultdict(Hanging)
    points = ContactPoint.objects.filter(Among("person", people)).order_by("pk")
    for person, kind, key in points.values_list("person", "kind", "key"):
        hanging[person].ways[kind].append(key)
    joined = LocalMembership.objects.filter(Among("person", people)).order_by("pk")
    for person, local, number in joined.values_list("person", "organization", "number"):
        hanging[person].locals.append(str(local))
        if number:
            hanging[person].numbers.append(f"{local}:{number.casefold()}")
    return hanging
