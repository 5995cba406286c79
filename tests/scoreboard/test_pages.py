"""Every page of the scoreboard answers five questions."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.urls import reverse

from reclaim.core import clock
from reclaim.win.scoreboard.models import Outcome
from tests.builders import make_outcome, make_service


class Page(NamedTuple):
    name: str
    of: str  # what it is a page of
    wrong: str  # a method it does not take
    is_open: bool  # to teammates who do not coordinate


PAGES = [
    Page("scoreboard", "", "post", True),
    Page("services", "", "post", True),
    Page("story", "service", "post", True),
    Page("note", "", "delete", False),
    Page("correct", "outcome", "delete", False),
]
every_page = pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
every_owned_page = pytest.mark.parametrize(
    "kind", [kind for kind in PAGES if kind.of], ids=lambda kind: kind.name
)
NOTED = {
    "result": "held",
    "title_en": "Committee dropped the tender",
    "when": "2026-09",
    "check_state": "reported",
}


@pytest.fixture
def laundry(local):
    return make_service(local, "Laundry")


@pytest.fixture
def address(laundry, ana):
    outcome = make_outcome(laundry, "held", "2024", ana, title_en="Kept since the strike")
    rows = {"service": laundry, "outcome": outcome}

    def find(kind: Page) -> str:
        return reverse(f"scoreboard:{kind.name}", args=[rows[kind.of].pk] if kind.of else [])

    return find


@every_page
def test_it_works_for_whoever_coordinates(client_of, ana, address, kind):
    assert client_of(ana).get(address(kind)).status_code == 200


@every_page
def test_the_wrong_method_is_refused(client_of, ana, address, kind):
    assert getattr(client_of(ana), kind.wrong)(address(kind)).status_code == 405


@every_page
def test_a_teammate_reads_but_does_not_note(client_of, ben, address, kind):
    assert client_of(ben).get(address(kind)).status_code == (200 if kind.is_open else 403)


@every_owned_page
def test_a_stranger_finds_nothing(client_of, cleo, address, kind):
    assert client_of(cleo).get(address(kind)).status_code == 404


@every_page
def test_a_visitor_is_asked_to_sign_in(client, address, kind):
    answer = client.get(address(kind))
    assert (answer.status_code, "login" in answer.url) == (302, True)


@every_page
def test_it_is_drawn_in_french(client_of, ana, address, kind):
    answer = client_of(ana).get("/fr" + address(kind))
    assert '<html lang="fr"' in answer.content.decode()


def test_a_stranger_sees_only_their_own_services_and_reported_cases(client_of, cleo, address):
    Outcome.objects.create(
        place="Hamilton, ON", result="returned", title_en="Water", noted_at=clock.now()
    )
    for name in ("scoreboard", "services"):
        page = client_of(cleo).get(reverse(f"scoreboard:{name}")).content.decode()
        assert "Laundry" not in page
        assert "Kept since the strike" not in page
    assert "Hamilton, ON" in client_of(cleo).get(reverse("scoreboard:scoreboard")).content.decode()


def test_each_number_opens_the_services_it_counts(client_of, ana, address, laundry, local):
    waste = make_service(local, "Waste")
    board = client_of(ana).get(reverse("scoreboard:scoreboard")).content.decode()
    url = reverse("scoreboard:services") + "?status=held"
    assert f'href="{url}"' in board
    lines = client_of(ana).get(url).context["lines"]
    assert [line.service for line in lines] == [laundry]
    assert waste not in [line.service for line in lines]


def test_a_number_of_a_place_and_a_year_opens_the_same_place_and_year(client_of, ana, address):
    url = reverse("scoreboard:scoreboard") + "?place=none&year=2024"
    page = client_of(ana).get(url).content.decode()
    assert "?status=held&amp;place=none&amp;year=2024" in page


def test_a_year_nobody_offered_is_questioned_and_today_is_shown(client_of, ana, address):
    page = client_of(ana).get(reverse("scoreboard:scoreboard") + "?year=later&place=none")
    assert page.status_code == 200
    assert "year" in page.context["form"].errors
    assert page.context["chosen"] == {"place": "none", "year": None}


def test_a_standing_nobody_knows_shows_every_service(client_of, ana, address):
    page = client_of(ana).get(reverse("scoreboard:services") + "?status=sold")
    assert (page.status_code, len(page.context["lines"])) == (200, 1)


def test_the_page_says_how_it_counts_today_and_in_a_year(client_of, ana, address):
    url = reverse("scoreboard:scoreboard")
    assert "We do not guess." in client_of(ana).get(url).content.decode()
    in_a_year = client_of(ana).get(url + "?year=2024").content.decode()
    assert "known to lie in 2024" in in_a_year


def test_somebody_who_guards_nothing_is_told_what_to_do_first(client_of, cleo):
    page = client_of(cleo).get(reverse("scoreboard:scoreboard")).content.decode()
    assert "First say which services to watch" in page


def test_an_outcome_is_noted_from_the_form(client_of, ana, laundry):
    url = reverse("scoreboard:note")
    answer = client_of(ana).post(url, {**NOTED, "service": laundry.pk})
    assert answer.url == reverse("scoreboard:story", args=[laundry.pk])
    assert str(Outcome.objects.get().when) == "September 2026"


def test_a_date_nobody_can_read_is_questioned_and_nothing_is_lost(client_of, ana, laundry):
    answers = {**NOTED, "service": laundry.pk, "when": "last week"}
    page = client_of(ana).post(reverse("scoreboard:note"), answers)
    assert page.status_code == 422
    assert "is not a date we can read" in page.content.decode()
    assert "Committee dropped the tender" in page.content.decode()


def test_a_verified_outcome_without_a_source_is_questioned_beside_it(client_of, ana, laundry):
    answers = {**NOTED, "service": laundry.pk, "check_state": "verified"}
    page = client_of(ana).post(reverse("scoreboard:note"), answers)
    assert "source" in page.context["form"].errors


def test_the_service_of_another_local_is_not_offered(client_of, cleo, laundry):
    page = client_of(cleo).post(reverse("scoreboard:note"), {**NOTED, "service": laundry.pk})
    assert "service" in page.context["form"].errors
    assert not Outcome.objects.exists()


def test_a_correction_keeps_the_corrected_line_on_the_story(client_of, ana, address, laundry):
    outcome = Outcome.objects.get()
    url = reverse("scoreboard:correct", args=[outcome.pk])
    assert client_of(ana).get(url).context["form"]["when"].value() == "2024"
    story = client_of(ana).post(url, NOTED, follow=True).content.decode()
    assert "<del>Kept since the strike</del>" in story
    assert "Committee dropped the tender" in story
    outcome.refresh_from_db()
    assert outcome.title_en == "Kept since the strike"


def test_the_story_shows_the_name_of_who_noted_it_and_no_address(client_of, ben, address, laundry):
    page = client_of(ben).get(reverse("scoreboard:story", args=[laundry.pk])).content.decode()
    assert "Noted by Ana" in page
    assert "ana@people.example" not in page


def test_the_scoreboard_takes_few_queries(
    client_of, ana, address, local, django_assert_num_queries
):
    for _ in range(20):
        make_outcome(make_service(local), "held", "2024", ana)
    client = client_of(ana)
    with django_assert_num_queries(11):
        client.get(reverse("scoreboard:scoreboard"))
