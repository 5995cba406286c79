"""The button that asks the browser where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from reclaim.people.models import User
from tests.builders import make_district, make_office, make_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    client_of: Callable[[User], Client],
    ben: User,
) -> Page:
    """Ben's phone, on the lookup page."""
    page.set_viewport_size({"width": 390, "height": 844})
    cookie = client_of(ben).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    make_term(make_office(make_district(), title_en="Member for the Equator"))
    page.goto(f"{live_server.url}/places/")
    return page


def test_standing_in_a_district_shows_its_member(phone: Page, context: BrowserContext) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 0.5, "longitude": 0.5})
    phone.get_by_role("button", name="Use where I am now").click()
    expect(phone.get_by_role("link", name="Member for the Equator")).to_be_visible()
    assert "0.5" not in phone.url


def test_a_browser_that_does_not_say_leads_back_to_the_postal_code(
    phone: Page, context: BrowserContext
) -> None:
    context.clear_permissions()
    phone.get_by_role("button", name="Use where I am now").click()
    expect(phone.get_by_text("Use the postal code")).to_be_visible()
