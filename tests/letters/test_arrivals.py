"""The coordinator's pages: counts and reasons, never a letter or its writer."""

import pytest
from django.urls import reverse

from reclaim.act.letters import queries, services
from reclaim.act.letters.models import Appeal, Delivery, Fact
from reclaim.campaigns.models import Campaign
from reclaim.core import clock, offers
from reclaim.core.errors import Refused
from tests.builders import (
    STARTER,
    make_appeal,
    make_delivery,
    make_letter,
    make_public_campaign,
    run_jobs,
)

pytestmark = pytest.mark.django_db
TEXTS = {
    "subject_en": "Laundry",
    "guidance_en": "Say who you are.",
    "starter_en": "My name is …",
    "per_hour": 60,
}


@pytest.fixture
def stuck(appeal):
    return make_delivery(appeal, refused_at=clock.now(), refused_because="550 No such mailbox")


def of_campaign(name, appeal):
    return reverse(f"letters:{name}", args=[appeal.campaign_id])


# --- every page: works, teammate, stranger, visitor, wrong method ---------------------------
def test_the_coordinator_sees_what_is_stuck_and_why(client_of, ana, appeal, stuck):
    page = client_of(ana).get(of_campaign("campaign", appeal)).text
    assert "550 No such mailbox" in page
    assert "Try again" in page


def test_a_member_sees_the_counts_and_no_buttons(client_of, ben, appeal, stuck):
    page = client_of(ben).get(of_campaign("campaign", appeal)).text
    assert "550 No such mailbox" in page
    assert "Try again" not in page
    assert "The words we offer" not in page


def test_nobody_reads_a_letter_or_its_writer(client_of, ana, appeal, stuck):
    make_letter(appeal, confirmed=True)
    page = client_of(ana).get(of_campaign("campaign", appeal)).text
    assert not any(word in page for word in ("Rosa", "Main Street", "people.example", "M4C"))


@pytest.mark.parametrize("name", ["campaign", "edit", "add-fact"])
def test_a_stranger_finds_nothing(client_of, cleo, appeal, name):
    assert client_of(cleo).get(of_campaign(name, appeal)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "add-fact"])
def test_a_member_does_not_change_the_words(client_of, ben, appeal, name):
    assert client_of(ben).get(of_campaign(name, appeal)).status_code == 404


@pytest.mark.parametrize("name", ["campaign", "edit", "add-fact"])
def test_a_visitor_is_asked_to_sign_in(client, appeal, name):
    answer = client.get(of_campaign(name, appeal))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["try-again", "set-aside"])
def test_only_a_coordinator_of_the_campaign_settles_a_letter(client_of, ben, cleo, stuck, name):
    for somebody in (ben, cleo):
        answer = client_of(somebody).post(reverse(f"letters:{name}", args=[stuck.pk]))
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["try-again", "set-aside"])
def test_settling_a_letter_needs_a_post_and_a_sign_in(client, client_of, ana, stuck, name):
    url = reverse(f"letters:{name}", args=[stuck.pk])
    assert client_of(ana).get(url).status_code == 405
    assert client.post(url).status_code == 302


def test_trying_again_sends_the_letter(client_of, ana, stuck):
    page = client_of(ana).post(reverse("letters:try-again", args=[stuck.pk]), follow=True)
    assert "Back in the queue." in page.text
    run_jobs()
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_leaving_it_takes_it_off_the_page(client_of, ana, stuck):
    page = client_of(ana).post(reverse("letters:set-aside", args=[stuck.pk]), follow=True)
    assert "550 No such mailbox" not in page.text


def test_the_page_takes_few_queries(client_of, ana, wide_appeal, django_assert_max_num_queries):
    client = client_of(ana)
    with django_assert_max_num_queries(20):
        client.get(of_campaign("campaign", wide_appeal))


def test_a_campaign_nobody_was_asked_about_says_what_to_do_first(client_of, ana, local):
    campaign = make_public_campaign(local)
    page = client_of(ana).get(reverse("letters:campaign", args=[campaign.pk]))
    assert "Nobody has been asked to write yet." in page.text


# --- counts by district -------------------------------------------------------------------------
def test_districts_with_and_without_letters(client_of, ana, wide_appeal):
    seat = queries.recipients_for(wide_appeal, "M4C").sure
    make_letter(wide_appeal, office=seat.office, district=seat.district, confirmed=True)
    services.deliver_waiting()
    page = client_of(ana).get(of_campaign("campaign", wide_appeal)).text
    assert "Beaches–East York" in page
    assert "1 of 2" in page
    assert "1 district without a letter" in page
    assert "Davenport" in page


