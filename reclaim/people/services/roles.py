"""Giving and ending roles."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from reclaim.core import audit, clock
from reclaim.core.errors import Refused, require
from reclaim.people import rules
from reclaim.people.models import Membership, Organization, User


@transaction.atomic
def give_role(
    user: User,
    organization: Organization,
    role: str,
    *,
    by: User | None,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """Give a role, from today unless told otherwise; one that is held already is left as it is."""
    if by is not None and (reason := rules.why_not_invite(by, organization, role)):
        raise Refused(reason)
    same = Membership.objects.filter(user=user, organization=organization, role=role)
    if held := same.in_force().first():
        return held
    membership = Membership.objects.create(
        user=user, organization=organization, role=role, since=since or clock.today(), until=until
    )
    user.__dict__.pop("standing", None)
    audit.record("give role", membership, by=by, at=at, role=role)
    return membership


@transaction.atomic
def change_last_day(
    membership: Membership, until: date | None, *, by: User, at: datetime
) -> Membership:
    """Let a role last longer or shorter, or without an end."""
    hold_tree_of(membership)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    require(rules.why_not_change_last_day(by, membership, until))
    membership.until = until
    membership.save(update_fields=["until"])
    audit.record("change last day", membership, by=by, at=at, until=until and until.isoformat())
    return membership


def hold_tree_of(membership: Membership) -> None:
    root = membership.organization.path[: Organization.steplen]
    Organization.objects.select_for_update().get(path=root)


@transaction.atomic
def end_role(membership: Membership, *, by: User, at: datetime) -> None:
    """End a role now. The row stays, as history.

    The root of the tree is held first, so that two administrators who end each other's role at
    once come one after the other, and one of them stays.
    """
    hold_tree_of(membership)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if reason := rules.why_not_end(by, membership):
        raise Refused(reason)
    membership.ended_at, membership.ended_by = at, by
    membership.save()
    audit.record("end role", membership, by=by, at=at, role=membership.role)
