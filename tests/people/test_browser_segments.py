"""In a real browser, by keyboard alone: a segment put together, changed, saved and shared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from reclaim.people.models import Segment
from reclaim.people.rules import definitions
from tests.builders import make_person
from tests.people.segment_builders import all_of, any_of, line
from tests.people.test_browser import PHONE, page_without_errors, sign_in, site
from tests.people.test_browser_bulk import no_barriers, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["page_without_errors", "site"]
FRENCH = line("people.language", language="fr")
NO_MAIL = line("people.contact", is_not=True, kind="email")
PUNJABI = line("people.language", language="pa")


@pytest.fixture(autouse=True)
def three(local):
    make_person(local, given_name="Rosa", language="fr", email="rosa@people.example")
    make_person(local, given_name="Luc", language="fr")
    make_person(local, given_name="Harpreet", language="pa")


def tab_to(page: Page, place: Locator, at_most: int = 40) -> None:
    """As far as Tab leads; whoever needs more has lost their place."""
    for _step in range(at_most):
        if place.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} is not reached by {at_most} steps of Tab")


def choose(page: Page, label: str, letters: str, *, exact: bool = True) -> None:
    field = page.locator("#build").get_by_label(label, exact=exact)
    tab_to(page, field, 6)
    page.keyboard.type(letters)


def add_line(page: Page, question: str, label: str, answer: str, *, denied: bool = False) -> None:
    """From the heading of the new line on, or from before it."""
    heading = page.locator("#add")
    choose(page, "What to ask", question)
    press(page, "Tab", "Enter")
    expect(heading).to_be_focused()
    choose(page, label, answer)
    if denied:
        choose(page, "Who is meant", "those of whom it is not", exact=False)
    go_on = page.get_by_role("button", name="Add this line")
    tab_to(page, go_on, 3)
    press(page, "Enter")
    expect(heading).to_be_focused()
    expect(heading).to_have_text("Add a line")


def total(page: Page) -> Locator:
    return page.locator("#build .big")


@pytest.mark.parametrize("width", [1280, PHONE["width"]])
def test_a_segment_is_put_together_saved_and_shared(page_without_errors, site, ana, width):
    page = page_without_errors
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, site, ana)
    page.goto(f"{site}/people/segments/new/")
    page.locator("#add").focus()
    add_line(page, "Language", "Language", "French")
    expect(total(page)).to_have_text("2")
    page.locator("#add").focus()
    add_line(page, "Address or number", "What", "E-mail", denied=True)
    expect(total(page)).to_have_text("1")
    no_barriers(page)

    beside = page.locator("#into-0")
    page.get_by_role("region", name="Lines").focus()
    tab_to(page, beside, 4)
    press(page, "Enter")
    expect(page.locator("#add")).to_be_focused()
    expect(page.locator("#add")).to_have_text("Or else …")
    add_line(page, "Language", "Language", "Punjabi")
    expect(total(page)).to_have_text("2")
    no_barriers(page)

    name = page.locator("#build").get_by_label("Name")
    tab_to(page, name)
    page.keyboard.type("French or Punjabi")
    tab_to(page, page.get_by_role("button", name="Save it"), 3)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("French or Punjabi")
    kept = Segment.objects.get()
    assert definitions.read(kept.definition) == all_of(any_of(FRENCH, PUNJABI), NO_MAIL)
    share_with_everybody(page)


def share_with_everybody(page: Page) -> None:
    tab_to(page, page.get_by_role("radio").first)
    press(page, "ArrowDown", "Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("French or Punjabi")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    assert Segment.objects.get().sharing == Segment.Sharing.values[1]


def test_lines_are_denied_loosened_and_taken_away_without_losing_the_place(
    page_without_errors, site, ana
):
    page = page_without_errors
    sign_in(page, site, ana)
    packed = definitions.packed(all_of(FRENCH, NO_MAIL))
    page.goto(f"{site}/people/segments/new/?as={packed}")
    lines = page.get_by_role("region", name="Lines")
    expect(total(page)).to_have_text("1")
    lines.focus()
    tab_to(page, page.locator("#turn-0"), 2)
    press(page, "Enter")
    expect(page.locator("#turn-0")).to_contain_text("affirm")
    expect(page.locator("#turn-0")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#turn-0")).to_contain_text("deny")
    loosen = page.locator("#loosen-all")
    tab_to(page, loosen, 10)
    press(page, "Enter")
    expect(loosen).to_have_text("Ask that all of these hold")
    expect(loosen).to_be_focused()
    expect(total(page)).to_have_text("3")
    lines.focus()
    tab_to(page, page.locator("#remove-1"), 10)
    press(page, "Enter")
    expect(page.locator("#remove-1")).to_have_count(0)
    expect(lines).to_be_focused()
    tab_to(page, page.locator("#remove-0"), 4)
    press(page, "Enter")
    expect(lines).to_have_count(0)
    expect(page.locator("#add")).to_be_focused()
