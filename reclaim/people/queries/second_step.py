"""Who has a second step, and who still lacks one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator

from reclaim.people.models import Membership, Organization, SecondStepRule, User
from reclaim.people.models.user import SECOND_STEPS


def asked_here(organization: Organization) -> list[str]:
    rules = SecondStepRule.objects.filter(organization=organization)
    return list(rules.values_list("role", flat=True))


def asked_above(organization: Organization) -> list[SecondStepRule]:
    """What the bodies above ask of roles here too."""
    step = Organization.steplen
    above = [organization.path[:end] for end in range(step, len(organization.path), step)]
    found = SecondStepRule.objects.filter(organization__path__in=above)
    return list(found.select_related("organization"))


def second_step_page(organization: Organization) -> dict[str, Any]:
    above = asked_above(organization)
    roles = {*asked_here(organization), *(rule.role for rule in above)}
    return {"organization": organization, "above": above, **standing(organization, roles)}


def standing(organization: Organization, roles: Collection[str]) -> dict[str, int]:
    """How many of whom it is asked there are, and how many still have none."""
    held = Membership.objects.in_force().filter(
        role__in=roles, organization__path__startswith=organization.path
    )
    accounts = set(held.values_list("user", flat=True))
    have = Authenticator.objects.filter(type__in=SECOND_STEPS, user__in=accounts)
    safe = set(have.values_list("user", flat=True))
    return {"asked": len(accounts), "without": len(accounts - safe)}


def asking(user: User) -> list[SecondStepRule]:
    """The rules over this account's roles, for the sentence that says why."""
    found = SecondStepRule.objects.select_related("organization")
    return [
        rule
        for rule in found.filter(role__in={role for role, _path in user.roles})
        if any(path.startswith(rule.organization.path) for path in user.paths(rule.role))
    ]
