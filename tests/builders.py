"""Small builders of rows for tests: `make_person(local, given_name="Idris")`.

One section a room; each room keeps its own.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from unittest.mock import patch

from django.utils.text import slugify
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reclaim.people.models import Membership, Organization, Person, Role, User, Worksite
from reclaim.places.models import BoundarySet, District, Office, Official, PostalArea, Term

_numbers = count(1)
PASSWORD = "correct horse battery"
LONG_AGO = date(2020, 1, 1)


# --- people ---------------------------------------------------------------------------------
def make_organization(
    name: str = "",
    kind: str = Organization.Kind.LOCAL,
    under: Organization | None = None,
    **changes: Any,
) -> Organization:
    name = name or f"Local {1000 + next(_numbers)}"
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
    first_name = first_name or f"User{next(_numbers)}"
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
    name = name or f"Depot {next(_numbers)}"
    return Worksite.objects.create(organization=organization, name_en=name, **changes)


def make_person(organization: Organization, **changes: Any) -> Person:
    number = next(_numbers)
    facts = {"given_name": "Idris", "family_name": f"Okoro {number}", **changes}
    return Person.objects.create(organization=organization, **facts)


# --- core -----------------------------------------------------------------------------------
def run_jobs() -> None:
    """Do everything that is in the queue now, as the worker would; a failed job fails the test."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    # Between jobs the worker lets its connection go, and with it the test's open transaction.
    with patch.object(db_worker, "close_old_connections"):
        worker.run()
    if failed := DBTaskResult.objects.failed().first():
        raise AssertionError(failed.traceback)


# --- places ---------------------------------------------------------------------------------
def make_boundary_set(**changes: Any) -> BoundarySet:
    number = next(_numbers)
    facts = {
        "slug": f"drawing-{number}",
        "level": BoundarySet.Level.PROVINCIAL,
        "name_en": f"Districts {number}",
        "authority": "Elections Office",
        "in_force_from": LONG_AGO,
        **changes,
    }
    return BoundarySet.objects.create(**facts)


def make_district(boundary_set: BoundarySet | None = None, **changes: Any) -> District:
    """A district one degree wide, from the equator north and Greenwich east."""
    number = next(_numbers)
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    facts = {
        "boundary_set": boundary_set or make_boundary_set(),
        "code": str(number),
        "name_en": f"Harbour {number}",
        "province": "ON",
        "shape": {"type": "Polygon", "coordinates": square},
        **changes,
    }
    return District.objects.create(**facts)


def make_postal_area(code: str = "M4C", **changes: Any) -> PostalArea:
    return PostalArea.objects.create(code=code, **{"province": "ON", **changes})


def make_office(district: District | None = None, **changes: Any) -> Office:
    number = next(_numbers)
    facts = {"slug": f"office-{number}", "body_en": "Council", "title_en": f"Member {number}"}
    return Office.objects.create(district=district, **{**facts, **changes})


def make_term(office: Office | None = None, **changes: Any) -> Term:
    """Somebody in an office, today unless `until` says otherwise."""
    number = next(_numbers)
    facts = {
        "official": Official(given_name="Ada", family_name=f"Ferreira {number}"),
        "email": f"member{number}@council.example",
        "source": "members.csv:2",
        **changes,
    }
    facts["official"].save()
    return Term.objects.create(office=office or make_office(), **facts)
