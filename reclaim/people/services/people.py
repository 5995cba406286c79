"""Adding and changing the records of people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import Refused
from reclaim.people import rules
from reclaim.people.models import ContactPoint, Organization, Person, User
from reclaim.people.models.contact import contact_key
from reclaim.people.services.contacts import (
    ON_THE_PERSON,
    keep_point,
    keep_points,
    keep_preferred,
)


@transaction.atomic
def add_person(
    organization: Organization, *, by: User | None, at: datetime, **facts: Any
) -> Person:
    if by is not None and (reason := rules.why_not_change_people(by, organization)):
        raise Refused(reason)
    person = Person.objects.create(organization=organization, **facts)
    keep_points(Person.objects.filter(pk=person.pk), by=by, at=at)
    audit.record("add person", person, by=by, at=at)
    return person


@transaction.atomic
def change_person(person: Person, *, by: User, at: datetime, **facts: Any) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reason := rules.why_not_change_people(by, person.organization):
        raise Refused(reason)
    return set_facts(person, facts, by=by, at=at)


def set_facts(person: Person, facts: dict[str, Any], *, by: User, at: datetime) -> Person:
    """Whoever calls holds the row, and has asked whether this account may."""
    before = {name: getattr(person, name) for name in facts}
    changed = sorted(name for name, value in facts.items() if before[name] != value)
    for name in changed:
        setattr(person, name, facts[name])
    if changed:
        person.save()
        follow_contacts(person, before, by=by, at=at)
        audit.record("change person", person, by=by, at=at, fields=changed)
    return person


def follow_contacts(person: Person, before: dict[str, Any], *, by: User, at: datetime) -> None:
    """The address or number that stood here is no longer used; the one that stands is preferred."""
    for kind, name in ON_THE_PERSON.items():
        value, old = getattr(person, name), before.get(name, "")
        if name not in before or value == old:
            continue
        left = person.contact_points.filter(kind=kind, key=contact_key(kind, old))
        left.update(is_preferred=False, status=ContactPoint.Status.ENDED)
        if value:
            keep_point(person, kind, value, by, at, is_preferred=True)
    keep_preferred(Person.objects.filter(pk=person.pk))
