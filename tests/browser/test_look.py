"""The look in a real browser: by finger, by keyboard, on paper, in place, and as axe reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from reclaim.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"width": 1280, "height": 900}
SIGN_IN = "/accounts/login/"
OWN_PAGES = ["/", "/accounts/2fa/", "/accounts/email/", "/accounts/sessions/", "/nowhere/"]
# Everything a finger may hit that stands alone; links inside a sentence are excepted by WCAG.
SMALL = """() => [...document.querySelectorAll(
  "header a, header summary, nav a, main button, main .btn, main input, main select, .tick")]
  .filter((one) => one.checkVisibility() && one.type !== "hidden"
    && !one.closest(".tick, .choices, .scale, .options, .helptext") || one.matches(".tick"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 44)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: broken scripts, and what the security policy stopped."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda said: found.append(said.text) if "Content Security Policy" in said.text else None,
    )
    return found


@pytest.fixture
def sign_in(
    context: BrowserContext, live_server: Any, client_of: Callable[[User], Client], ana: User
) -> str:
    """Ana is signed in; the server's address."""
    cookie = client_of(ana).cookies[settings.SESSION_COOKIE_NAME]
    address = str(live_server.url)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return address


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [SIGN_IN, "/fr/accounts/password/reset/"])
def test_axe_finds_nothing_serious_at_the_door(page, live_server, complaints, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}{address}")
    assert serious(page) == []
    assert page.evaluate(SMALL) == []
    assert complaints == []


def test_something_too_small_for_a_finger_would_be_found(page, live_server):
    page.goto(f"{live_server.url}{SIGN_IN}")
    page.evaluate("document.querySelector('main .btn').style.setProperty('min-block-size', '1px')")
    page.evaluate("document.querySelector('main .btn').style.setProperty('padding', '0')")
    assert len(page.evaluate(SMALL)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_inside(page, sign_in, complaints, scheme):
    page.emulate_media(color_scheme=scheme)
    for address in OWN_PAGES:
        page.goto(f"{sign_in}/fr{address}")
        assert serious(page) == [], address
        assert page.evaluate(SMALL) == [], address
        assert page.evaluate(WIDER) == 0, address
    assert complaints == []


@pytest.mark.parametrize("size", [DESKTOP, {"width": 320, "height": 640}])
def test_every_part_passes_axe_and_fits_the_screen(page, sign_in, complaints, size):
    page.set_viewport_size(size)
    page.goto(f"{sign_in}/style/")
    assert serious(page) == []
    assert page.evaluate(WIDER) == 0
    assert complaints == []


def test_the_first_tab_skips_to_the_page(page, sign_in):
    page.goto(sign_in)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_closes_by_key_and_by_going_elsewhere(page, sign_in):
    page.goto(sign_in)
    menu = page.locator("header details.menu")
    menu.locator("summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("footer").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_evidence_is_in_the_menu_where_the_bar_has_no_room(page, sign_in):
    page.goto(sign_in)
    page.locator("header details.menu summary").click()
    expect(page.locator("details.menu").get_by_role("link", name="Evidence")).to_be_visible()
    page.set_viewport_size(DESKTOP)
    expect(page.locator("details.menu").get_by_role("link", name="Evidence")).to_be_hidden()
    expect(page.locator("nav.main").get_by_role("link", name="Evidence")).to_be_visible()


def test_a_dialog_asks_in_place_and_lets_go_by_key(page, sign_in):
    page.goto(f"{sign_in}/style/")
    sample = page.locator("#shown-light-dialog")
    sample.get_by_role("link", name="Take the page down").click()
    expect(page.get_by_role("dialog", name="Take this page down?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    sample.get_by_role("link", name="Take the page down").click()
    page.get_by_role("dialog").get_by_role("button", name="Change nothing").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == f"{sign_in}/style/"


def test_a_menu_opens_beside_its_button(page, sign_in):
    page.goto(f"{sign_in}/style/")
    sample = page.locator("#shown-light-menu")
    sample.get_by_role("button", name="More").click()
    button = sample.get_by_role("button", name="More").bounding_box()
    first = sample.get_by_role("link", name="Print").bounding_box()
    assert 0 < first["y"] - button["y"] < 80
    assert first["height"] >= 44


def test_a_choice_is_drawn_in_place_under_the_security_policy(page, sign_in, complaints):
    page.goto(f"{sign_in}/style/")
    page.evaluate("document.body.dataset.stayed = 'yes'")
    choice = page.locator("#shown-light-filters")
    choice.get_by_label("What people call you").fill("Zoé")
    choice.get_by_role("button", name="Show").click()
    expect(choice.get_by_role("link", name="Show everything")).to_be_visible()
    expect(choice.get_by_label("What people call you")).to_have_value("Zoé")
    assert page.evaluate("document.body.dataset.stayed") == "yes"
    assert complaints == []


def test_without_a_script_the_same_choice_is_a_plain_page(browser, live_server, client_of, ana):
    cookie = client_of(ana).cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/style/")
    choice = page.locator("#shown-light-filters")
    choice.get_by_label("What people call you").fill("Zoé")
    choice.get_by_role("button", name="Show").click()
    page.wait_for_url("**/style/?name=*")
    expect(choice.get_by_role("link", name="Show everything")).to_be_visible()
    context.close()


def test_a_choice_can_be_made_by_finger_and_by_arrow_keys(page, sign_in):
    page.goto(f"{sign_in}/style/")
    sample = page.locator("#shown-light-form").locator("form").first
    sample.get_by_text("With us: will sign in public").click()
    expect(sample.get_by_role("radio", name="With us: will sign in public")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(sample.get_by_role("radio", name="Not sure yet")).to_be_checked()


def test_on_paper_the_bars_and_buttons_are_gone_and_the_ink_is_black(page, sign_in):
    page.goto(f"{sign_in}/style/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("nav.main")).to_be_hidden()
    expect(page.locator("#shown-light-button .btn").first).to_be_hidden()
    colours = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor] }"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_right_to_left_the_bar_of_a_meter_grows_from_the_right(page, sign_in):
    page.goto(f"{sign_in}/style/")
    bar = page.locator("#shown-rtl-meter .meter").nth(1)
    whole, done = bar.locator(".way").bounding_box(), bar.locator(".done").bounding_box()
    assert done["x"] + done["width"] == pytest.approx(whole["x"] + whole["width"], abs=1)
    assert done["x"] > whole["x"] + 1


def test_a_passkey_that_is_refused_is_told_on_the_page(page, live_server):
    page.goto(f"{live_server.url}{SIGN_IN}")
    page.evaluate("document.dispatchEvent(new CustomEvent('allauth.error', {cancelable: true}))")
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given")
