"""A local's messy list of 11,000 people, brought in on a phone: dropped, checked, mended,
dropped again, and all of it undone."""

import csv
import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from bench.messy import HEADER, write_csv
from reclaim.people.models import Import, LocalMembership, Person, Role
from tests.builders import PASSWORD, make_organization, make_user, run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = 11_000
OUTCOMES = ("Added", "Updated", "Unchanged", "Set aside")
# Which cell somebody who reads the reason would empty or put right.
MENDED = {
    "e-mail": "E-mail",
    "date": "Member since",
    "phone": "Phone",
    "identifier": "Member number",
    "language": "Language",
}


@pytest.fixture
def local(transactional_db):
    local = make_organization("Local 4120")
    make_user("Ana", local, Role.COORDINATOR)
    return local


@pytest.fixture
def ana(page, live_server, local, settings, tmp_path):
    """Her phone, signed in."""
    settings.STORE = tmp_path
    client = Client()
    assert client.login(email="ana@people.example", password=PASSWORD)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    return page


def headline(page: Page):
    return expect(page.get_by_role("heading", level=1))


def numbers(page: Page) -> dict[str, int]:
    """What stands on the page, as a person reads it."""
    shown = page.locator(".numbers > div")
    read = {}
    for part in shown.all():
        figure = part.locator(".big").inner_text()
        read[part.get_by_role("heading").inner_text()] = int(re.sub(r"\D", "", figure))
    assert sum(read[name] for name in OUTCOMES) == read["Rows"]
    return read


def drop(page: Page, server, local, path):
    page.goto(server.url + reverse("people:imports", args=[local.slug]))
    page.get_by_label("The sheet").set_input_files(path)
    page.get_by_role("button", name="Read it").click()


def work_and_see(page: Page, title: str) -> dict[str, int]:
    """The page, left open, tells by itself that the worker has come to the end."""
    run_jobs()
    headline(page).to_have_text(title)
    return numbers(page)


def bring_in(page: Page) -> dict[str, int]:
    promised = work_and_see(page, "What would change")
    page.get_by_role("button", name="Bring them in").click()
    assert work_and_see(page, "What changed") == promised
    return promised


def mend(source, target):
    """What somebody does with the file of set-aside rows in a spreadsheet."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header[:-1] == list(HEADER)
    for row in rows:
        reason = row[-1]
        for word, column in MENDED.items():
            if word in reason:
                row[HEADER.index(column)] = ""
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])
    return Counter(re.sub(r"Row \d+: |“.*”", "", row[-1])[:30] for row in rows)


def undo(page: Page, server, work: Import):
    page.goto(server.url + work.get_absolute_url())
    page.get_by_role("link", name="Undo the whole import").click()
    page.get_by_role("button", name="Undo it").click()
    run_jobs()
    headline(page).to_have_text("Undone")


def test_a_messy_list_is_brought_in_mended_and_undone(ana, live_server, local, tmp_path):
    sheet, aside, mended = (tmp_path / name for name in ("list.csv", "aside.csv", "mended.csv"))
    write_csv(sheet, ROWS)
    drop(ana, live_server, local, sheet)
    headline(ana).to_have_text("What the columns hold")
    assert ana.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert ana.get_by_label("Member since").first.input_value() == "since"
    ana.get_by_label("A worksite nobody has noted yet").select_option("create")
    ana.get_by_role("button", name="Show what would change").click()
    headline(ana).to_have_text("Checking the sheet")
    assert not Person.objects.exists()
    told = bring_in(ana)
    assert told["Rows"] == ROWS
    assert told["Added"] == Person.objects.count() > 10_000
    assert LocalMembership.objects.count() == told["Added"]
    with ana.expect_download() as download:
        ana.get_by_role("link", name="The rows set aside, with the reason").click()
    download.value.save_as(aside)
    assert mend(aside, mended).total() == told["Set aside"] > 50
    drop(ana, live_server, local, mended)
    again = bring_in(ana)
    assert again["Rows"] == told["Set aside"]
    assert again["Set aside"] < told["Set aside"] / 10
    second, first = Import.objects.all()
    assert second.corrects == first
    undo(ana, live_server, second)
    undo(ana, live_server, first)
    assert not Person.objects.exists()
