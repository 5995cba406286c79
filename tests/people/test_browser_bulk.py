"""In a real browser, by keyboard alone: people ticked on a list, changed, and taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reclaim.people.models import Look, Person
from reclaim.people.queries import lists
from tests.builders import make_person
from tests.people.test_browser import PHONE, page_without_errors, sign_in, site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["page_without_errors", "site"]


@pytest.fixture
def three(local):
    return [
        make_person(local, given_name="Al", family_name=name, language="en")
        for name in ("Abe", "Bol", "Cam")
    ]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def no_barriers(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_people_are_ticked_by_keyboard_and_changed(page_without_errors, site, ana, three):
    page = page_without_errors
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    bar = page.locator("[data-chosen]")
    expect(bar).not_to_have_class("chosen is-begun")
    press(page, "j", "x", "j", "j", "x")
    expect(bar).to_have_class("chosen is-begun")
    expect(page.locator("[data-ticked]")).to_have_text("(2)")
    expect(page.get_by_label("Choose Al Bol")).not_to_be_checked()
    press(page, "x")
    expect(page.locator("[data-ticked]")).to_have_text("(1)")
    press(page, "x")
    no_barriers(page)
    bar.locator("select").focus()
    page.keyboard.type("Say which")
    press(page, "Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Say which language they prefer")
    page.get_by_label("Language").focus()
    page.keyboard.type("French")
    press(page, "Tab", "Enter")
    expect(page.get_by_text("2 people will be changed")).to_be_visible()
    no_barriers(page)
    page.get_by_role("button", name="Change them").focus()
    press(page, "Enter")
    expect(page.get_by_text("2 people changed")).to_be_visible()
    kept = dict(Person.objects.values_list("family_name", "language"))
    assert kept == {"Abe": "fr", "Bol": "en", "Cam": "fr"}


def test_a_list_is_taken_out_on_a_phone(page_without_errors, site, ana, three):
    page = page_without_errors
    page.set_viewport_size(PHONE)
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    page.get_by_label("Choose Al Bol").check()
    no_barriers(page)
    page.get_by_label("Choose Al Bol").uncheck()
    page.get_by_label("all 3 this list shows").check()
    page.get_by_role("button", name="Take out as a sheet").click()
    no_barriers(page)
    page.get_by_label("a text file (CSV)").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Take them out").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["Abe", "Bol", "Cam"]
    assert Look.objects.count() == 3


def test_without_a_script_a_plain_form_does_the_same(browser, live_server, ana, three, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    page.get_by_label("Choose Al Bol").check()
    page.locator("[data-chosen] select").select_option("people.language")
    page.locator("[data-chosen]").get_by_role("button", name="Go on").click()
    page.get_by_label("Language").select_option("fr")
    page.locator("main").get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("1 person changed")).to_be_visible()
    context.close()


@pytest.fixture
def pages(local, monkeypatch):
    monkeypatch.setattr(lists, "A_PAGE", 4)
    return [make_person(local, family_name=name, language="en") for name in "ABCDEFG"]


def ticked(page: Page) -> list[str]:
    boxes = page.locator("[data-list] input[name=person]:checked")
    return [box.get_attribute("aria-label")[-1] for box in boxes.all()]


def test_a_list_is_used_by_keyboard_alone(page_without_errors, site, ana, pages):
    page = page_without_errors
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    press(page, "?")
    expect(page.get_by_text("the next page, the page before")).to_be_visible()
    no_barriers(page)
    press(page, "?")
    expect(page.get_by_text("the next page, the page before")).not_to_be_visible()
    press(page, "j", "j", "x", "j", "j", "Shift+X")
    assert ticked(page) == ["B", "C", "D"]
    expect(page.locator("[data-ticked]")).to_have_text("(3)")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring != "none"
    press(page, "n")
    expect(page.get_by_role("link", name="Idris E", exact=True)).to_be_visible()
    press(page, "p")
    expect(page.get_by_role("link", name="Idris A", exact=True)).to_be_visible()
    press(page, "f")
    expect(page.locator("#filter-language")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.goto(f"{site}/people/")
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Idris A")


def test_letters_are_switched_off_and_stay_so(page_without_errors, site, ana, pages):
    page = page_without_errors
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    press(page, "?")
    page.get_by_label("Letters work as keys").focus()
    press(page, "Space")
    page.reload()
    press(page, "j", "x", "f", "?")
    assert ticked(page) == []
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    press(page, "ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Idris A"


def test_a_click_with_shift_chooses_a_range(page_without_errors, site, ana, pages):
    page = page_without_errors
    sign_in(page, site, ana)
    page.goto(f"{site}/people/")
    page.get_by_label("Choose Idris A").click()
    page.get_by_label("Choose Idris C").click(modifiers=["Shift"])
    assert ticked(page) == ["A", "B", "C"]
    expect(page.locator("[data-ticked]")).to_have_text("(3)")
