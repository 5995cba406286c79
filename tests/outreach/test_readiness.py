"""Readiness: those with us, divided by all who work there."""

from datetime import date

import pytest

from reclaim.core import clock, offers
from reclaim.organize.outreach import queries, services
from tests.builders import make_campaign, make_list, make_person, make_talk, make_worksite

pytestmark = pytest.mark.django_db


def people_who_stand(campaign, site, ana, assessments):
    """One person of the worksite for each assessment; None was tried, "" nobody talked with."""
    for assessment in assessments:
        person = make_person(campaign.organization, worksite=site)
        if assessment != "":
            talk = make_talk(assessment)
            services.record_conversation(campaign, person, talk, by=ana, at=clock.now())


def readiness_of(campaign, *, sees_people=True):
    return queries.readiness(campaign, sees_people=sees_people)


@pytest.mark.parametrize(
    ("stand", "headcount", "expected"),  # with us, people, percent
    [
        ([1, 2, 3, 5], None, (1 + 1, 4, 100 * 2 // 4)),
        ([1, 2, "", ""], None, (1 + 1, 2 + 2, 50)),  # nobody talked with two of them
        ([1, 2, None], None, (1 + 1, 2 + 1, 66)),  # 66.7, rounded down
        ([1, 2], 8, (1 + 1, 8, 25)),  # six more work there than are on record
        ([1, 1, 1], 2, (3, 3, 100)),  # the headcount is out of date
        ([3, 4, 5], None, (0, 3, 0)),
        ([], None, (0, 0, 0)),
        ([], 10, (0, 10, 0)),
    ],
)
def test_readiness_is_those_with_us_of_all_who_work_there(
    campaign, site, ana, stand, headcount, expected
):
    site.headcount = headcount
    site.save()
    people_who_stand(campaign, site, ana, stand)
    found = readiness_of(campaign).sites[0]
    assert (found.with_us, found.people, found.percent) == expected


def test_everybody_is_counted_once_wherever_they_stand(campaign, site, ana):
    people_who_stand(campaign, site, ana, [1, 2, 3, 4, 5, None, ""])
    found = readiness_of(campaign).sites[0]
    assert found.people == found.with_us + found.not_sure + found.against + found.not_reached
    assert (found.with_us, found.not_sure, found.against, found.not_reached) == (2, 1, 2, 2)


def test_the_latest_assessment_counts(campaign, site, amina, ana):
    for assessment in (2, 4):
        talk = make_talk(assessment)
        services.record_conversation(campaign, amina, talk, by=ana, at=clock.now())
    assert readiness_of(campaign).total.with_us == 0


def test_another_campaign_counts_for_itself(campaign, site, local, ana):
    other = make_campaign(local)
    other.worksites.add(site)
    people_who_stand(campaign, site, ana, [1])
    assert readiness_of(other).total.with_us == 0


def test_the_goal_is_reached_exactly_and_not_by_rounding(campaign, site, ana):
    campaign.readiness_goal = 67
    people_who_stand(campaign, site, ana, [1, 1, 3])
    assert readiness_of(campaign).sites_there == 0
    campaign.readiness_goal = 66
    assert readiness_of(campaign).sites_there == 1


def test_the_total_is_of_all_people_and_not_of_shares(campaign, site, local, ana):
    small = make_worksite(local, "Civic desk")
    campaign.worksites.add(small)
    people_who_stand(campaign, site, ana, [1, 3, 3, 3])
    people_who_stand(campaign, small, ana, [1])
    found = readiness_of(campaign)
    assert [one.percent for one in found.sites] == [100 * 1 // 1, 100 * 1 // 4]
    assert found.total.percent == 100 * (1 + 1) // (4 + 1)


class TestOpponents:
    def test_fewer_than_five_are_shown_to_those_who_see_people(self, campaign, site, ana):
        people_who_stand(campaign, site, ana, [4] * 4)
        assert readiness_of(campaign).sites[0].shows_against

    @pytest.mark.parametrize(("against", "is_shown"), [(0, False), (4, False), (5, True)])
    def test_fewer_than_five_are_not_shown_to_others(self, campaign, site, ana, against, is_shown):
        people_who_stand(campaign, site, ana, [5] * against)
        assert readiness_of(campaign, sees_people=False).sites[0].shows_against is is_shown

    def test_a_total_from_which_they_could_be_worked_out_is_not_shown(
        self, campaign, site, local, ana
    ):
        other = make_worksite(local)
        campaign.worksites.add(other)
        people_who_stand(campaign, site, ana, [5] * 5)
        people_who_stand(campaign, other, ana, [5])
        assert not readiness_of(campaign, sees_people=False).total.shows_against


class TestPage:
    def address(self, campaign):
        return f"/outreach/campaigns/{campaign.pk}/readiness/"

    def test_a_coordinator_sees_every_number(self, client_of, ana, campaign, site):
        people_who_stand(campaign, site, ana, [1, 4])
        page = client_of(ana).get(self.address(campaign)).text
        assert "1 (50%)" in page
        assert "under 5" not in page

    def test_a_reader_sees_counts_and_no_small_number_of_opponents(
        self, client_of, ana, ben, campaign, site
    ):
        people_who_stand(campaign, site, ana, [1, 4])
        page = client_of(ben).get(self.address(campaign)).text
        assert "1 (50%)" in page
        assert "under 5" in page

    def test_a_worksite_without_a_list_in_anybody_s_hands_says_so(
        self, client_of, ben, campaign, site
    ):
        assert "no leader yet" in client_of(ben).get(self.address(campaign)).text

    def test_the_leader_of_a_worksite_is_named_once(self, client_of, ben, lea, night_shift):
        page = client_of(ben).get(self.address(night_shift.campaign))
        assert page.context["readiness"].sites[0].leaders == ("Lea",)
        assert "no leader yet" not in page.text

    def test_it_takes_no_posts(self, client_of, ana, campaign):
        assert client_of(ana).post(self.address(campaign)).status_code == 405

    def test_a_stranger_finds_nothing(self, client_of, cleo, campaign):
        assert client_of(cleo).get(self.address(campaign)).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, campaign):
        assert client.get(self.address(campaign)).status_code == 302

    def test_a_hundred_people_cost_no_more_queries_than_one(
        self, client_of, ana, lea, campaign, site, local, django_assert_max_num_queries
    ):
        for number in range(5):
            other = make_worksite(local)
            campaign.worksites.add(other)
            people = [make_person(local, worksite=other) for _ in range(20)]
            make_list(campaign, *people, leader=lea, name=f"List {number}")
        client = client_of(ana)
        with django_assert_max_num_queries(10):
            client.get(self.address(campaign))


class TestRoom:
    def offered(self, kind, campaign, user):
        found = [offer(campaign.pk, user) for offer in kind]
        return {one.key: one for one in found if one is not None}

    def test_the_card_shows_the_share_on_its_way_to_the_goal(self, campaign, site, ana, ben):
        campaign.readiness_goal = 80
        campaign.save()
        people_who_stand(campaign, site, ana, [1, 2, 3, ""])
        card = self.offered(offers.campaign_cards, campaign, ben)["readiness"]
        assert card.figure == "50%"
        assert (card.meter.value, card.meter.goal) == (100 * 2 // 4, 80)
        assert "4 people" in card.text

    def test_until_somebody_was_talked_with_the_card_says_what_to_do_first(
        self, campaign, site, ana
    ):
        people_who_stand(campaign, site, ana, [None, ""])
        card = self.offered(offers.campaign_cards, campaign, ana)["readiness"]
        assert (card.figure, card.meter, card.link_url) == ("–", None, "/outreach/")
        assert "First hand a leader a list of ten people." in card.text

    @pytest.mark.parametrize(("somebody", "link"), [("lea", "/outreach/"), ("ben", "")])
    def test_only_those_who_have_lists_are_led_to_them(self, request, campaign, somebody, link):
        user = request.getfixturevalue(somebody)
        assert self.offered(offers.campaign_cards, campaign, user)["readiness"].link_url == link

    def test_a_stranger_is_offered_nothing(self, campaign, site, ana, cleo):
        people_who_stand(campaign, site, ana, [1])
        assert "readiness" not in self.offered(offers.campaign_cards, campaign, cleo)

    def test_the_part_lists_the_worksites(self, campaign, site, ana):
        part = self.offered(offers.campaign_cards, campaign, ana)["readiness"].part
        assert [row.name for row in part.context["readiness"].sites] == ["North shelter"]

    def test_a_campaign_without_worksites_has_no_part(self, local, ana):
        card = self.offered(offers.campaign_cards, make_campaign(local), ana)["readiness"]
        assert card.part is None


def test_the_last_talk_is_the_latest_at_the_worksite(campaign, site, ana):
    people_who_stand(campaign, site, ana, [1, 2])
    assert readiness_of(campaign).sites[0].last_talk_on == date(2026, 10, 5)
