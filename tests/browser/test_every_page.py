"""Every page of every room as a machine reads it: on a phone, dark and in French; and wide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from reclaim.people.models import Organization, User
from tests.browser.test_look import DESKTOP, WIDER, serious, sign_in
from tests.web.test_access import CLOSED, url_of
from tests.web.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["sign_in"]
# Documents, files and a page of samples (which has a test of its own) are no pages to read.
NO_PAGE = {"style", "evidence:dossier", "my-facts-file", "people:import-set-aside"}


@pytest.fixture
def world(local: Organization, ana: User, lea: User) -> World:
    return make_world(local, ana, lea)


def addresses(world: World, client: Client) -> Iterator[str]:
    """Pages that can be opened; those that are only buttons answer 405."""
    for entry in CLOSED:
        url = url_of(entry, world)
        if entry.name not in NO_PAGE and client.get(url).status_code == 200:
            yield url
    yield reverse("letters:start", args=[world.things["slug"]])


def complaints_of(page: Page, server: str, world: World, client: Client) -> dict[str, list[str]]:
    """What is serious, by address."""
    found: dict[str, list[str]] = {}
    opened = list(addresses(world, client))
    assert len(opened) > 40  # otherwise nothing was looked at
    for address in opened:
        page.goto(f"{server}{address}")
        wider = page.evaluate(WIDER)
        too_wide = [f"{wider} px wider than the screen"] if wider else []
        if told := serious(page) + too_wide:
            found[address] = told
    return found


def test_every_page_on_a_phone_in_the_dark_and_in_french(page, sign_in, world, client_of, ana):
    page.emulate_media(color_scheme="dark")
    with translation.override("fr"):
        assert complaints_of(page, sign_in, world, client_of(ana)) == {}


def test_every_page_on_a_desk_in_the_light(page, sign_in, world, client_of, ana):
    page.set_viewport_size(DESKTOP)
    assert complaints_of(page, sign_in, world, client_of(ana)) == {}
