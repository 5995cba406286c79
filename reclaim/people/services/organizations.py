"""Adding to the tree of organizations, and to where their members work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reclaim.core import audit
from reclaim.core.errors import Refused
from reclaim.people import rules
from reclaim.people.models import Organization, Role, User, Worksite
from reclaim.people.services.consent import publish_first_wordings
from reclaim.people.services.roles import give_role
from reclaim.people.services.second_step import WHEN_FOUNDED, ask_second_step


@transaction.atomic
def create_organization(
    name_en: str,
    kind: str,
    *,
    under: Organization | None = None,
    by: User | None,
    at: datetime,
    **facts: Any,
) -> Organization:
    """Add an organization to the tree. Only the installation itself (`by=None`) adds a root."""
    if by is not None and (under is None or not by.holds(under, Role.ADMINISTRATOR)):
        raise Refused(_("Only an administrator of the body above adds an organization."))
    row = {"slug": free_slug(name_en), **facts, "name_en": name_en, "kind": kind}
    organization: Organization
    if under is None:
        organization = Organization.objects.add_root(row)
    else:
        # The tree counts children in the row; an older copy in memory would count wrong.
        parent = Organization.objects.select_for_update().get(pk=under.pk)
        organization = Organization.objects.add_child(parent, row)
    audit.record("create organization", organization, by=by, at=at)
    return organization


@transaction.atomic
def found(
    name_en: str, kind: str, email: str, password: str, *, at: datetime, **facts: Any
) -> Organization:
    """Begin a tree, with the account that administers it and, unless it is a partner's, this
    installation."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("An account with this address exists already."))
    organization = create_organization(name_en, kind, by=None, at=at, **facts)
    keeps_the_site = kind != Organization.Kind.PARTNER
    user = User.objects.create_user(email, password, is_staff=keeps_the_site)
    give_role(user, organization, Role.ADMINISTRATOR, by=None, at=at)
    ask_second_step(organization, WHEN_FOUNDED, by=None, at=at)
    publish_first_wordings(at=at)
    return organization


def free_slug(name: str) -> str:
    stem = slugify(name)[:44] or "organization"
    taken = set(
        Organization.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def add_worksite(
    organization: Organization, name_en: str, *, by: User | None, at: datetime, **facts: Any
) -> Worksite:
    if by is not None and (reason := rules.why_not_add_worksites(by, organization)):
        raise Refused(reason)
    if Worksite.objects.filter(organization=organization, name_en=name_en).exists():
        raise Refused(_("%(name)s is already among the worksites.") % {"name": name_en})
    worksite = Worksite.objects.create(organization=organization, name_en=name_en, **facts)
    audit.record("add worksite", worksite, by=by, at=at)
    return worksite
