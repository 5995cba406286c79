"""From the public page to the official's mailbox, on a phone, over real SMTP."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from reclaim.act.letters.models import Appeal
from reclaim.core.models import ReceivedMail
from reclaim.people.models import Role
from tests.builders import PASSWORD, make_appeal, make_organization, make_user, run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSA = "rosa@people.example"
MEMBER = "member.7@legislature.example"
OWN = (
    "My name is Rosa Lima and I live near Main and Danforth.\n\n"
    "When the guards at the shelter on our street changed again this spring, my brother lost "
    "the one who knew him. Please bring the work back in house."
)


@pytest.fixture
def appeal(ontario) -> Appeal:
    local = make_organization("Local 4120")
    make_user("Ana", local, Role.COORDINATOR)
    return make_appeal(local, legislature=ontario)


def mail_to(address):
    return ReceivedMail.objects.filter(envelope_to=address)


def no_sideways_scrolling(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def count_on_campaign_room(browser, server, appeal):
    """What Ana sees in her own browser."""
    context = browser.new_context()
    client = Client()
    assert client.login(email="ana@people.example", password=PASSWORD)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
    )
    room = context.new_page()
    room.goto(server.url + reverse("campaigns:room", args=[appeal.campaign_id]))
    figure = room.locator("section", has_text="Pressure").locator(".big").first.inner_text()
    context.close()
    return figure


def headline(page):
    return expect(page.get_by_role("heading", level=1))


def open_public_page(page, server, appeal):
    page.goto(server.url + appeal.get_absolute_url())
    headline(page).to_have_text("Shelters need people who stay.")
    no_sideways_scrolling(page)


def say_where_i_live(page):
    page.get_by_label("Your postal code").fill("M4C 1M5")
    page.get_by_role("button", name="Go on").click()


def write(page, body=OWN, email=ROSA):
    page.get_by_label("In your own words").fill(body)
    page.get_by_label("Your name").fill("Rosa Lima")
    page.get_by_label("Your e-mail address").fill(email)
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Read it once more").click()


def send(page):
    headline(page).to_have_text("Read it once more")
    expect(page.get_by_text("Main and Danforth")).to_be_visible()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Send it").click()
    headline(page).to_have_text("Now look in your mail.")


def link_in(mail):
    return re.search(r"http://\S+/write/confirm/\S+", mail.text)[0]


def confirm(page, link):
    page.goto(link)
    headline(page).to_have_text("Send this letter?")
    run_jobs()
    assert not mail_to(MEMBER).exists()  # opening the link sends nothing
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Yes, send my letter").click()
    headline(page).to_have_text("Your letter is on its way.")
    run_jobs()


def test_a_letter_goes_from_a_phone_to_the_member(
    page: Page, browser, live_server, posted_here, appeal
):
    assert count_on_campaign_room(browser, live_server, appeal) == "0"

    open_public_page(page, live_server, appeal)
    say_where_i_live(page)
    member = page.locator(".official")
    expect(member).to_contain_text("Rima Berns-McGown")
    expect(member).to_contain_text("Member of Provincial Parliament for Beaches—East York")
    write(page)
    send(page)
    assert not ReceivedMail.objects.exists()

    run_jobs()
    link = link_in(mail_to(ROSA).get())
    confirm(page, link)

    arrived = mail_to(MEMBER).get()
    message = arrived.message
    assert message["From"] == "Rosa Lima via Reclaim <letters@reclaim.example>"
    assert message["Reply-To"] == "Rosa Lima <rosa@people.example>"
    assert message["To"] == MEMBER
    assert arrived.text.replace("\r\n", "\n").startswith(f"{OWN}\n\nRosa Lima\nM4C 1M5\n")
    assert count_on_campaign_room(browser, live_server, appeal) == "1"

    # Send again: told kindly that it is already sent.
    open_public_page(page, live_server, appeal)
    say_where_i_live(page)
    headline(page).to_have_text("Your letter has been sent.")
    expect(page.get_by_text("no need to write again")).to_be_visible()
    page.goto(link)
    headline(page).to_have_text("Your letter has been sent.")
    run_jobs()
    assert mail_to(MEMBER).count() == 1


def test_from_another_browser_the_mail_says_that_it_is_already_sent(
    page: Page, live_server, posted_here, appeal
):
    open_public_page(page, live_server, appeal)
    say_where_i_live(page)
    write(page)
    send(page)
    run_jobs()
    confirm(page, link_in(mail_to(ROSA).get()))

    page.context.clear_cookies()
    open_public_page(page, live_server, appeal)
    say_where_i_live(page)
    write(page, body=f"{OWN} Once more.")
    send(page)
    run_jobs()
    told = mail_to(ROSA).first()
    assert told.subject == "You have already written"
    assert "You already wrote to this office on 5 October 2026" in told.text
    assert mail_to(MEMBER).count() == 1


def test_going_back_loses_nothing(page: Page, live_server, appeal):
    open_public_page(page, live_server, appeal)
    say_where_i_live(page)
    write(page, email="rosa@")
    expect(page.get_by_text("“rosa@” is not an e-mail address.")).to_be_visible()
    expect(page.get_by_label("In your own words")).to_have_value(OWN)
    write(page)
    page.get_by_role("link", name="Change something").click()
    expect(page.get_by_label("In your own words")).to_have_value(OWN)
    expect(page.get_by_label("Your e-mail address")).to_have_value(ROSA)
