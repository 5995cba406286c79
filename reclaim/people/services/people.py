"""Adding and changing the records of people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import Refused
from reclaim.people import rules
from reclaim.people.models import Organization, Person, User


@transaction.atomic
def add_person(
    organization: Organization, *, by: User | None, at: datetime, **facts: Any
) -> Person:
    if by is not None and (reason := rules.why_not_change_people(by, organization)):
        raise Refused(reason)
    person = Person.objects.create(organization=organization, **facts)
    audit.record("add person", person, by=by, at=at)
    return person


@transaction.atomic
def change_person(person: Person, *, by: User, at: datetime, **facts: Any) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reason := rules.why_not_change_people(by, person.organization):
        raise Refused(reason)
    changed = sorted(name for name, value in facts.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, facts[name])
    if changed:
        person.save()
        audit.record("change person", person, by=by, at=at, fields=changed)
    return person
