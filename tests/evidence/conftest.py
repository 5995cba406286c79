"""The city's files as this test wants them, a warehouse and a documents folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from reclaim.core import clock
from reclaim.evidence import figures, services
from reclaim.people.models import User
from reclaim.watch import services as watch
from reclaim.watch.models import Service
from tests import builders
from tests.watch.conftest import published

__all__ = ["known", "no_charts", "published"]

DIRECT_HEADER = (
    "_id,Workspace Number,Reason,Contract Date,Supplier Name,Contract Amount,Division,"
    "Supplier Address,Wards"
)


@pytest.fixture(autouse=True)
def documents(settings: Settings, tmp_path: Path) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes longer than counting; where the drawing is not the point, it is left out."""
    monkeypatch.setattr(figures.World, "chart", lambda *_: "")


@pytest.fixture
def known(local: object, published: Callable[..., Path]) -> Callable[..., Service]:
    """`known(award_line(...), direct=[...])`: a guarded service, read and asked about."""

    def ask(*awards: str, direct: tuple[str, ...] = (), **facts: object) -> Service:
        service = Service.objects.filter(slug="guards").first()
        if service is None:
            service = builders.make_service(local, "Guards", slug="guards", **facts)
        published(*awards, slug="toronto-awards", header=builders.AWARDS_HEADER)
        if direct:
            published(*direct, slug="toronto-non-competitive", header=DIRECT_HEADER)
        watch.read_sources(at=clock.now())
        services.refresh_findings(service, as_of=clock.today(), at=clock.now())
        return service

    return ask


def make_dossier(service: Service, by: User, language: str = "en"):
    return services.make_dossier(service, language, by=by, at=clock.now())
