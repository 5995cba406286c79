"""The room: five cards in their order, a clock, a plan counted back from a decision."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from reclaim.campaigns import queries
from reclaim.campaigns.models import Target
from reclaim.core import clock, money, offers
from reclaim.core.offers import Card, Offers, Part
from tests.builders import (
    make_awarded,
    make_boundary_set,
    make_campaign,
    make_contract,
    make_district,
    make_dossier,
    make_milestone,
    make_office,
    make_person,
    make_service,
    make_threat,
    make_told_threat,
)

ORDER = ["threat", "evidence", "readiness", "pressure", "decision"]


@pytest.fixture(autouse=True)
def nobody_offers(monkeypatch):
    """Other rooms are silent here, so that a test sees only what it offers itself."""
    monkeypatch.setattr(offers, "campaign_cards", Offers())


@pytest.fixture
def campaign(local):
    return make_campaign(local)


def cards(campaign, user):
    return {card.key: card for card in queries.room(campaign, user).cards}


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


# --- the five cards -------------------------------------------------------------------------
def test_the_cards_stand_in_their_order_when_nobody_offers_any(campaign, ana):
    assert [card.key for card in queries.room(campaign, ana).cards] == ORDER


def test_the_cards_stand_in_their_order_however_rooms_offer_them(campaign, ana):
    for key in ("pressure", "readiness"):
        card = Card(key=key, title=key, figure=f"{key} figure", url="/")
        offers.campaign_cards.add(key, lambda pk, user, card=card: card)
    shown = queries.room(campaign, ana).cards
    assert [card.key for card in shown] == ORDER
    assert shown[2].figure == "readiness figure"


def test_an_offered_card_never_takes_the_place_of_what_the_room_reads_itself(campaign, ana):
    card = Card(key="threat", title="", figure="all quiet", url="/")
    offers.campaign_cards.add("outreach", lambda pk, user: card)
    assert cards(campaign, ana)["threat"].figure == "0 notices"


def test_a_room_that_stays_silent_leaves_a_card_that_says_what_to_do_first(campaign, ana):
    offers.campaign_cards.add("outreach", lambda pk, user: None)
    readiness = cards(campaign, ana)["readiness"]
    assert (readiness.figure, readiness.text) == (
        "–",
        "No conversation yet. First hand a leader a list of ten people.",
    )


def test_pressure_begins_with_publishing(campaign, ana):
    pressure = cards(campaign, ana)["pressure"]
    assert pressure.link_url == reverse("campaigns:publish", args=[campaign.pk])
    assert pressure.link_text == "Publish it"


def test_a_member_is_not_told_to_publish(campaign, ben):
    assert cards(campaign, ben)["pressure"].link_url == ""


# --- threat ---------------------------------------------------------------------------------
def test_the_threat_card_counts_notices_and_shows_the_soonest_clock(local, ana):
    laundry, kitchens = make_service(local, "Laundry"), make_service(local, "Kitchens")
    campaign = make_campaign(local, [laundry, kitchens])
    later = make_threat(laundry, closes_on=in_days(20))
    make_threat(kitchens, closes_on=in_days(3), title="Catering")
    type(later).objects.create(
        service=kitchens, notice=later.notice, matched_words=["meals"], found_at=clock.now()
    )
    threat = cards(campaign, ana)["threat"]
    assert threat.figure == "2 notices"
    assert threat.text == "First of them, Kitchens: “Catering”"
    assert (threat.tag, threat.tag_tone) == ("Closes Thu 8 Oct, in 3 days", "red")


def test_one_threat_opens_itself(campaign, ana):
    threat = make_threat(campaign.services.get(), closes_on=in_days(20))
    shown = cards(campaign, ana)["threat"]
    assert (shown.url, shown.tag_tone) == (threat.get_absolute_url(), "")


def test_several_threats_open_their_list(campaign, ana):
    for days in (20, 30):
        make_threat(campaign.services.get(), closes_on=in_days(days))
    url = cards(campaign, ana)["threat"].url
    assert url == reverse("campaigns:basis", args=[campaign.pk]) + "#threats"


def test_bids_that_are_in_can_still_be_stopped_until_an_award_is_published(campaign, ana):
    make_threat(campaign.services.get(), closes_on=in_days(-5))
    shown = cards(campaign, ana)["threat"]
    assert (shown.figure, shown.tag) == ("1 notice", "Bids closed 30 September 2026, no award yet")


def test_a_call_still_open_comes_before_one_whose_bids_are_in(campaign, ana):
    make_threat(campaign.services.get(), closes_on=in_days(-5))
    make_threat(campaign.services.get(), closes_on=in_days(40), title="Guards")
    assert "“Guards”" in cards(campaign, ana)["threat"].text


def test_a_call_that_was_awarded_is_no_threat_any_more(campaign, ana):
    make_threat(campaign.services.get(), closes_on=in_days(-5), awarded_on=in_days(-1))
    text = cards(campaign, ana)["threat"].text
    assert text == "No call that can still be stopped names these services."


def test_a_threat_to_another_service_is_not_in_this_room(campaign, ana, local):
    make_threat(make_service(local, "Waste"), closes_on=in_days(3))
    assert cards(campaign, ana)["threat"].figure == "0 notices"


def test_what_members_told_is_called_a_tip_and_not_a_notice(campaign, ana):
    make_told_threat(campaign.services.get(), due_on=in_days(3))
    shown = cards(campaign, ana)["threat"]
    assert shown.figure == "1 tip"
    assert "as members tell it: “Others mop the third floor”" in shown.text
    assert (shown.tag, shown.tag_tone) == ("Act by Thu 8 Oct, in 3 days", "red")


@pytest.mark.parametrize(
    ("day", "tag"), [(None, "No day to act by is known"), (-5, "The day was 30 September 2026")]
)
def test_a_tip_speaks_of_no_bids(campaign, ana, day, tag):
    make_told_threat(campaign.services.get(), due_on=None if day is None else in_days(day))
    assert cards(campaign, ana)["threat"].tag == tag


def test_notices_and_tips_are_counted_apart(campaign, ana):
    service = campaign.services.get()
    for days in (3, 4):
        make_threat(service, closes_on=in_days(days), title="Guards")
    make_told_threat(service)
    shown = cards(campaign, ana)["threat"]
    assert shown.figure == "3 threats"
    assert shown.text == f"2 notices, 1 tip of members. First of them, {service.name}: “Guards”"


def test_the_page_behind_says_which_is_which(client_of, campaign, ana):
    make_told_threat(campaign.services.get(), due_on=in_days(-1))
    page = client_of(ana).get(reverse("campaigns:basis", args=[campaign.pk])).text
    assert "told by members" in page
    assert "its day has passed" in page
    assert "not published" not in page


def test_a_call_is_quoted_around_our_words_and_cut_at_a_word(campaign, ana):
    courtesies = "This is an invitation by the City to submit bids for the provision of "
    title = courtesies + "security guard services in shelters " + "as described " * 20
    make_threat(campaign.services.get(), matched_words=["Security guard"], title=title)
    text = cards(campaign, ana)["threat"].text
    assert "“… bids for the provision of security guard services in shelters as" in text
    assert text.endswith(" …”")


def test_a_short_call_is_quoted_whole(campaign, ana):
    make_threat(campaign.services.get(), title="Guards for  shelters")
    assert cards(campaign, ana)["threat"].text.endswith(": “Guards for shelters”")


# --- evidence -------------------------------------------------------------------------------
def test_the_evidence_card_sums_what_is_published_and_counts_what_is_not(campaign, ana):
    finding = make_awarded(campaign.services.get(), "1000000", "500000", None)
    shown = cards(campaign, ana)["evidence"]
    assert shown.figure == money.short_money(Decimal(1000000 + 500000))
    assert shown.text == "awarded since 2023, in 3 contracts."
    assert (shown.tag, shown.url) == ("1 amount unknown", finding.get_absolute_url())


def test_an_amount_unknown_inside_a_contract_is_counted_too(campaign, ana):
    partly = make_contract("300", unknown_amounts=2)
    make_awarded(campaign.services.get(), answer={"contracts": [partly, make_contract(None)]})
    assert cards(campaign, ana)["evidence"].tag == "3 amounts unknown"


def test_two_services_add_up_and_a_contract_for_both_is_counted_once(local, ana):
    laundry, kitchens = make_service(local), make_service(local)
    shared = make_contract("300")
    make_awarded(laundry, answer={"contracts": [shared, make_contract("20")]})
    make_awarded(kitchens, answer={"contracts": [shared, make_contract("1")]})
    basis = queries.basis_of([laundry, kitchens], "en")
    assert (basis.awarded, basis.counted_once) == (300 + 20 + 1, 1)


def test_several_findings_open_their_list(local, ana, client_of):
    laundry, kitchens = make_service(local, "Laundry"), make_service(local, "Kitchens")
    campaign = make_campaign(local, [laundry, kitchens])
    findings = [make_awarded(laundry, "300.00"), make_awarded(kitchens, "21.00", None)]
    url = cards(campaign, ana)["evidence"].url
    assert url == reverse("campaigns:basis", args=[campaign.pk]) + "#evidence"
    page = client_of(ana).get(url).content.decode()
    assert all(finding.get_absolute_url() in page for finding in findings)
    assert "$321.00" in page


def test_no_amount_is_not_zero(campaign, ana):
    make_awarded(campaign.services.get(), None)
    assert cards(campaign, ana)["evidence"].figure == "–"


def test_without_findings_the_card_says_what_to_do_first(campaign, ana):
    text = cards(campaign, ana)["evidence"].text
    assert text == "Nothing is counted yet: read the sources, then make the findings."


def test_an_older_answer_is_not_added_to_the_newer_one(campaign, ana):
    service = campaign.services.get()
    make_awarded(service, "1000", replaced_at=clock.now())
    make_awarded(service, "2000")
    assert queries.basis_of([service], "en").awarded == 2000


def test_the_dossier_in_the_readers_language_is_linked(campaign, ana):
    for language, pages in (("en", 14), ("fr", 15)):
        make_dossier(campaign.services.get(), language=language, pages=pages)
    assert cards(campaign, ana)["evidence"].link_text == "Dossier, 14 pages"
    with translation.override("fr"):
        assert "15" in cards(campaign, ana)["evidence"].link_text


def test_the_room_draws_who_held_the_work_with_its_receipt(campaign, ana, client_of):
    picture = {"en": "<svg><title>Firm A since 2023</title></svg>"}
    make_awarded(campaign.services.get(), "1000", "2000", charts=picture)
    page = client_of(ana).get(campaign.get_absolute_url()).content.decode()
    assert picture["en"] in page
    assert "From 2 published contracts, as of 5 October 2026." in page


# --- next decision --------------------------------------------------------------------------
def test_the_soonest_decision_is_next_whoever_takes_it(campaign, ana):
    make_milestone(campaign, 30, what_en="Council votes", decides=True)
    ours = make_milestone(
        campaign, 8, what_en="deputation or lobby day?", decides=True, members_decide=True
    )
    make_milestone(campaign, 2, what_en="Print")
    shown = cards(campaign, ana)["decision"]
    assert (shown.figure, shown.url) == ("Tue 13 Oct", ours.get_absolute_url())
    assert shown.text == "deputation or lobby day?"
    assert shown.tag == "Members choose, in 8 days"


def test_without_a_decision_the_card_asks_for_its_day(campaign, ana):
    shown = cards(campaign, ana)["decision"]
    assert shown.figure == "–"
    assert shown.link_url == reverse("campaigns:add-milestone", args=[campaign.pk])


def test_a_decision_nobody_noted_stays_until_it_is_ticked(campaign, ana):
    make_milestone(campaign, -2, what_en="Council votes", decides=True)
    shown = cards(campaign, ana)["decision"]
    assert (shown.tag, shown.tag_tone) == ("They decide, 2 days late", "red")


# --- the plan -------------------------------------------------------------------------------
def test_we_count_back_from_their_decision_not_from_ours(campaign):
    theirs = make_milestone(campaign, 30, decides=True)
    make_milestone(campaign, 8, decides=True, members_decide=True)
    assert queries.plan_of(campaign).decision == theirs


def test_we_count_back_from_ours_when_theirs_is_not_known(campaign):
    ours = make_milestone(campaign, 8, decides=True, members_decide=True)
    assert queries.plan_of(campaign).decision == ours


def test_steps_are_counted_back_late_ones_first_and_done_ones_left_out(campaign, ana):
    late, soon, last = (make_milestone(campaign, days) for days in (-3, 2, 9))
    decision = make_milestone(campaign, 10, decides=True)
    after = make_milestone(campaign, 11)
    done = make_milestone(campaign, 1, done_at=clock.now(), done_by=ana)
    plan = queries.plan_of(campaign)
    assert plan.countdown == [late, soon, last, decision]
    assert (plan.afterwards, plan.done) == ([after], [done])


def test_a_late_step_says_so_and_one_without_a_person_too(campaign, ana, client_of):
    make_milestone(campaign, -3)
    page = client_of(ana).get(campaign.get_absolute_url()).content.decode()
    assert "3 days ago" in page
    assert "needs a person" in page


def test_the_room_names_who_carries_a_step_and_never_their_address(campaign, ana, client_of, local):
    carrier = make_person(local, given_name="", family_name="", email="lou@people.example")
    make_milestone(campaign, carried_by=carrier)
    page = client_of(ana).get(campaign.get_absolute_url()).content.decode()
    assert "lou@people.example" not in page


# --- the rest of the screen -----------------------------------------------------------------
def test_the_seats_of_a_legislature_and_offices_are_counted_once(campaign):
    seats = make_boundary_set()
    member = make_office(make_district(seats))
    make_office(make_district(seats))
    make_office(make_district())
    Target.objects.create(campaign=campaign, every_seat_of=seats)
    Target.objects.create(campaign=campaign, office=member)
    assert queries.seats_of(queries.targets_of(campaign)) == 2


def test_an_offered_part_is_drawn_with_its_own_context(campaign, ana, client_of):
    part = Part(key="structure", template="refused.html", context={"reason": "Seven of nine"})
    card = Card(key="readiness", title="Readiness", figure="7", url="/", part=part)
    offers.campaign_cards.add("outreach", lambda pk, user: card)
    page = client_of(ana).get(campaign.get_absolute_url()).content.decode()
    assert "Seven of nine" in page


def test_the_room_reads_in_french(campaign, ana, client_of):
    make_milestone(campaign, 8, what_fr="Le conseil vote", decides=True)
    page = client_of(ana).get(f"/fr{campaign.get_absolute_url()}").content.decode()
    assert "Ramenons la buanderie" in page
    assert "mar. 13 oct." in page


def test_the_room_takes_few_queries_however_long_the_plan(
    campaign, ana, client_of, django_assert_num_queries
):
    make_awarded(campaign.services.get(), "1000", charts={"en": "<svg></svg>"})
    Target.objects.create(campaign=campaign, every_seat_of=make_boundary_set())
    for days in range(30):
        make_milestone(campaign, days, decides=days % 7 == 0)
        make_threat(campaign.services.get(), closes_on=in_days(days))
    client = client_of(ana)
    with django_assert_num_queries(10):
        client.get(campaign.get_absolute_url())


def test_the_list_of_campaigns_takes_as_many_queries_for_two_as_for_ten(
    local, ana, client_of, django_assert_num_queries
):
    client = client_of(ana)
    for number in (2, 8):
        for _ in range(number):
            make_milestone(make_campaign(local), 5, decides=True)
        with django_assert_num_queries(6):
            client.get(reverse("campaigns:campaigns"))


def test_the_list_begins_with_the_soonest_decision_and_ends_with_what_is_over(local, ana):
    over = make_campaign(local, ends_on=in_days(-1))
    undated = make_campaign(local)
    later, sooner = make_campaign(local), make_campaign(local)
    for campaign, days in ((later, 20), (sooner, 4), (over, 1)):
        make_milestone(campaign, days, decides=True)
    listed = [campaign for campaign, _plan in queries.campaigns_of(ana)]
    assert listed == [sooner, later, undated, over]
