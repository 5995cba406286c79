"""Every address of the house × visitor, stranger, teammate. A new page fails here until it is
listed: as open to visitors, as open to everybody signed in, or with the thing it shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from reclaim.people.models import Organization, User
from tests.web import access_table, write_access_table
from tests.web.access_table import Answer, Line, Page, pages, url_of
from tests.web.world import World, make_world

pytestmark = pytest.mark.django_db

# A visitor may open these without an account.
OPEN = {
    "people:accept-invitation",
    "people:preferences",
    "people:stop-everything",
    "watch:receipt",
    "watch:take-name-off",
    "watch:tell-openly",
    "letters:start",
    "letters:official",
    "letters:letter",
    "letters:preview",
    "letters:sent",
    "letters:again",
    "letters:confirm",
    # signing in
    "account_code_link",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
# These show only what the person who asks may see, or public facts.
FOR_EVERYBODY = {
    "home",
    "style",
    "my-facts",
    "my-facts-file",
    "people:self-identification",
    "people:my-record",
    "people:correct-record",
    "people:add-own-contact",
    "people:mark-own-contact",
    "people:confirm-own-address",
    "people:ask-correction",
    "people:corrections",
    "people:erase-oneself",
    "people:second-step-first",
    "places:lookup",
    "places:here",
    "places:districts",
    "places:district",
    "people:people",
    "people:count-people",
    "people:list-columns",
    "people:bulk-changes",
    "people:organizations",
    "people:segments",
    "people:new-segment",
    "watch:threats",
    "watch:services",
    "watch:add-service",
    "watch:tell",
    "watch:my-tips",
    "watch:tips",
    "watch:tip-pages",
    "watch:sources",
    "watch:source",
    "watch:set-aside",
    "watch:row",
    "evidence:findings",
    "campaigns:campaigns",
    "campaigns:start",
    "outreach:lists",
    "outreach:new-list",
    "outreach:sync",
    "scoreboard:scoreboard",
    "scoreboard:services",
    "scoreboard:note",
}
# A coordinator does not reach these.
FOR_ADMINISTRATORS = {"people:erase-person", "people:ask-second-step"}
FOR_PARTNERS = {"campaigns:shared"}  # whoever leads the campaign has its room
FOR_INSTALLATION_ADMINISTRATORS = {"core:mailbox", "core:mail"}


PAGES = {page.name: page for page in pages(get_resolver())}
OURS = [page for name, page in PAGES.items() if not name.startswith(("account_", "mfa_", "users"))]
CLOSED = [page for page in OURS if page.asks_who]
BELONGING = [
    page for page in CLOSED if page.name not in FOR_EVERYBODY | FOR_INSTALLATION_ADMINISTRATORS
]


@pytest.fixture
def world(local: Organization, ana: User, lea: User) -> World:
    return make_world(local, ana, lea)


def ask(client: Client, url: str) -> int:
    """The answer to opening a page, or to pressing its button where it is only a button.
    Whatever the button did is undone, so that the next page still finds its thing."""
    with transaction.atomic():
        answer = client.get(url)
        status = client.post(url).status_code if answer.status_code == 405 else answer.status_code
        transaction.set_rollback(True)
    return status


def answers(entries: Iterable[Page], client: Client, world: World) -> dict[str, int]:
    return {entry.name: ask(client, url_of(entry, world)) for entry in entries}


def test_the_pages_open_to_visitors_are_the_listed_ones():
    assert {name for name, page in PAGES.items() if not page.asks_who} == OPEN


def test_lists_name_only_pages_that_exist():
    listed = OPEN | FOR_EVERYBODY | FOR_INSTALLATION_ADMINISTRATORS
    assert listed <= set(PAGES)


def test_a_visitor_is_asked_to_sign_in(client: Client, world: World):
    sign_in = reverse("account_login")
    for entry in CLOSED:
        url = url_of(entry, world)
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, entry.name
            assert answer.headers["Location"].startswith(sign_in), entry.name


def test_a_member_of_another_local_finds_nothing(
    client_of: Callable[[User], Client], world: World, cleo: User
):
    told = answers(BELONGING, client_of(cleo), world)
    assert {name: status for name, status in told.items() if status != 404} == {}


def test_somebody_of_the_local_who_may_finds_it(
    client_of: Callable[[User], Client], world: World, ana: User
):
    """Otherwise a 404 for strangers would prove nothing."""
    told = answers(BELONGING, client_of(ana), world)
    assert {
        name for name, status in told.items() if status >= 404
    } == FOR_ADMINISTRATORS | FOR_PARTNERS


def test_who_administers_the_organization_finds_the_rest(
    client_of: Callable[[User], Client], world: World, dora: User
):
    told = answers([PAGES[name] for name in FOR_ADMINISTRATORS], client_of(dora), world)
    assert set(told.values()) == {200}


def test_the_mailbox_is_for_those_who_administer_the_installation(
    client_of: Callable[[User], Client], world: World, ana: User, staff: User
):
    entries = [PAGES[name] for name in FOR_INSTALLATION_ADMINISTRATORS]
    assert set(answers(entries, client_of(ana), world).values()) == {404}
    assert set(answers(entries, client_of(staff), world).values()) == {200}


def test_pages_for_everybody_tell_a_stranger_nothing_of_the_local(
    client_of: Callable[[User], Client], world: World, cleo: User
):
    for name in FOR_EVERYBODY:
        told = client_of(cleo).get(url_of(PAGES[name], world)).content.decode()
        for secret in world.secrets:
            assert secret not in told, name


def test_no_browser_keeps_what_a_signed_in_person_saw(
    client_of: Callable[[User], Client], ana: User
):
    for name in ("home", "people:people", "outreach:lists"):
        assert "no-store" in client_of(ana).get(reverse(name))["Cache-Control"]


# A browser remembers these steps until the letter is written; a place is looked up, not kept.
KEEP_NOTHING = {"places:here", "letters:start", "letters:official", "letters:letter"}
KEEP_NOTHING |= {"letters:again"}
LOOKED = frozenset({"auditlog_logentry", "people_look"})  # what looking at some pages leaves
# They open for those who may change nothing there: the form is left out, and a sentence says why.
TO_READ = {
    "campaigns:targets",
    "people:accept-invitation",
    "people:erase-oneself",
    "people:self-identification",
}


@pytest.fixture
def measured(
    client_of: Callable[[User], Client],
    world: World,
    local: Organization,
    lea: User,
    settings: Settings,
    tmp_path: Path,
) -> list[Line]:
    settings.STORE, settings.WAREHOUSE = tmp_path, tmp_path / "warehouse"
    everybody = access_table.make_everybody(world, local, lea)
    return access_table.measure(PAGES.values(), everybody, world, client_of)


def test_the_table_of_the_document_says_who_may_open_and_send_what(
    measured: list[Line], world: World
):
    """One measurement, held against the document, and against what must be true of any."""
    table = access_table.as_table(measured, world)
    if os.environ.get(write_access_table.ASKED):
        access_table.write(table)
    told = access_table.written()
    assert refused_but_changed(measured) == []
    assert never_accepted(measured) == [], "tests/web/sends.py does not fill in these forms."
    assert open_though_refused(measured) == []
    assert told == table, "Run python -m tests.web.write_access_table and read what it changed."


def refused_but_changed(lines: list[Line]) -> list[tuple[str, str, frozenset[str]]]:
    """Nobody who was not told yes changed a row of the register, neither by asking nor sending;
    and nobody did by opening a page alone, except that it is kept who looked."""
    return [
        (line.page.name, who, answer.changed)
        for line in lines
        for who, answer in line.answers.items()
        if answer.changed and (answer.word != "yes" or looked_only(line, answer))
    ]


def looked_only(line: Line, answer: Answer) -> bool:
    is_ours = line.page.room != "account"  # allauth notes an address when its page is opened
    return line.what == "opened" and is_ours and bool(answer.changed - LOOKED)


def never_accepted(lines: list[Line]) -> list[str]:
    """Otherwise a no to everybody would prove nothing. What was accepted, changed something."""
    return [
        line.page.name
        for line in lines
        if line.what != "opened" and not any(is_kept(line, one) for one in line.answers.values())
    ]


def is_kept(line: Line, answer: Answer) -> bool:
    return answer.word == "yes" and (bool(answer.changed) or line.page.name in KEEP_NOTHING)


def open_though_refused(lines: list[Line]) -> list[tuple[str, str]]:
    """A form nobody here may send is not shown either."""
    opened = {line.page.name: line.answers for line in lines if line.what == "opened"}
    return [
        (line.page.name, who)
        for line in lines
        for who, answer in line.answers.items()
        if line.what == "sent" and answer.word in {"no", "–"} and line.page.name not in TO_READ
        if opened[line.page.name][who].word == "yes"
    ]
