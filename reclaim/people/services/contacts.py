"""Noting how to reach a person, and what became of each address and number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people import rules
from reclaim.people.models import ContactPoint, Person, Suppression, User
from reclaim.people.models.consent import suppression_digest
from reclaim.people.models.contact import contact_key

ON_THE_PERSON = {ContactPoint.Kind.EMAIL: "email", ContactPoint.Kind.PHONE: "phone"}


@transaction.atomic
def note_contact(
    person: Person,
    kind: str,
    value: str,
    *,
    by: User | None,
    at: datetime,
    label: str = "",
    is_preferred: bool = False,
) -> ContactPoint:
    """Keep an address or number; one that is known already becomes usable again."""
    if by is not None:
        require(rules.why_not_change_people(by, person.organization))
    point = keep_point(person, kind, value, by, at, label=label, is_preferred=is_preferred)
    keep_preferred(Person.objects.filter(pk=person.pk))
    audit.record("note contact", person, by=by, at=at, kind=str(kind))
    return point


def keep_point(
    person: Person, kind: str, value: str, by: User | None, at: datetime, **facts: Any
) -> ContactPoint:
    """The point itself; whoever calls keeps the record in step and says who did it."""
    if facts.get("is_preferred"):
        person.contact_points.filter(kind=kind).update(is_preferred=False)
    kept = {"value": value.strip(), "noted_at": at, "noted_by": by, **facts}
    key = contact_key(kind, value)
    kept["status"] = ContactPoint.Status.USABLE
    if suppressed([(kind, key)]):
        kept |= {"status": ContactPoint.Status.STOPPED, "is_preferred": False}
    point, _new = ContactPoint.objects.update_or_create(
        person=person, kind=kind, key=key, defaults=kept
    )
    return point


def suppressed(ways: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (kind, key) must never be used again, whoever writes them."""
    digests = {suppression_digest(kind, key): (kind, key) for kind, key in ways}
    found = Suppression.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return {digests[digest] for digest in found}


@transaction.atomic
def mark_contact(point: ContactPoint, status: str, *, by: User, at: datetime) -> ContactPoint:
    """Say what became of an address or number. It stays, so that nobody notes it again."""
    point = ContactPoint.objects.select_for_update().select_related("person").get(pk=point.pk)
    require(rules.why_not_change_people(by, point.person.organization))
    require(rules.why_not_mark(point, status))
    point.status = status
    point.is_preferred = point.is_preferred and status == ContactPoint.Status.USABLE
    point.save()
    keep_preferred(Person.objects.filter(pk=point.person_id))
    audit.record("mark contact", point.person, by=by, at=at, kind=point.kind, status=status)
    return point


@transaction.atomic
def prefer_contact(point: ContactPoint, *, by: User, at: datetime) -> ContactPoint:
    return note_contact(
        point.person,
        point.kind,
        point.value,
        by=by,
        at=at,
        label=point.label,
        is_preferred=True,
    )


def keep_preferred(people: QuerySet[Person]) -> None:
    """Set the e-mail and phone that stand on these people to their best usable ones."""
    best = {
        name: Coalesce(Subquery(best_of(kind).values("value")[:1]), Value(""))
        for kind, name in ON_THE_PERSON.items()
    }
    people.order_by().update(**best)


def best_of(kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person=OuterRef("pk"), kind=kind).usable().best_first()


@transaction.atomic
def keep_points(people: QuerySet[Person], *, by: User | None, at: datetime) -> None:
    """Give people who were written in one go the points of the e-mail and phone they stand with."""
    points = [
        ContactPoint(
            person=person,
            kind=kind,
            value=value,
            key=contact_key(kind, value),
            is_preferred=True,
            noted_at=at,
            noted_by=by,
        )
        for person in people.filter(contact_points=None)
        for kind, name in ON_THE_PERSON.items()
        if (value := getattr(person, name))
    ]
    never = suppressed((point.kind, point.key) for point in points)
    for point in points:
        if (point.kind, point.key) in never:
            point.status, point.is_preferred = ContactPoint.Status.STOPPED, False
    ContactPoint.objects.bulk_create(points, batch_size=1_000)
    if never:
        keep_preferred(people)
