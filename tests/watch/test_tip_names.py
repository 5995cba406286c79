"""Whoever told takes their name off one tip, and leaves no trace of who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.test import Client

from reclaim.core import clock
from reclaim.people.models import Role
from reclaim.watch.models.reporter import Reporter
from reclaim.watch.offers import note_names
from reclaim.watch.queries import tips as queries
from reclaim.watch.services.tip_names import TAKEN_OFF, note_names_taken_off, take_name_off
from tests.builders import make_tip, make_user

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture
def wil(local):
    return make_user("Wilhelmina", local, Role.READER, last_name="Zquest")


@pytest.fixture
def told(local, wil):
    return make_tip(local, wil, words="grey vests")


def is_named(tip) -> bool:
    tip.refresh_from_db()
    return Reporter.from_text(tip.reporter).is_known


def test_from_the_receipt_without_a_sign_in_and_the_tip_stays(client, told):
    tip, token = told
    answer = client.post(f"/watch/told/{token}/name/", follow=True)
    assert answer.redirect_chain == [(f"/watch/told/{token}/", 302)]
    assert "taken off on 5 October 2026" in answer.text
    assert not is_named(tip)
    assert (tip.words, tip.unnamed_on) == ("grey vests", clock.today())


def test_the_receipt_goes_on_telling_what_becomes_of_it(client, client_of, ana, told):
    tip, token = told
    take_name_off(tip, at=clock.now())
    client_of(ana).post(f"/watch/tips/{tip.pk}/take-up/")
    assert "Somebody is looking at it" in client.get(f"/watch/told/{token}/").text


def test_the_form_may_be_sent_from_the_page_it_stands_on(told):
    """A page that sends no origin cannot send its own form; one that sends more tells its
    address."""
    tip, token = told
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(f"/watch/told/{token}/", secure=True)
    assert '<meta name="referrer" content="strict-origin">' in page.text
    sent = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    url = f"/watch/told/{token}/name/"
    strict.post(url, sent, secure=True, headers={"Origin": "null"})
    assert is_named(tip)
    strict.post(url, sent, secure=True, headers={"Origin": "https://testserver"})
    assert not is_named(tip)


def test_they_no_longer_find_it_under_their_name(wil, told):
    take_name_off(told[0], at=clock.now())
    assert queries.of_account(wil.pk) == []


def test_nobody_learns_from_the_receipt_whether_there_was_a_name(client, local, told):
    def seen(token):
        page = client.get(f"/watch/told/{token}/").text
        return page.partition("<details")[2].partition("</details>")[0].replace(token, "…")

    _tip, nameless = make_tip(local)
    said = [seen(token).partition("<p>")[2] for token in (told[1], nameless)]
    assert "Take it off for good" in said[0]
    assert said[0] == said[1]


def test_a_coordinator_reads_that_it_is_gone_and_cannot_ask(client_of, ana, told):
    tip, _token = told
    take_name_off(tip, at=clock.now())
    page = client_of(ana).get(tip.get_absolute_url()).text
    assert "whoever told took it off on 5 October 2026" in page
    assert "Ask who told" not in page
    asked = client_of(ana).post(f"/watch/tips/{tip.pk}/who/", {"reason": "ask"}).text
    assert "Nobody can say" in asked
    assert "Zquest" not in asked


class TestTheAudit:
    def test_gets_no_line_at_that_minute_not_even_of_somebody_signed_in(self, client_of, wil, told):
        client_of(wil).post(f"/watch/told/{told[1]}/name/")
        assert not LogEntry.objects.exists()
        assert note_names_taken_off(at=clock.now()) == 0

    def test_gets_it_in_the_next_round_once_and_without_a_name(self, local, wil, told):
        tip, _token = told
        make_tip(local, wil)
        take_name_off(tip, at=clock.now())
        for _round in range(2):
            note_names_taken_off(at=clock.now() + TOMORROW)
        entry = LogEntry.objects.get()
        assert (entry.actor, entry.object_pk) == (None, str(tip.pk))
        assert entry.additional_data == {"verb": TAKEN_OFF, "on": "2026-10-05"}
        assert "Zquest" not in f"{entry.object_repr} {entry.changes_text} {entry.changes}"

    def test_a_round_without_any_says_so(self):
        assert note_names() == "0 names taken off tips"


def test_twice_changes_nothing_and_keeps_the_first_day(client, told):
    tip, token = told
    take_name_off(tip, at=clock.now() - TOMORROW)
    client.post(f"/watch/told/{token}/name/")
    tip.refresh_from_db()
    assert tip.unnamed_on == clock.today() - TOMORROW


def test_a_made_up_address_and_the_wrong_method_lead_nowhere(client, told):
    assert client.post("/watch/told/made-up/name/").status_code == 404
    assert client.get(f"/watch/told/{told[1]}/name/").status_code == 405
    assert is_named(told[0])
