"""In a real browser, by keyboard alone: two records put together and taken apart again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reclaim.core import clock
from reclaim.people.models import Candidate, Merge, Person
from tests.builders import make_person
from tests.people.test_browser import PHONE, page_without_errors, sign_in, site
from tests.people.test_browser_bulk import no_barriers, press
from tests.people.test_browser_segments import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["page_without_errors", "site"]
REASONS = [{"about": "ways", "found": "email", "weight": 21.5}]


@pytest.fixture
def pair(local):
    one = make_person(local, given_name="Idris", family_name="Okoro", job_title="Cook")
    other = make_person(local, given_name="Idriss", family_name="Okoro", job_title="Chef")
    now = clock.now()
    Candidate.objects.create(one=one, other=other, probability=0.99, reasons=REASONS, found_at=now)
    return one, other


@pytest.mark.parametrize("width", [1280, PHONE["width"]])
def test_two_records_are_put_together_and_taken_apart(
    page_without_errors, site, ana, local, pair, width
):
    page = page_without_errors
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, site, ana)
    page.goto(f"{site}/people/organizations/{local.slug}/same/")
    no_barriers(page)
    tab_to(page, page.get_by_role("link", name="The same person"))
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The same person?")
    no_barriers(page)
    given = page.get_by_role("group", name="Given name")
    tab_to(page, given.get_by_label("Idris", exact=True))
    press(page, "ArrowDown")
    expect(given.get_by_label("Idriss")).to_be_checked()
    put = page.get_by_role("button", name="The same person: put them together")
    tab_to(page, put)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two records put together")
    no_barriers(page)
    assert (Person.objects.get().given_name, Person.objects.get().job_title) == ("Idriss", "Cook")

    tab_to(page, page.get_by_role("button", name="Take them apart again"))
    press(page, "Enter")
    expect(page.get_by_text("They are two records again, as they were.")).to_be_visible()
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Idris", "Idriss"}
    assert Merge.objects.get().undone_at is not None


def test_two_people_are_told_apart(page_without_errors, site, ana, local, pair):
    page = page_without_errors
    sign_in(page, site, ana)
    page.goto(f"{site}/people/organizations/{local.slug}/same/")
    tab_to(page, page.get_by_role("button", name="Different people"))
    press(page, "Enter")
    expect(page.get_by_text("Noted: they are two people. Nobody is asked again.")).to_be_visible()
    assert Candidate.objects.get().decided_by == ana
