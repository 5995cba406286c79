"""What we guard, and by which words we find it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.text import slugify

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Organization, User
from reclaim.places.models import Community
from reclaim.watch import rules
from reclaim.watch.models import Service, ServiceTerm


class Term(NamedTuple):
    """A word of ours: any, also or never; en or fr; as a tender would say it."""

    kind: str
    language: str
    words: str


@dataclass(frozen=True)
class Named:
    """What a service is called, and who buys it."""

    name_en: str
    name_fr: str = ""
    slug: str = ""
    buyer: str = "City of Toronto"
    divisions: tuple[str, ...] = ()
    community: Community | None = None


@transaction.atomic
def guard_service(
    organization: Organization, named: Named, terms: Iterable[Term], *, by: User, at: datetime
) -> Service:
    """Begin to guard a service. The next reading looks for its words."""
    terms = list(terms)
    require(rules.why_not_guard(by, organization))
    require(rules.why_no_terms([term.words for term in terms if term.kind == "any"]))
    service = Service(organization=organization)
    call(service, named)
    service.save()
    keep_terms(service, terms)
    audit.record("guard service", service, by=by, at=at, terms=len(terms))
    return service


@transaction.atomic
def edit_service(
    service: Service, named: Named, terms: Iterable[Term], *, by: User, at: datetime
) -> Service:
    """Change the service and its words. Threats found before stay: they are history."""
    terms = list(terms)
    service = Service.objects.select_for_update().get(pk=service.pk)
    require(rules.why_not_guard(by, service.organization))
    require(rules.why_no_terms([term.words for term in terms if term.kind == "any"]))
    call(service, named)
    service.save()
    keep_terms(service, terms)
    audit.record("edit service", service, by=by, at=at, terms=len(terms))
    return service


def call(service: Service, named: Named) -> None:
    service.name_en, service.name_fr = named.name_en, named.name_fr
    service.buyer, service.divisions = named.buyer, list(named.divisions)
    service.community = named.community
    service.slug = named.slug or service.slug or free_slug(service)


def free_slug(service: Service) -> str:
    """A slug no other service of the organization has."""
    stem = slugify(service.name_en)[:40] or "service"
    taken = set(
        Service.objects.filter(organization=service.organization).values_list("slug", flat=True)
    )
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}")
        not in taken
    )  # fmt: skip


def keep_terms(service: Service, terms: Iterable[Term]) -> None:
    service.terms.all().delete()
    once = {(t.kind, t.words.strip().lower()): t for t in terms if t.words.strip()}
    ServiceTerm.objects.bulk_create(
        ServiceTerm(service=service, kind=t.kind, language=t.language, words=t.words.strip())
        for t in once.values()
    )


def guard_services_listed(
    file: Path,
    organization: Organization,
    *,
    by: User,
    at: datetime,
    community: Community | None = None,
) -> list[Service]:
    """Begin to guard the services a TOML file lists; those guarded already are left as they are.

    Returns the new ones. `data/demo/services.toml` says what such a file looks like.
    """
    guarded = set(Service.objects.filter(organization=organization).values_list("slug", flat=True))
    return [
        guard_service(organization, listed_name(item, community), listed_terms(item), by=by, at=at)
        for item in tomllib.loads(file.read_text("utf-8"))["service"]
        if item["slug"] not in guarded
    ]


def listed_name(item: Mapping[str, Any], community: Community | None) -> Named:
    return Named(
        name_en=item["name_en"],
        name_fr=item.get("name_fr", ""),
        slug=item["slug"],
        buyer=item.get("buyer", "City of Toronto"),
        divisions=tuple(item.get("divisions", ())),
        community=community,
    )


def listed_terms(item: Mapping[str, Any]) -> list[Term]:
    return [
        Term(kind, language, words)
        for kind in ServiceTerm.Kind.values
        for language, listed in item.get(kind, {}).items()
        for words in listed
    ]
