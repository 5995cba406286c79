"""Every page answers five questions: works, wrong method, teammate, stranger, visitor."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.urls import reverse

from reclaim.campaigns.models import Campaign, Target
from reclaim.core import clock
from tests.builders import (
    make_campaign,
    make_milestone,
    make_office,
    make_person,
    make_service,
)

NEW_STEP = {"on": "2026-10-20", "what_en": "Deputation list to the clerk", "day": "step"}


class Page(NamedTuple):
    name: str
    of: str  # what it is a page of
    method: str
    wrong: str  # a method it does not take
    is_open: bool  # to teammates without a role that plans


PAGES = [
    Page("campaigns", "", "get", "post", True),
    Page("start", "", "get", "delete", False),
    Page("room", "campaign", "get", "post", True),
    Page("basis", "campaign", "get", "post", True),
    Page("plan", "campaign", "get", "post", True),
    Page("edit", "campaign", "get", "delete", False),
    Page("publish", "campaign", "get", "delete", False),
    Page("withdraw", "campaign", "get", "delete", False),
    Page("add-milestone", "campaign", "get", "delete", False),
    Page("targets", "campaign", "get", "delete", True),
    Page("edit-milestone", "step", "get", "delete", False),
    Page("finish-milestone", "step", "post", "get", False),
    Page("reopen-milestone", "done step", "post", "get", False),
    Page("drop-milestone", "step", "post", "get", False),
    Page("remove-target", "target", "post", "get", False),
]
every_page = pytest.mark.parametrize("kind", PAGES, ids=lambda page: page.name)
every_owned_page = pytest.mark.parametrize(
    "kind", [page for page in PAGES if page.of], ids=lambda page: page.name
)
every_page_to_read = pytest.mark.parametrize(
    "kind", [page for page in PAGES if page.method == "get"], ids=lambda page: page.name
)


@pytest.fixture
def campaign(local):
    return make_campaign(local)


@pytest.fixture
def address(campaign, ana):
    """The address of a page, with the row it needs."""
    rows = {
        "campaign": lambda: campaign,
        "step": lambda: make_milestone(campaign),
        "done step": lambda: make_milestone(campaign, done_at=clock.now(), done_by=ana),
        "target": lambda: Target.objects.create(campaign=campaign, office=make_office()),
    }

    def find(page: Page) -> str:
        return reverse(f"campaigns:{page.name}", args=[rows[page.of]().pk] if page.of else [])

    return find


@every_page
def test_it_works_for_whoever_coordinates(client_of, ana, address, kind):
    answer = getattr(client_of(ana), kind.method)(address(kind))
    assert answer.status_code == (200 if kind.method == "get" else 302)


@every_page
def test_the_wrong_method_is_refused(client_of, ana, address, kind):
    assert getattr(client_of(ana), kind.wrong)(address(kind)).status_code == 405


@every_page
def test_a_teammate_reads_but_does_not_plan(client_of, ben, address, kind):
    answer = getattr(client_of(ben), kind.method)(address(kind))
    assert answer.status_code == (200 if kind.is_open else 403)


@every_owned_page
def test_a_stranger_finds_nothing(client_of, cleo, address, kind):
    assert getattr(client_of(cleo), kind.method)(address(kind)).status_code == 404


@every_page
def test_a_visitor_is_asked_to_sign_in(client, address, kind):
    answer = getattr(client, kind.method)(address(kind))
    assert (answer.status_code, "login" in answer.url) == (302, True)


def test_strangers_see_none_of_our_campaigns_in_their_list(client_of, cleo, campaign):
    page = client_of(cleo).get(reverse("campaigns:campaigns"))
    assert campaign.demand not in page.content.decode()


def test_those_above_in_the_tree_plan_too(client_of, dora, campaign):
    url = reverse("campaigns:add-milestone", args=[campaign.pk])
    assert client_of(dora).post(url, NEW_STEP).status_code == 302


def test_an_empty_list_tells_a_coordinator_what_to_do_first(client_of, ana):
    page = client_of(ana).get(reverse("campaigns:campaigns")).content.decode()
    assert "Start with one service" in page


def test_an_empty_list_tells_a_member_who_starts_one(client_of, ben):
    page = client_of(ben).get(reverse("campaigns:campaigns")).content.decode()
    assert "A coordinator of your local starts the first one" in page


@every_page_to_read
def test_it_is_drawn_in_french(client_of, ana, address, kind):
    answer = client_of(ana).get("/fr" + address(kind))
    assert '<html lang="fr"' in answer.content.decode()


def test_a_campaign_is_started_from_the_form(client_of, ana, local):
    answers = {
        "organization": local.pk,
        "services": [make_service(local).pk],
        "demand_en": "Keep our kitchens",
        "where_en": "Local 4120",
    }
    answer = client_of(ana).post(reverse("campaigns:start"), answers)
    assert answer.url == Campaign.objects.get(slug="keep-our-kitchens").get_absolute_url()


def test_what_was_typed_is_kept_when_something_is_missing(client_of, ana, local):
    make_service(local)
    answers = {"organization": local.pk, "where_en": "Local 4120 and friends"}
    page = client_of(ana).post(reverse("campaigns:start"), answers)
    assert page.status_code == 422
    assert "Local 4120 and friends" in page.content.decode()


def test_who_guards_nothing_is_sent_to_the_watch_first(client_of, ana):
    page = client_of(ana).get(reverse("campaigns:start")).content.decode()
    assert reverse("watch:add-service") in page


@pytest.mark.parametrize(("language", "asked"), [("", "demand_en"), ("/fr", "demand_fr")])
def test_the_demand_is_asked_in_the_readers_language(client_of, ana, local, language, asked):
    make_service(local)
    url = language + reverse("campaigns:start")
    answers = {"organization": local.pk, "services": [], "demand_en": "", "demand_fr": ""}
    errors = client_of(ana).post(url, answers).context["form"].errors
    assert {name for name in errors if name.startswith("demand")} == {asked}


def test_a_campaign_begun_in_the_other_language_can_be_changed_without_translating(
    client_of, ana, local
):
    campaign = make_campaign(local, demand_en="")
    form = client_of(ana).get(reverse("campaigns:edit", args=[campaign.pk])).context["form"]
    assert not form.fields["demand_en"].required


def test_only_services_within_reach_are_offered(client_of, ana, local, other_local):
    ours, theirs = make_service(local), make_service(other_local)
    offered = client_of(ana).get(reverse("campaigns:start")).context["form"].fields["services"]
    assert ours in offered.queryset
    assert theirs not in offered.queryset


def test_a_step_is_added_without_javascript(client_of, ana, campaign):
    url = reverse("campaigns:add-milestone", args=[campaign.pk])
    client_of(ana).post(url, NEW_STEP)
    assert campaign.milestones.get().what_en == "Deputation list to the clerk"


def test_a_step_in_the_past_is_questioned_beside_the_day(client_of, ana, campaign):
    url = reverse("campaigns:add-milestone", args=[campaign.pk])
    page = client_of(ana).post(url, {**NEW_STEP, "on": "2025-10-20"})
    assert page.context["form"].errors["on"] == [
        "That day has passed: choose today or a later day."
    ]


def test_the_kind_of_day_becomes_a_decision_of_the_members(client_of, ana, campaign):
    url = reverse("campaigns:add-milestone", args=[campaign.pk])
    client_of(ana).post(url, {**NEW_STEP, "day": "members"})
    step = campaign.milestones.get()
    assert (step.decides, step.members_decide) == (True, True)


def test_a_step_is_changed_without_javascript(client_of, ana, campaign):
    step = make_milestone(campaign, decides=True)
    url = reverse("campaigns:edit-milestone", args=[step.pk])
    assert client_of(ana).get(url).context["form"]["day"].value() == "them"
    client_of(ana).post(url, NEW_STEP)
    step.refresh_from_db()
    assert (step.what, step.decides) == ("Deputation list to the clerk", False)


def test_a_planned_step_can_be_taken_out_from_its_own_form_only(client_of, ana, campaign):
    step = make_milestone(campaign)
    out = reverse("campaigns:drop-milestone", args=[step.pk])
    plan = reverse("campaigns:plan", args=[campaign.pk])
    form = reverse("campaigns:edit-milestone", args=[step.pk])
    assert out not in client_of(ana).get(plan).content.decode()
    assert out in client_of(ana).get(form).content.decode()


def test_a_target_is_added_from_the_form(client_of, ana, campaign):
    office = make_office()
    client_of(ana).post(reverse("campaigns:targets", args=[campaign.pk]), {"office": office.pk})
    assert campaign.targets.get().office == office


def test_no_target_chosen_is_questioned(client_of, ana, campaign):
    page = client_of(ana).post(reverse("campaigns:targets", args=[campaign.pk]), {})
    assert "Choose one office, or one legislature" in page.content.decode()


def test_the_same_target_again_is_questioned(client_of, ana, campaign):
    office = Target.objects.create(campaign=campaign, office=make_office()).office
    url = reverse("campaigns:targets", args=[campaign.pk])
    page = client_of(ana).post(url, {"office": office.pk})
    assert "put to them already" in page.content.decode()


def test_a_public_campaign_may_not_lose_a_text_in_its_form(client_of, ana, local):
    campaign = make_campaign(local, published_at=clock.now())
    Target.objects.create(campaign=campaign, office=make_office())
    texts = ("demand_en", "poster_en", "poster_fr", "appeal_en", "appeal_fr")
    answers = {name: getattr(campaign, name) for name in texts}
    answers["services"] = [service.pk for service in campaign.services.all()]
    answers |= {"demand_fr": "", "starts_on": "2020-01-01", "readiness_goal": 65}
    page = client_of(ana).post(reverse("campaigns:edit", args=[campaign.pk]), answers)
    assert "The demand in French is missing." in page.content.decode()
    assert Campaign.objects.get().demand_fr == "Ramenons la buanderie à l'interne"


def test_the_publishing_page_names_everything_that_is_missing(client_of, ana, local):
    campaign = make_campaign(local, appeal_fr="")
    page = client_of(ana).get(reverse("campaigns:publish", args=[campaign.pk]))
    assert page.context["missing"] == [
        "The appeal in French is missing.",
        "Nobody is named to whom the demand is put.",
    ]


def test_a_campaign_is_published_after_confirmation(client_of, ana, campaign):
    Target.objects.create(campaign=campaign, office=make_office())
    url = reverse("campaigns:publish", args=[campaign.pk])
    assert "Publish it now" in client_of(ana).get(url).content.decode()
    client_of(ana).post(url)
    assert Campaign.objects.get().is_public


def test_whoever_carries_a_step_sees_its_button_and_no_other(client_of, ben, campaign, local):
    carried = make_milestone(campaign, carried_by=make_person(local, user=ben))
    other = make_milestone(campaign)
    page = client_of(ben).get(reverse("campaigns:plan", args=[campaign.pk])).content.decode()
    assert reverse("campaigns:finish-milestone", args=[carried.pk]) in page
    assert reverse("campaigns:finish-milestone", args=[other.pk]) not in page
