"""A phone in somebody's hand, a server with real districts, and a mailbox that takes mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from port_for import select_random
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from reclaim.core import clock, mailbox
from reclaim.places import services as places
from reclaim.places.models import BoundarySet

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": PHONE, "has_touch": True, "locale": "en-CA"}


@pytest.fixture
def posted_here(settings: Settings, live_server: LiveServer) -> Iterator[None]:
    """Mail goes over real SMTP to the local mailbox; links in it lead to the test's server."""
    listener = mailbox.listener(select_random())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.port
    settings.BASE_URL = live_server.url
    listener.start()
    yield
    listener.stop()


@pytest.fixture
def ontario(settings: Settings, transactional_db: None) -> BoundarySet:
    """The real districts, postal areas and members of Ontario."""
    facts: dict[str, Any] = {"by": None, "at": clock.now()}
    members = settings.DATA / "officials" / "ontario_members_2021.csv"
    drawing = settings.DATA / "boundaries" / "ontario_districts_2022.geojson.gz"
    places.load_districts(places.ONTARIO_2022, drawing, populations={}, **facts)
    ontario = BoundarySet.objects.get(slug=places.ONTARIO_2022.slug)
    postal = settings.DATA / "postal"
    places.load_postal_areas(postal / "fsa_centroids.csv", **facts)
    weights = postal / "ontario_fsa_to_district_weights.json.gz"
    places.load_address_shares(weights, ontario, **facts)
    places.load_members(places.ONTARIO_LEGISLATURE, members, **facts)
    return ontario
