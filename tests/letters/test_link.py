"""The link in the mail, and writing again: opening confirms nothing, nobody writes twice."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from reclaim.act.letters import queries, services
from reclaim.act.letters.models import Delivery, Letter
from reclaim.core import clock
from tests.builders import (
    OWN_WORDS,
    make_appeal,
    make_letter,
    run_jobs,
)
from tests.letters.steps import ROSA, address, confirm, link_from_mail, live, send

pytestmark = pytest.mark.django_db


# --- the mail and its link ---------------------------------------------------------------------
def test_after_sending_the_page_says_look_in_your_mail(client, appeal):
    page = send(client, appeal)
    assert page.redirect_chain[-1][0] == address("sent", appeal)
    assert "Now look in your mail." in page.text
    assert ROSA in page.text


def test_opening_the_link_confirms_nothing(client, appeal):
    """Mail scanners open links too."""
    send(client, appeal)
    page = client.get(link_from_mail())
    assert "Send this letter?" in page.text
    assert "Main Street shelter" in page.text
    assert not Delivery.objects.exists()


def test_the_button_behind_the_link_sends_the_letter(client, appeal):
    page = confirm(client, appeal)
    assert "Your letter is on its way." in page.text
    run_jobs()
    assert mail.outbox[-1].to == ["clerk@council.example"]


def test_a_used_link_says_kindly_that_the_letter_has_been_sent(client, appeal):
    send(client, appeal)
    link = link_from_mail()
    client.post(link)
    run_jobs()
    for page in (client.get(link), client.post(link, follow=True)):
        assert "Your letter has been sent." in page.text
        assert "no need to write again" in page.text
    assert Delivery.objects.count() == 1


def test_the_link_works_in_another_browser(client, appeal, client_of, cleo):
    send(client, appeal)
    elsewhere = client_of(cleo)
    page = elsewhere.post(link_from_mail(), follow=True)
    assert "Your letter is on its way." in page.text


def test_a_made_up_link_is_not_found_and_says_what_to_do(client, db):
    page = client.get(reverse("letters:confirm", args=["no-such-link"]))
    assert page.status_code == 404
    assert "This link does not work any more." in page.text


def test_an_old_link_says_why(client, appeal):
    letter = make_letter(appeal, written_at=clock.now().replace(year=2026, month=9, day=1))
    page = client.get(reverse("letters:confirm", args=[queries.token_for(letter)]))
    assert "This link has expired" in page.text
    assert "Yes, send my letter" not in page.text


def test_the_text_can_not_be_read_through_the_link_once_it_is_sent(client, appeal):
    send(client, appeal)
    link = link_from_mail()
    client.post(link)
    assert "Main Street shelter" not in client.get(link).text


# --- writing again -----------------------------------------------------------------------------
def test_in_the_same_browser_the_page_says_that_it_is_sent(client, appeal):
    confirm(client, appeal)
    run_jobs()
    answer = live(client, appeal)
    page = client.get(answer.url, follow=True)
    assert page.redirect_chain[-1][0] == address("sent", appeal)
    assert "Your letter has been sent." in page.text


def test_somebody_else_at_the_same_phone_may_write(client, appeal):
    confirm(client, appeal)
    answer = client.post(address("again", appeal))
    assert answer.url == address("start", appeal)
    page = send(client, appeal, email="omar@people.example", name="Omar Said")
    assert "Now look in your mail." in page.text
    assert Letter.objects.count() == 2


def test_a_stranger_does_not_learn_who_has_written(client, appeal):
    """The two pages are the same, but for the address that was typed."""
    make_letter(appeal, writer_email=ROSA, confirmed=True)
    pages = [
        send(type(client)(), appeal, email=email).text.replace(email, "")
        for email in (ROSA, "omar@people.example")
    ]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


def test_sending_again_before_confirming_asks_again_with_the_newest_words(client, appeal):
    send(client, appeal)
    first = link_from_mail()
    send(client, appeal, body=OWN_WORDS + " And thank you.")
    second = link_from_mail()
    assert client.get(first).status_code == 404
    assert "And thank you." in client.get(second).text


def test_a_browser_that_sent_five_letters_is_told_to_rest(client, local):
    for number in range(5):
        send(client, make_appeal(local), email=f"rosa{number}@people.example")
    page = send(client, make_appeal(local))
    assert page.status_code == 403
    assert "5 letters were sent from this phone" in page.text


def test_on_a_pinned_day_a_letter_of_last_evening_is_still_confirmed(appeal):
    """Each midnight begins the same day again, so that the evening before lies ahead."""
    at = clock.now()
    letter = make_letter(appeal, written_at=at + timedelta(hours=3))
    assert services.confirm_letter(letter, at=at).confirmed_at == letter.written_at
