"""Reads across accounts, organizations and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.core.languages import language_name
from reclaim.core.offers import TimelineEntry, person_timeline
from reclaim.people import rules
from reclaim.people.models import (
    ContactPoint,
    CustomField,
    CustomValue,
    Invitation,
    Membership,
    Note,
    Organization,
    Person,
    Role,
    User,
    Worksite,
)
from reclaim.people.models.person import SEES_PEOPLE


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def invitation_behind(token: str) -> Invitation:
    """The open invitation a link leads to. Refused, with the reason, if it is not open."""
    rows = Invitation.objects.select_related("organization", "invited_by")
    invitation = rows.filter(token_digest=digest(token)).first()
    if invitation is None or (reason := rules.why_not_accept(invitation)):
        raise Refused(reason if invitation else rules.why_not_accept(None))
    return invitation


FEW = 200  # organizations a database takes by name, and a person chooses from in one field


def timeline(person: Person, user: User) -> list[TimelineEntry]:
    """What the rooms know about this person that this account may see, the newest first."""
    entries = [entry for offer in person_timeline for entry in offer(person.pk, user)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def person_page(person: Person, user: User) -> dict[str, Any]:
    """Everything the page of one person shows to this account."""
    custom = person.custom_values.select_related("field").filter(field__is_ended=False)
    return {
        "person": person,
        "language": language_name(person.language),
        "also_speaks": [language_name(code) for code in person.also_speaks.split()],
        "timeline": timeline(person, user),
        "points": person.contact_points.all(),
        "statuses": ContactPoint.Status,
        "custom": [(value.field.name, in_words(value)) for value in custom],
        "consents": person.consents.all(),
        "locals": person.local_memberships.select_related("organization"),
        "notes": Note.objects.visible_to(user).filter(person=person).select_related("written_by"),
        "may_erase": not rules.why_not_erase(person, user),
        "may_see_looks": user.holds(person.organization, *rules.GIVES_ROLES),
        "may_change": not rules.why_not_change_people(user, person.organization),
    }


def in_words(value: CustomValue) -> str:
    """As people read it: a date in their language, yes and no in words."""
    if value.field.kind == CustomField.Kind.DATE:
        return date_format(date.fromisoformat(value.value))
    if value.field.kind == CustomField.Kind.YES_NO:
        return _("yes") if value.value == "yes" else _("no")
    return value.value


def memberships_in(organization: Organization) -> QuerySet[Membership]:
    held = Membership.objects.in_force().filter(organization=organization)
    return held.select_related("user", "organization").order_by(
        "user__last_name", "user__first_name", "pk"
    )


def open_invitations_to(organization: Organization) -> QuerySet[Invitation]:
    return Invitation.objects.open().filter(organization=organization).select_related("invited_by")


def worksites_of(organization: Organization) -> QuerySet[Worksite]:
    """With `people`: how many of those who work there have a record."""
    here = Person.objects.filter(worksite=OuterRef("pk")).order_by().values("worksite")
    counted = Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0)
    return Worksite.objects.filter(organization=organization).annotate(people=counted)


def has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


@dataclass(frozen=True)
class Branch:
    """An organization in the tree of those somebody reaches, with what they do there."""

    organization: Organization
    level: int
    role: Role | None
    worksites: int


def tree(user: User) -> list[Branch]:
    """Everything this account reaches, each under the one above it."""
    counted = Worksite.objects.order_by().values("organization").annotate(n=Count("pk"))
    worksites = dict(counted.values_list("organization", "n"))
    levels: dict[str, int] = {}
    branches = []
    for organization in Organization.objects.visible_to(user):
        above = organization.path[: -Organization.steplen]
        level = levels[organization.path] = levels.get(above, -1) + 1
        role = rules.highest_role(user, organization)
        branches.append(Branch(organization, level, role, worksites.get(organization.pk, 0)))
    return branches


def organization_page(organization: Organization, user: User) -> dict[str, Any]:
    """What somebody who reaches the organization sees of it; more for those who give roles."""
    may_give_roles = bool(rules.roles_to_give(user, organization))
    shown = {
        "organization": organization,
        "role": rules.highest_role(user, organization),
        "may_see_people": user.holds(organization, *SEES_PEOPLE),
        "may_give_roles": may_give_roles,
        "worksites": worksites_of(organization),
        "children": Organization.objects.get_children(organization),
    }
    if may_give_roles:
        shown["memberships"] = [
            (held, rules.why_not_extend(user, held), rules.why_not_end(user, held))
            for held in memberships_in(organization)
        ]
        shown["invitations"] = open_invitations_to(organization)
    return shown
