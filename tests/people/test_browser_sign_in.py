"""In a real browser of the size of a phone: in by a link, and led to a second step."""

import re

import pytest
from django.core import mail as delivered
from playwright.sync_api import Page, expect

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Role
from tests.builders import PASSWORD, run_jobs
from tests.people.test_browser import PHONE, page_without_errors, site

__all__ = ["page_without_errors", "site"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_link_by_mail_signs_a_leader_in(page_without_errors: Page, site, lea):
    page = page_without_errors
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("link", name="Send me a link by mail").click()
    page.locator("#id_email").fill(lea.email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail.")
    run_jobs()
    page.goto(re.search(r"http\S+/accounts/code/\S+", delivered.outbox[-1].body)[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_who_must_have_a_second_step_is_led_to_it(page_without_errors: Page, site, local, ana):
    services.ask_second_step(local, [Role.COORDINATOR], by=None, at=clock.now())
    page = page_without_errors
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/accounts/login/")
    page.locator("#id_login").fill(ana.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One step more, once.")
    page.goto(f"{site}/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One step more, once.")
    page.get_by_role("link", name="With a code from an app").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
