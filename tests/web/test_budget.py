"""How many questions the three busiest pages ask the database, with every room offering."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reclaim.people.models import Organization, User
from tests.web.world import World, make_world

pytestmark = pytest.mark.django_db
BUDGET = 20


@pytest.fixture
def world(local: Organization, ana: User, lea: User) -> World:
    return make_world(local, ana, lea)


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_today(client_of: Callable[[User], Client], world: World, ana: User):
    assert questions(client_of(ana), reverse("home")) < BUDGET


def test_the_campaign_room(client_of: Callable[[User], Client], world: World, ana: User):
    room = reverse("campaigns:room", args=[world.things["campaigns:room"]])
    assert questions(client_of(ana), room) < BUDGET


def test_the_public_page(client: Client, world: World):
    assert questions(client, reverse("letters:start", args=[world.things["slug"]])) < BUDGET
