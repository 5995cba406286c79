"""What else is kept on a person's record: notes, an organization's own facts, locals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from reclaim.core import audit, clock
from reclaim.core.errors import require
from reclaim.people import rules
from reclaim.people.models import (
    CustomField,
    CustomValue,
    LocalMembership,
    Note,
    Organization,
    Person,
    User,
)


@transaction.atomic
def write_note(person: Person, text: str, *, visibility: str, by: User, at: datetime) -> Note:
    require(rules.why_not_change_people(by, person.organization))
    note = Note.objects.create(
        person=person, text=text.strip(), visibility=visibility, written_by=by, written_at=at
    )
    audit.record("write note", person, by=by, at=at, visibility=visibility)
    return note


@transaction.atomic
def remove_note(note: Note, *, by: User, at: datetime) -> None:
    require(rules.why_not_remove_note(note, by))
    audit.record("remove note", note.person, by=by, at=at)
    note.delete()


@transaction.atomic
def add_custom_field(
    organization: Organization, *, by: User, at: datetime, **facts: Any
) -> CustomField:
    require(rules.why_not_shape_records(by, organization))
    field = CustomField.objects.create(organization=organization, **facts)
    audit.record("add custom field", field, by=by, at=at)
    return field


@transaction.atomic
def end_custom_field(field: CustomField, *, by: User, at: datetime) -> None:
    """Nobody is asked any more; what was written stays until the people are erased."""
    require(rules.why_not_shape_records(by, field.organization))
    field.is_ended = True
    field.save()
    audit.record("end custom field", field, by=by, at=at)


@transaction.atomic
def fill_custom_fields(
    person: Person, values: Mapping[int, str], *, by: User, at: datetime
) -> list[int]:
    """Keep what the record says in each field, by the field's key; empty takes it away."""
    require(rules.why_not_change_people(by, person.organization))
    before = dict(person.custom_values.values_list("field", "value"))
    changed = [pk for pk, value in values.items() if before.get(pk, "") != value]
    person.custom_values.filter(field__in=[pk for pk in changed if not values[pk]]).delete()
    CustomValue.objects.bulk_create(
        [CustomValue(person=person, field_id=pk, value=values[pk]) for pk in changed if values[pk]],
        update_conflicts=True,
        unique_fields=["person", "field"],
        update_fields=["value"],
    )
    if changed:
        audit.record("fill custom fields", person, by=by, at=at, fields=sorted(changed))
    return changed


@transaction.atomic
def join_local(
    person: Person,
    organization: Organization,
    *,
    by: User,
    at: datetime,
    kind: str = LocalMembership.Kind.MEMBER,
    number: str = "",
    since: date | None = None,
) -> LocalMembership:
    require(rules.why_not_join(by, person, organization))
    joined, _new = LocalMembership.objects.update_or_create(
        person=person,
        organization=organization,
        kind=kind,
        since=since,
        defaults={
            "number": number.strip(),
            "until": None,
            "is_elsewhere": organization.pk != person.organization_id,
        },
    )
    audit.record("join local", person, by=by, at=at, organization=organization.pk, kind=kind)
    return joined


@transaction.atomic
def leave_local(membership: LocalMembership, *, by: User, at: datetime) -> None:
    """Today is the last day; the row stays, as history."""
    require(rules.why_not_change_people(by, membership.organization))
    last = clock.today()
    membership.until = max(last, membership.since) if membership.since else last
    membership.save()
    audit.record(
        "leave local", membership.person, by=by, at=at, organization=membership.organization_id
    )
