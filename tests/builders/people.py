"""Rows of people for tests."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from reclaim.core import clock
from reclaim.people.models import (
    Import,
    Invitation,
    Membership,
    Organization,
    Person,
    Role,
    User,
    Worksite,
)
from reclaim.people.queries import digest
from reclaim.people.services import keep_points
from tests.builders.core import LONG_AGO, numbers

PASSWORD = "correct horse battery"


def make_organization(
    name: str = "",
    kind: str = Organization.Kind.LOCAL,
    under: Organization | None = None,
    **changes: Any,
) -> Organization:
    name = name or f"Local {1000 + next(numbers)}"
    facts = {"name_en": name, "kind": kind, "slug": slugify(name), **changes}
    if under is None:
        return Organization.objects.add_root(facts)
    # The tree keeps its counts in the row, which an older copy in memory does not know.
    return Organization.objects.add_child(Organization.objects.get(pk=under.pk), facts)


def make_user(
    first_name: str = "",
    organization: Organization | None = None,
    role: str = Role.READER,
    **changes: Any,
) -> User:
    """An account (password: PASSWORD), with a role if an organization is given."""
    first_name = first_name or f"User{next(numbers)}"
    facts = {"email": f"{first_name.lower()}@people.example", "password": PASSWORD, **changes}
    user = User.objects.create_user(first_name=first_name, **facts)
    if organization is not None:
        make_membership(user, organization, role)
    return user


def make_membership(
    user: User, organization: Organization, role: str = Role.READER, **changes: Any
) -> Membership:
    facts = {"since": LONG_AGO, **changes}
    return Membership.objects.create(user=user, organization=organization, role=role, **facts)


def make_worksite(organization: Organization, name: str = "", **changes: Any) -> Worksite:
    name = name or f"Depot {next(numbers)}"
    return Worksite.objects.create(organization=organization, name_en=name, **changes)


def make_person(organization: Organization, **changes: Any) -> Person:
    number = next(numbers)
    facts = {"given_name": "Idris", "family_name": f"Okoro {number}", **changes}
    person = Person.objects.create(organization=organization, **facts)
    keep_points(Person.objects.filter(pk=person.pk), by=None, at=clock.now())
    return person


def make_import(organization: Organization, by: User, **changes: Any) -> Import:
    """A sheet with nothing in it that counts; the file itself is not there."""
    facts = {
        "filename": "members.csv",
        "sheet": {"header": ["Name"], "examples": [["Rosa Lima"]]},
        "mapping": {"columns": ["full_name"], "options": {}},
        "language": "en",
        "dropped_at": clock.now(),
        "dropped_by": by,
        "read_at": clock.now(),
        **changes,
    }
    return Import.objects.create(organization=organization, **facts)


def make_invitation(
    organization: Organization, by: User, email: str = "", **changes: Any
) -> tuple[Invitation, str]:
    """An invitation as it stands after its message has left, and the token in that message."""
    token = f"token-{next(numbers)}"
    facts = {
        "role": Role.READER,
        "email": email or f"invited{next(numbers)}@people.example",
        "token_digest": digest(token),
        "invited_at": clock.now(),
        "sent_at": clock.now(),
        **changes,
    }
    return Invitation.objects.create(organization=organization, invited_by=by, **facts), token
