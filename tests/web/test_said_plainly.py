"""Pages that nobody plans to see, and what the sign-in pages say, in people's words."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from reclaim.web.forms import NewKey
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_visitor_who_finds_nothing_is_led_to_the_door_and_a_member_to_today(
    client, client_of, ben
):
    door = f'href="{reverse("account_login")}">Sign in</a>'
    assert door in client.get("/nowhere/").text
    page = client_of(ben).get("/nowhere/").text
    assert "Back to today" in page
    assert door not in page


def test_who_came_too_often_is_led_back_to_the_same_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    cache.clear()
    url = reverse("account_reset_password")
    answers = [client.post(url, {"email": "x@home.example"}) for _ in range(2)]
    assert answers[1].status_code == 429
    assert f'href="{url}">Try again</a>' in answers[1].text


def test_a_browser_is_named_and_each_value_has_the_name_of_its_column(client, ben):
    agent = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
    client.post(
        reverse("account_login"),
        {"login": ben.email, "password": PASSWORD},
        headers={"user-agent": agent},
    )
    page = client.get(reverse("my-facts"), headers={"user-agent": agent}).text
    assert '<td data-label="Browser">Firefox on Linux</td>' in page
    assert "Gecko" not in page


def test_a_new_key_says_what_it_does_in_plain_words_and_in_french(ben):
    with translation.override("fr"):
        form = NewKey(user=ben)
        assert form.initial["name"] == "Ma clé"
        assert (
            form["passwordless"].label
            == "Qu’elle suffise pour ouvrir ma session, sans mot de passe"
        )
