"""A leader's phone: the talks of a walk through the building, with and without network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from reclaim.organize.outreach.models import Conversation, List
from reclaim.people.models import Organization, User
from tests.builders import make_campaign, make_list, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def night_shift(local: Organization, lea: User) -> List:
    people = [make_person(local, given_name=name) for name in ("Amina", "Bo", "Carla")]
    return make_list(make_campaign(local), *people, leader=lea, name="Night shift")


@pytest.fixture
def phone(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    client_of: Callable[[User], Client],
    lea: User,
    night_shift: List,
) -> Page:
    """Lea's phone, at the first person of her list. A mistake in a script fails the test."""
    cookie = client_of(lea).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{live_server.url}/outreach/")
    page.get_by_role("link", name="Talk with Amina").click()
    expect(page.get_by_role("heading", name="Where does Amina stand?")).to_be_visible()
    page.wait_for_load_state()  # its script too, before a test cuts the network
    return page


def talk_with(phone: Page, name: str, stand: str = "With us: will sign in public") -> None:
    expect(phone.get_by_role("heading", name=f"Where does {name} stand?")).to_be_visible()
    phone.get_by_text(stand, exact=True).click()
    phone.get_by_role("button", name="Next: what will they do?").click()
    expect(phone.get_by_role("heading", name=f"What will {name} do?")).to_be_visible()
    phone.get_by_text("Will sign in public", exact=True).click()
    phone.get_by_role("button", name="Next: when again?").click()
    phone.get_by_text("Tomorrow", exact=True).click()
    phone.get_by_label("What to remember").fill(f"about {name}")
    phone.get_by_role("button", name="Keep this talk").click()


def kept(phone: Page) -> str:
    return str(phone.evaluate("Object.values(localStorage).join()"))


def test_a_talk_with_network_is_sent_at_once(phone: Page, lea: User) -> None:
    talk_with(phone, "Amina")
    expect(phone.get_by_text("✓ 1 talk sent.")).to_be_visible()
    talk = Conversation.objects.get()
    assert (talk.person.given_name, talk.assessment, talk.note) == ("Amina", 2, "about Amina")
    assert (talk.will_do, talk.by) == ("sign", lea)
    assert kept(phone) == "[]"


def test_talks_without_network_are_kept_and_sent_once_when_it_is_back(
    phone: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    talk_with(phone, "Amina")
    expect(phone.get_by_text("● No network. 1 talk kept on this phone.")).to_be_visible()
    talk_with(phone, "Bo", stand="Not sure yet")
    expect(phone.get_by_text("● No network. 2 talks kept on this phone.")).to_be_visible()
    assert not Conversation.objects.exists()
    context.set_offline(False)
    expect(phone.get_by_text("✓ 2 talks sent.")).to_be_visible()
    said = {talk.person.given_name: talk.assessment for talk in Conversation.objects.all()}
    assert said == {"Amina": 2, "Bo": 3}
    assert kept(phone) == "[]"


def test_a_talk_kept_on_the_phone_outlives_the_page(
    phone: Page, context: BrowserContext, live_server: Any
) -> None:
    context.set_offline(True)
    talk_with(phone, "Amina")
    context.route("**/outreach/talks/", lambda route: route.abort())
    context.set_offline(False)
    phone.goto(f"{live_server.url}/outreach/")
    expect(phone.get_by_text("1 talk kept on this phone")).to_be_visible()
    context.unroute("**/outreach/talks/")
    phone.reload()
    expect(phone.get_by_text("✓ 1 talk sent.")).to_be_visible()
    assert Conversation.objects.count() == 1


def test_a_lost_answer_does_not_double_a_talk(phone: Page, context: BrowserContext) -> None:
    """The server kept it; the phone never heard so, and sends it again."""

    def deliver_and_lose(route: Any) -> None:
        route.fetch()
        route.abort()

    context.route("**/outreach/talks/", deliver_and_lose)
    talk_with(phone, "Amina")
    expect(phone.get_by_text("1 talk kept on this phone")).to_be_visible()
    context.unroute("**/outreach/talks/")
    phone.reload()
    expect(phone.get_by_text("✓ 1 talk sent.")).to_be_visible()
    assert Conversation.objects.count() == 1


def test_a_whole_list_is_gone_through_without_network(phone: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    for name in ("Amina", "Bo", "Carla"):
        talk_with(phone, name)
    expect(phone.get_by_text("That was the last one for today.")).to_be_visible()
    expect(phone.get_by_text("● No network. 3 talks kept on this phone.")).to_be_visible()
    context.set_offline(False)
    expect(phone.get_by_text("✓ 3 talks sent.")).to_be_visible()
    assert Conversation.objects.count() == 3


def test_whoever_was_not_reached_is_asked_nothing_more(phone: Page) -> None:
    phone.get_by_text("Did not reach them", exact=True).click()
    phone.get_by_role("button", name="Next: when to try again").click()
    phone.get_by_text("The number or the address is wrong").click()
    phone.get_by_text("No day yet").click()
    phone.get_by_role("button", name="Keep this talk").click()
    expect(phone.get_by_role("heading", name="Where does Bo stand?")).to_be_visible()
    expect(phone.get_by_text("✓ 1 talk sent.")).to_be_visible()
    assert Conversation.objects.get().outcome == "wrong_number"


def test_one_can_go_back_and_answer_again(phone: Page) -> None:
    phone.get_by_text("Not sure yet", exact=True).click()
    phone.get_by_role("button", name="Next: what will they do?").click()
    phone.get_by_role("button", name="Back").click()
    talk_with(phone, "Amina", stand="Leads: brings others")
    expect(phone.get_by_text("✓ 1 talk sent.")).to_be_visible()
    assert Conversation.objects.get().assessment == 1


def test_a_list_handed_on_meanwhile_is_said_and_the_talk_stays(
    phone: Page, context: BrowserContext, night_shift: List, ana: User
) -> None:
    context.set_offline(True)
    talk_with(phone, "Amina")
    List.objects.update(leader=ana)
    context.set_offline(False)
    expect(phone.get_by_text("Amina: This person is not on a list in your hands")).to_be_visible()
    assert "about Amina" in kept(phone)
    phone.get_by_role("button", name="Remove from this phone").click()
    assert kept(phone) == "[]"


def test_signed_out_meanwhile_nothing_is_lost(phone: Page, context: BrowserContext) -> None:
    context.clear_cookies()
    talk_with(phone, "Amina")
    expect(phone.get_by_text("● Not sent: open this page again.")).to_be_visible()
    assert "about Amina" in kept(phone)
    assert not Conversation.objects.exists()


@pytest.fixture
def without_scripts(browser: Any, live_server: Any, client_of: Any, lea: User) -> Any:
    """The same phone with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    cookie = client_of(lea).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_it_works_without_scripts(
    without_scripts: Page, live_server: Any, night_shift: List
) -> None:
    without_scripts.goto(f"{live_server.url}/outreach/")
    without_scripts.get_by_role("link", name="Talk with Amina").click()
    talk_with(without_scripts, "Amina")
    talk_with(without_scripts, "Bo")
    assert Conversation.objects.count() == 2
