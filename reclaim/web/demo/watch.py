"""Services to guard, sources to read, notices, findings and dossiers: all from real rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings

from reclaim.core import clock
from reclaim.evidence import services as evidence
from reclaim.evidence.models import Dossier
from reclaim.people.models import Organization, User
from reclaim.places.models import Community
from reclaim.watch import services
from reclaim.watch.models import Service, Source

LANGUAGES = ("en", "fr")
IN_DOSSIERS = ("shelter-security", "ltc-laundry", "ltc-kitchens")


def guard(*, by: User, at: datetime) -> int:
    """Guard the services listed in `data/demo/services.toml`; return how many are new."""
    toronto = Community.objects.get(name="Toronto", province="ON")
    local = Organization.objects.get(slug="local-4120")
    file = settings.DATA / "demo" / "services.toml"
    return len(services.guard_services_listed(file, local, by=by, at=at, community=toronto))


def read(progress: Callable[[Source, int], None]) -> list[services.SourceRead]:
    services.know_sources()
    return services.read_sources(at=clock.now(), progress=progress)


def make_dossiers(*, by: User) -> Iterator[Dossier]:
    """A dossier in each language for the services that are fought for."""
    for service in Service.objects.filter(slug__in=IN_DOSSIERS):
        for language in LANGUAGES:
            yield evidence.make_dossier(service, language, by=by, at=clock.now())
