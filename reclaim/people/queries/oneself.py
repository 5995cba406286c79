"""The records somebody may read and correct as their own."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet

from reclaim.core.languages import language_name
from reclaim.people.models import ContactPoint, Correction, Person, User
from reclaim.people.models.contact import contact_key
from reclaim.people.queries.erasure import records_of
from reclaim.people.rules.oneself import is_of_account

JOINED = F("user").asc(nulls_last=True)


def own_records(user: User) -> QuerySet[Person]:
    """Those an erasure would take: the one joined to the account first."""
    return records_of(user).select_related("organization", "worksite").order_by(JOINED, "pk")


def own_points(user: User) -> QuerySet[ContactPoint]:
    people = records_of(user).order_by().values("pk")
    return ContactPoint.objects.filter(person__in=people)


def own_corrections(user: User) -> QuerySet[Correction]:
    people = records_of(user).order_by().values("pk")
    rows = Correction.objects.filter(person__in=people)
    return rows.select_related("person__organization", "answered_by")


def ways_of(user: User) -> list[tuple[ContactPoint, bool]]:
    """Each address and number once, however many locals keep it; and whether it signs in."""
    seen: dict[tuple[str, str], ContactPoint] = {}
    for point in own_points(user):
        seen.setdefault((point.kind, point.key), point)
    return [(point, is_of_account(point, user)) for point in seen.values()]


def is_proven(user: User, email: str) -> bool:
    """Whether a message that went to this address was opened by this account."""
    key = contact_key(ContactPoint.Kind.EMAIL, email)
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return key == user.email.casefold() or proven.filter(email__iexact=key).exists()


def own_page(user: User) -> dict[str, Any]:
    records = list(own_records(user))
    first = records[0] if records else None
    return {
        "records": records,
        "first": first,
        "language": language_name(first.language) if first else "",
        "also_speaks": [language_name(code) for code in first.also_speaks.split()] if first else [],
        "ways": ways_of(user),
        "corrections": own_corrections(user),
    }
