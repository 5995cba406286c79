"""A workbook of 20,000 people, brought in with a keyboard: read by a job whose page says how far it
is, then its columns, the check, the start and the report."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from bench.messy import write_xlsx
from reclaim.people.models import Import, Person, Role
from reclaim.people.services.imports import reading
from tests.builders import PASSWORD, make_organization, make_user, run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = 20_000


@pytest.fixture
def local(transactional_db):
    local = make_organization("Local 4120")
    make_user("Ana", local, Role.COORDINATOR)
    return local


@pytest.fixture
def ana(page, live_server, local, settings, tmp_path):
    settings.STORE = tmp_path
    client = Client()
    assert client.login(email="ana@people.example", password=PASSWORD)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    return page


def tab_to(page: Page, name: str, role: str = "button") -> None:
    """As somebody without a mouse gets there."""
    wanted = page.get_by_role(role, name=name)
    for _step in range(90):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"No key leads to “{name}”.")


def headline(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_large_workbook_is_read_by_a_job(ana, live_server, local, tmp_path, monkeypatch):
    sheet, seen = tmp_path / "list.xlsx", []
    write_xlsx(sheet, ROWS)
    drop(ana, live_server.url + reverse("people:imports", args=[local.slug]), sheet)
    headline(ana, "Reading the sheet")
    expect(ana.get_by_text("The sheet is being opened.")).to_be_visible()
    tab_to(ana, "Throw the sheet away")
    monkeypatch.setattr(reading, "EVERY", 0)
    monkeypatch.setattr(reading, "SoFar", looked_at(ana, seen))
    run_jobs()
    assert seen == [1_000]
    headline(ana, "What the columns hold")
    check_and_bring_in(ana)
    work = Import.objects.get()
    assert work.rows > ROWS * 0.98
    assert work.added == Person.objects.count() > ROWS * 0.9
    assert [*(tmp_path / "imports").iterdir()] == []


def drop(page: Page, url: str, sheet: Path) -> None:
    page.goto(url)
    page.get_by_label("The sheet").set_input_files(sheet)
    page.get_by_label("The sheet").focus()
    tab_to(page, "Read it")
    page.keyboard.press("Enter")


def looked_at(page: Page, seen: list[int]) -> type[reading.SoFar]:
    """The job stops at the first thousand until the page left open says so, by itself, and the
    button somebody was on still has the focus."""

    class LookedAt(reading.SoFar):
        def __call__(self, rows: int) -> None:
            super().__call__(rows)
            if not seen:
                expect(page.get_by_text("Reading the sheet: 1,000 rows so far.")).to_be_visible()
                expect(page.get_by_role("button", name="Throw the sheet away")).to_be_focused()
                seen.append(rows)

    return LookedAt


def check_and_bring_in(page: Page) -> None:
    tab_to(page, "A worksite nobody has noted yet", "combobox")
    page.keyboard.type("add it")
    tab_to(page, "Show what would change")
    page.keyboard.press("Enter")
    headline(page, "Checking the sheet")
    run_jobs()
    headline(page, "What would change")
    tab_to(page, "Bring them in")
    page.keyboard.press("Enter")
    headline(page, "Bringing it in")
    run_jobs()
    headline(page, "What changed")
