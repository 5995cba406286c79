"""Invented organizations, accounts, worksites and people."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from reclaim.core import clock
from reclaim.people.models import Membership, Organization, Person, User, Worksite
from reclaim.people.services import keep_points, publish_first_wordings
from reclaim.web.demo import content

SINCE = date(2026, 1, 5)


def load() -> dict[str, int]:
    """Add what is missing; return how many of each were added."""
    before = counts()
    for facts in content.tables("organizations")["organization"]:
        add_organization(**facts)
    for facts in content.tables("organizations")["account"]:
        add_account(facts)
    for facts in content.tables("organizations")["worksite"]:
        add_worksite(facts)
    add_people()
    keep_points(Person.objects.filter(is_invented=True), by=None, at=clock.now())
    publish_first_wordings(at=clock.now())
    return {name: number - before[name] for name, number in counts().items()}


def counts() -> dict[str, int]:
    return {
        "organizations": Organization.objects.count(),
        "accounts": User.objects.count(),
        "worksites": Worksite.objects.count(),
        "people": Person.objects.count(),
    }


def add_organization(slug: str, under: str = "", **facts: Any) -> None:
    if Organization.objects.filter(slug=slug).exists():
        return
    new = Organization(slug=slug, is_invented=True, **facts)
    if under:
        Organization.objects.get(slug=under).add_child(instance=new)
    else:
        Organization.add_root(instance=new)


def add_account(facts: dict[str, Any]) -> None:
    if User.objects.filter(email=facts["email"]).exists():
        return
    user = User.objects.create(
        email=facts["email"],
        password=password(),
        first_name=facts["given_name"],
        last_name=facts["family_name"],
        language=facts.get("language", "en"),
        is_staff=facts.get("administers_installation", False),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    organization = Organization.objects.get(slug=facts["organization"])
    Membership.objects.create(user=user, organization=organization, role=facts["role"], since=SINCE)
    Person.objects.create(
        organization=organization,
        user=user,
        given_name=facts["given_name"],
        family_name=facts["family_name"],
        email=user.email,
        language=user.language,
        is_invented=True,
    )


@cache
def password() -> str:
    """Digested once: it is the same invented one for everybody, and made to be slow."""
    return make_password(content.PASSWORD)


def add_worksite(facts: dict[str, Any]) -> None:
    Worksite.objects.get_or_create(
        organization=Organization.objects.get(slug=facts["organization"]),
        name_en=facts["name_en"],
        defaults={
            "name_fr": facts["name_fr"],
            "headcount": sum(row["worksite"] == facts["key"] for row in content.rows("people")),
        },
    )


def worksites() -> dict[str, Worksite]:
    """Worksites of the demonstration by their key."""
    by_name = {site.name_en: site for site in Worksite.objects.all()}
    keys = content.tables("organizations")["worksite"]
    return {facts["key"]: by_name[facts["name_en"]] for facts in keys}


def accounts() -> dict[str, User]:
    by_email = {user.email: user for user in User.objects.all()}
    keys = content.tables("organizations")["account"]
    return {facts["key"]: by_email[facts["email"]] for facts in keys}


def add_people() -> None:
    if Person.objects.filter(user=None, is_invented=True).exists():
        return
    sites = worksites()
    Person.objects.bulk_create(
        person(row, sites[row["worksite"]]) for row in content.rows("people")
    )


def person(row: dict[str, str], site: Worksite) -> Person:
    return Person(
        organization_id=site.organization_id,
        given_name=row["given_name"],
        family_name=row["family_name"],
        language=row["language"],
        worksite=site,
        job_title=row["job_title"],
        shift=row["shift"],
        email=f"{row['key']}@members.example" if row["has_email"] else "",
        is_invented=True,
    )


def people() -> dict[str, Person]:
    """People of the demonstration by their key, in the order of the file."""
    invented = Person.objects.filter(user=None, is_invented=True).order_by("pk")
    return dict(zip((row["key"] for row in content.rows("people")), invented, strict=False))
