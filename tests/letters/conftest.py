"""A city committee to write to, and a mail server that answers as a test wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from reclaim.act.letters.models import Appeal
from reclaim.people.models import Organization
from reclaim.places.models import BoundarySet
from tests import builders, mail_server
from tests.mail_server import MailServer


@pytest.fixture
def appeal(local: Organization) -> Appeal:
    return builders.make_appeal(local)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """Needs `@pytest.mark.allow_hosts(["127.0.0.1"])`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def legislature(db: None) -> BoundarySet:
    """Two districts: M4C lies in Beaches alone, M6H half in Davenport and half in Beaches."""
    legislature = builders.make_boundary_set(name_en="Legislature", name_fr="Assemblée")
    beaches = builders.make_seat(legislature, "Beaches–East York", "Rima Berns")
    davenport = builders.make_seat(legislature, "Davenport", "Marit Stiles")
    builders.make_share("M4C", beaches, 0.99)
    builders.make_share("M6H", davenport, 0.55)
    builders.make_share("M6H", beaches, 0.45)
    return legislature


@pytest.fixture
def wide_appeal(local: Organization, legislature: BoundarySet) -> Appeal:
    return builders.make_appeal(local, legislature=legislature)
