"""Of which roles an organization asks a second step at sign-in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Organization, Role, SecondStepRule, User
from reclaim.people.rules.second_step import why_not_ask_second_step

WHEN_FOUNDED = (Role.ADMINISTRATOR, Role.COORDINATOR)  # they see everybody and give roles


@transaction.atomic
def ask_second_step(
    organization: Organization, roles: Collection[str], *, by: User | None, at: datetime
) -> None:
    """Ask it of exactly these roles, here and below; what a body above asks holds besides."""
    if by is not None:
        require(why_not_ask_second_step(by, organization))
    here = SecondStepRule.objects.filter(organization=organization)
    here.exclude(role__in=roles).delete()
    SecondStepRule.objects.bulk_create(
        [SecondStepRule(organization=organization, role=role, since=at) for role in roles],
        ignore_conflicts=True,
    )
    audit.record("ask second step", organization, by=by, at=at, roles=sorted(map(str, roles)))
