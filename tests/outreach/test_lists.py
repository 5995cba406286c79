"""My lists, one list, making one and handing it over."""

from datetime import timedelta

import pytest

from reclaim.core import clock, offers
from reclaim.organize.outreach import services
from reclaim.organize.outreach.models import List
from reclaim.people.models import Role
from tests.builders import (
    make_campaign,
    make_list,
    make_membership,
    make_person,
    make_talk,
    make_user,
    make_worksite,
)

pytestmark = pytest.mark.django_db
LISTS = "/outreach/"
NEW = "/outreach/lists/new/"


def record(night_shift, person, by, talk=None, days_ago=0):
    at = clock.now() - timedelta(days=days_ago)
    services.record_conversation(night_shift.campaign, person, talk or make_talk(), by=by, at=at)


class TestLists:
    def test_a_leader_is_led_to_the_next_talk(self, client_of, lea, night_shift, amina):
        page = client_of(lea).get(LISTS).text
        assert "Talk with Amina" in page
        assert f"/outreach/lists/{night_shift.pk}/people/{amina.pk}/" in page

    def test_who_was_talked_with_today_is_not_next(self, client_of, lea, night_shift, amina):
        record(night_shift, amina, lea)
        assert "Talk with Bo" in client_of(lea).get(LISTS).text

    def test_another_leader_s_list_is_not_shown(self, client_of, omar, night_shift):
        assert "Night shift" not in client_of(omar).get(LISTS).text

    def test_a_coordinator_sees_every_list_with_its_progress(
        self, client_of, ana, lea, night_shift, amina
    ):
        record(night_shift, amina, lea)
        page = client_of(ana).get(LISTS)
        row = page.context["others"][0]
        assert (row.people, row.reached, row.with_us, row.waiting) == (2, 1, 1, 1)
        assert "Night shift" in page.text

    @pytest.mark.parametrize("role", [Role.READER, Role.RESEARCHER])
    def test_readers_see_no_lists(self, client_of, local, night_shift, role):
        page = client_of(make_user("Team", local, role)).get(LISTS)
        assert "Night shift" not in page.text
        assert "Make a list" not in page.text

    def test_a_stranger_sees_no_lists(self, client_of, cleo, night_shift):
        assert "Night shift" not in client_of(cleo).get(LISTS).text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(LISTS).status_code == 302

    def test_it_takes_no_posts(self, client_of, ana):
        assert client_of(ana).post(LISTS).status_code == 405


class TestOneList:
    def test_it_says_where_each_person_stands(self, client_of, lea, night_shift, amina):
        talk = make_talk(2, will_do="sign", note="after six", next_on=clock.today())
        record(night_shift, amina, lea, talk)
        page = client_of(lea).get(night_shift.get_absolute_url()).text
        assert "2 · With us: will sign in public" in page
        assert "after six" in page
        assert "nobody tried yet" in page

    def test_the_latest_of_many_talks_is_shown(self, client_of, lea, night_shift, amina):
        record(night_shift, amina, lea, make_talk(3, note="old"), days_ago=4)
        record(night_shift, amina, lea, make_talk(2, note="new"))
        page = client_of(lea).get(night_shift.get_absolute_url()).text
        assert "new" in page
        assert "· old" not in page

    @pytest.mark.parametrize("somebody", ["omar", "ben", "cleo"])
    def test_others_find_nothing(self, client_of, request, night_shift, somebody):
        user = request.getfixturevalue(somebody)
        assert client_of(user).get(night_shift.get_absolute_url()).status_code == 404

    def test_a_leader_whose_role_has_ended_finds_nothing(self, client_of, lea, night_shift):
        lea.memberships.update(ended_at=clock.now(), ended_by=lea)
        assert client_of(lea).get(night_shift.get_absolute_url()).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, night_shift):
        assert client.get(night_shift.get_absolute_url()).status_code == 302

    def test_it_takes_no_posts(self, client_of, lea, night_shift):
        assert client_of(lea).post(night_shift.get_absolute_url()).status_code == 405

    def test_a_hundred_people_cost_no_more_queries_than_one(
        self, client_of, lea, campaign, local, django_assert_max_num_queries
    ):
        people = [make_person(local) for _ in range(100)]
        long_list = make_list(campaign, *people, leader=lea)
        for person in people[:50]:
            record(long_list, person, lea)
        client = client_of(lea)
        with django_assert_max_num_queries(12):
            client.get(long_list.get_absolute_url())
        with django_assert_max_num_queries(10):
            client.get(LISTS)