# --- what other pages show ---------------------------------------------------------------------
def card_of(appeal, user):
    return offers.campaign_cards._by_room["letters"](appeal.campaign_id, user)


def test_the_campaign_room_counts_what_arrived(wide_appeal, ana):
    seat = queries.recipients_for(wide_appeal, "M4C").sure
    before = card_of(wide_appeal, ana)
    make_letter(wide_appeal, office=seat.office, district=seat.district, confirmed=True)
    services.deliver_waiting()
    after = card_of(wide_appeal, ana)
    assert (before.figure, after.figure) == ("0", "1")
    assert after.text == "letters delivered, in 1 of 2 districts"
    assert after.url == of_campaign("campaign", wide_appeal)


def test_a_page_nobody_can_open_is_not_linked(client_of, ana, appeal):
    address = appeal.get_absolute_url()
    assert card_of(appeal, ana).link_url == address
    Campaign.objects.update(published_at=None)
    assert card_of(appeal, ana).link_url == ""
    assert address not in client_of(ana).get(of_campaign("campaign", appeal)).text


def test_the_campaign_room_says_what_is_stuck(appeal, ana, stuck):
    card = card_of(appeal, ana)
    assert (card.tag, card.tag_tone) == ("1 letter is stuck", "red")


def test_a_campaign_without_an_appeal_has_no_card(local, ana):
    assert offers.campaign_cards._by_room["letters"](make_public_campaign(local).pk, ana) is None


def test_today_asks_coordinators_about_stuck_letters(ana, ben, cleo, appeal, stuck):
    asked = offers.today_items._by_room["letters"]
    assert [len(asked(user)) for user in (ana, ben, cleo)] == [1, 0, 0]
    [item] = asked(ana)
    assert item.text == f"1 letter could not be delivered: {appeal.campaign}"


# --- the words we offer -------------------------------------------------------------------------
def test_a_coordinator_opens_an_appeal(client_of, ana, local):
    campaign = make_public_campaign(local)
    page = client_of(ana).post(reverse("letters:edit", args=[campaign.pk]), TEXTS, follow=True)
    assert "Saved." in page.text
    assert Appeal.objects.get().subject_en == "Laundry"


def test_a_coordinator_changes_the_words(client_of, ana, appeal):
    client_of(ana).post(of_campaign("edit", appeal), {**TEXTS, "subject_en": "Kitchens"})
    appeal.refresh_from_db()
    assert appeal.subject_en == "Kitchens"


def test_a_finished_opinion_is_no_start(client_of, ana, appeal):
    """Nobody may send our opinion under their name."""
    typed = {**TEXTS, "starter_en": "I oppose this contract. Yours, a voter"}
    page = client_of(ana).post(of_campaign("edit", appeal), typed)
    assert "Leave gaps (…) for the writer to fill" in page.text
    assert page.context["form"]["starter_en"].value() == typed["starter_en"]
    appeal.refresh_from_db()
    assert appeal.starter_en == STARTER


def test_only_coordinators_open_and_change_appeals(local, ben, cleo, appeal):
    for somebody in (ben, cleo):
        with pytest.raises(Refused, match="Only coordinators"):
            services.edit_appeal(appeal, by=somebody, at=clock.now(), subject_en="Mine")
        with pytest.raises(Refused, match="Only coordinators"):
            services.open_appeal(make_public_campaign(local), by=somebody, at=clock.now())


def test_a_fact_is_added_and_taken_out(client_of, ana, appeal):
    client = client_of(ana)
    fact = {"sentence_en": "Three firms in 30 months.", "source_en": "City of Toronto, awards"}
    page = client.post(of_campaign("add-fact", appeal), fact, follow=True)
    assert "Three firms in 30 months." in page.text
    client.post(reverse("letters:remove-fact", args=[Fact.objects.get().pk]))
    assert not Fact.objects.exists()


def test_a_fact_without_a_source_is_not_kept(client_of, ana, appeal):
    page = client_of(ana).post(of_campaign("add-fact", appeal), {"sentence_en": "They say so."})
    assert page.status_code == 200
    assert not Fact.objects.exists()


def test_a_fact_of_another_local_can_not_be_removed(client_of, cleo, appeal):
    fact = Fact.objects.create(appeal=appeal, sentence_en="A fact", source_en="A source")
    answer = client_of(cleo).post(reverse("letters:remove-fact", args=[fact.pk]))
    assert answer.status_code == 404
    assert Fact.objects.exists()


def test_an_appeal_of_another_local_stays_out_of_sight(cleo, local):
    make_appeal(local)
    assert not Appeal.objects.visible_to(cleo).exists()