class TestMaking:
    def test_a_coordinator_puts_the_next_people_of_a_worksite_in_a_leader_s_hands(
        self, client_of, ana, lea, campaign, site, local
    ):
        for shift in ("nights", "days", "nights"):
            make_person(local, worksite=site, shift=shift)
        facts = {"worksite": site.pk, "name": "Days first", "size": 2, "leader": lea.pk}
        page = client_of(ana).post(f"{NEW}?campaign={campaign.pk}", facts)
        made = List.objects.get()
        assert page.url == made.get_absolute_url()
        assert made.leader == lea
        assert [entry.person.shift for entry in made.entries.all()] == ["days", "nights"]

    def test_people_on_a_list_already_are_not_taken_again(self, client_of, ana, night_shift, site):
        facts = {"worksite": site.pk, "name": "Again", "size": 10}
        page = client_of(ana).post(NEW, facts)
        assert "Everybody there is on a list already." in page.text
        assert List.objects.count() == 1

    def test_a_name_already_given_is_said_and_nothing_is_lost(
        self, client_of, ana, night_shift, site, local
    ):
        make_person(local, worksite=site)
        facts = {"worksite": site.pk, "name": "Night shift", "size": 7}
        page = client_of(ana).post(NEW, facts)
        assert "already has a list of that name" in page.text
        assert 'value="7"' in page.text

    def test_one_of_several_campaigns_is_chosen_first(self, client_of, ana, campaign, local):
        make_campaign(local, demand_en="Keep the parks public")
        assert "Keep the parks public" in client_of(ana).get(NEW).text

    def test_a_worksite_of_another_campaign_cannot_be_chosen(self, client_of, ana, campaign, local):
        elsewhere = make_worksite(local)
        make_person(local, worksite=elsewhere)
        facts = {"worksite": elsewhere.pk, "name": "Elsewhere", "size": 5}
        assert client_of(ana).post(NEW, facts).status_code == 200
        assert not List.objects.exists()

    @pytest.mark.parametrize("somebody", ["lea", "ben"])
    def test_who_makes_no_lists_finds_nothing(self, client_of, request, campaign, somebody):
        assert client_of(request.getfixturevalue(somebody)).get(NEW).status_code == 404

    def test_a_stranger_finds_no_campaign_of_ours(self, client_of, cleo, campaign, other_local):
        make_campaign(other_local)
        assert client_of(cleo).get(f"{NEW}?campaign={campaign.pk}").status_code == 404

    @pytest.mark.parametrize("asked", ["x", "²", "-1", "99999999999999999999999"])
    def test_a_campaign_that_is_no_number_is_not_found(self, client_of, ana, campaign, asked):
        assert client_of(ana).get(NEW, {"campaign": asked}).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(NEW).status_code == 302


class TestHandingOver:
    def test_a_list_changes_hands(self, client_of, ana, lea, omar, night_shift):
        client_of(ana).post(f"/outreach/lists/{night_shift.pk}/hand/", {"leader": omar.pk})
        assert client_of(omar).get(night_shift.get_absolute_url()).status_code == 200
        assert client_of(lea).get(night_shift.get_absolute_url()).status_code == 404

    def test_a_member_who_leads_nobody_cannot_be_chosen(self, client_of, ana, ben, night_shift):
        page = client_of(ana).post(
            f"/outreach/lists/{night_shift.pk}/hand/", {"leader": ben.pk}, follow=True
        )
        assert "Choose a leader of this organization." in page.text

    def test_somebody_who_leads_from_above_can_be_chosen(
        self, client_of, ana, division, night_shift
    ):
        maya = make_user("Maya")
        make_membership(maya, division, Role.ORGANIZER)
        client_of(ana).post(f"/outreach/lists/{night_shift.pk}/hand/", {"leader": maya.pk})
        night_shift.refresh_from_db()
        assert night_shift.leader == maya

    def test_a_leader_does_not_pass_a_list_on(self, client_of, lea, omar, night_shift):
        page = client_of(lea).post(f"/outreach/lists/{night_shift.pk}/hand/", {"leader": omar.pk})
        assert page.status_code == 403

    def test_a_stranger_finds_nothing(self, client_of, cleo, night_shift):
        page = client_of(cleo).post(f"/outreach/lists/{night_shift.pk}/hand/")
        assert page.status_code == 404

    def test_it_is_only_posted(self, client_of, ana, night_shift):
        assert client_of(ana).get(f"/outreach/lists/{night_shift.pk}/hand/").status_code == 405

    def test_a_visitor_is_asked_to_sign_in(self, client, night_shift):
        page = client.post(f"/outreach/lists/{night_shift.pk}/hand/")
        assert page.url.startswith("/accounts/login/")


class TestToday:
    def items(self, user):
        return [item for offer in offers.today_items for item in offer(user)]

    def test_one_item_a_list_says_how_many_are_due(self, lea, night_shift):
        (item,) = self.items(lea)
        assert item.text == "Night shift: talk with 2 people"
        assert item.due == clock.today()

    def test_a_list_on_which_nobody_is_due_is_silent(self, lea, night_shift, amina, bo):
        for person in (amina, bo):
            record(night_shift, person, lea)
        assert self.items(lea) == []

    def test_who_was_missed_comes_back_the_next_day(self, lea, night_shift, amina, bo):
        record(night_shift, amina, lea)
        record(night_shift, bo, lea, make_talk(None), days_ago=1)
        assert self.items(lea)[0].text == "Night shift: talk with 1 person"

    def test_a_wrong_number_does_not(self, lea, night_shift, amina, bo):
        record(night_shift, amina, lea)
        record(night_shift, bo, lea, make_talk(None, outcome="wrong_number"), days_ago=1)
        assert self.items(lea) == []

    def test_the_day_agreed_is_the_day_shown(self, lea, night_shift, amina, bo):
        yesterday = clock.today() - timedelta(days=1)
        record(night_shift, amina, lea, make_talk(2, next_on=yesterday), days_ago=3)
        assert self.items(lea)[0].due == yesterday

    def test_other_people_s_lists_are_not_mine_to_do(self, ana, omar, night_shift):
        assert self.items(ana) == self.items(omar) == []
