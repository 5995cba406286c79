"""A campaign shared with a partner: its asks, its numbers, and those who agreed to be seen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from reclaim.campaigns import queries, services
from reclaim.campaigns.queries.sharing import held_back, people_told, told
from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject, Tally, personal_sections
from reclaim.people import services as people
from reclaim.people.models import LocalMembership, Look, Organization, PartnerConsent, Person, Role
from reclaim.people.queries.consent import preference_token
from reclaim.people.services.same import merge_people
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


@pytest.fixture
def partner(db):
    return builders.make_organization("Neighbours", Organization.Kind.PARTNER)


@pytest.fixture
def pia(partner):
    """Who coordinates the partner."""
    return builders.make_user("Pia", partner, Role.COORDINATOR)


@pytest.fixture
def campaign(local):
    return builders.make_public_campaign(local)


@pytest.fixture
def share(campaign, ana, partner):
    people.publish_first_wordings(at=clock.now())
    return builders.make_campaign_share(campaign, ana, partner)


@pytest.fixture
def amina(local):
    return builders.make_person(local, given_name="Amina", family_name="Diallo")


def say_yes(person, *partners):
    chosen = [one.pk for one in partners]
    people.choose_partners(person, chosen, language="en", at=clock.now())


def seen(share):
    return [str(person) for person in queries.people_seen(share)]


class TestSharing:
    def test_a_coordinator_shares_between_two_days(self, campaign, partner, ana, pia):
        days = {"since": TODAY, "until": TODAY + timedelta(days=90)}
        share = services.share_campaign(campaign, partner, **days, by=ana, at=clock.now())
        assert list(queries.shares_with(pia)) == [share]

    def test_a_reader_shares_nothing(self, campaign, partner, ben):
        days = {"since": TODAY, "until": TODAY}
        with pytest.raises(Refused, match="Only coordinators"):
            services.share_campaign(campaign, partner, **days, by=ben, at=clock.now())

    def test_it_is_shared_with_partners_only(self, campaign, other_local, ana):
        days = {"since": TODAY, "until": TODAY}
        with pytest.raises(Refused, match="no community partner"):
            services.share_campaign(campaign, other_local, **days, by=ana, at=clock.now())

    def test_it_is_shared_once_at_a_time(self, share, campaign, partner, ana):
        days = {"since": share.until, "until": share.until + timedelta(days=9)}
        with pytest.raises(Refused, match="already"):
            services.share_campaign(campaign, partner, **days, by=ana, at=clock.now())

    @pytest.mark.parametrize(
        "days",
        [
            {"until": TODAY - timedelta(days=1)},
            {"since": TODAY + timedelta(days=1)},
        ],
    )
    def test_nothing_is_seen_before_its_first_day_nor_after_its_last(
        self, campaign, ana, partner, pia, days
    ):
        builders.make_campaign_share(campaign, ana, partner, **days)
        assert not queries.shares_with(pia).exists()

    def test_it_can_be_ended_at_any_moment(self, share, ana, pia, client_of):
        services.end_share(share, by=ana, at=clock.now())
        assert client_of(pia).get(share.get_absolute_url()).status_code == 404

    def test_another_partner_sees_nothing_of_it(self, share, client_of):
        other = builders.make_organization("Others", Organization.Kind.PARTNER)
        omar = builders.make_user("Omar", other, Role.COORDINATOR)
        assert client_of(omar).get(share.get_absolute_url()).status_code == 404


class TestWhoIsSeen:
    def test_nobody_without_having_said_yes(self, share, amina):
        assert seen(share) == []

    def test_who_said_yes_to_this_partner(self, share, amina, local):
        builders.make_person(local, given_name="Bo")
        say_yes(amina, share.partner)
        assert seen(share) == ["Amina Diallo"]

    def test_not_who_said_yes_to_another_partner(self, share, campaign, ana, amina):
        other = builders.make_organization("Others", Organization.Kind.PARTNER)
        builders.make_campaign_share(campaign, ana, other)
        say_yes(amina, other)
        assert seen(share) == []

    def test_nobody_of_another_local(self, share, campaign, ana, partner, other_local, cleo):
        theirs = builders.make_campaign_share(builders.make_campaign(other_local), cleo, partner)
        bo = builders.make_person(other_local, given_name="Bo", family_name="Xu")
        say_yes(bo, partner)
        assert (seen(share), seen(theirs)) == ([], ["Bo Xu"])

    def test_not_who_took_it_back(self, share, amina):
        say_yes(amina, share.partner)
        say_yes(amina)
        assert seen(share) == []
        assert [one.is_given for one in PartnerConsent.objects.all()] == [False, True]

    def test_not_who_stopped_everything(self, share, amina):
        say_yes(amina, share.partner)
        people.stop_everything(amina, language="en", at=clock.now())
        assert seen(share) == []

    def test_a_yes_to_a_partner_nobody_shares_with_is_not_taken(self, amina):
        stranger = builders.make_organization("Strangers", Organization.Kind.PARTNER)
        say_yes(amina, stranger)
        assert not PartnerConsent.objects.exists()

    def test_they_choose_on_their_preference_page_and_take_it_back_there(
        self, share, amina, client
    ):
        page = reverse("people:preferences", args=[preference_token(amina)])
        shown = client.get(page).content.decode()
        assert "Neighbours" in shown
        assert "Show my name to this partner" in shown
        client.post(page, {"seen_by": [share.partner.pk]})
        assert seen(share) == ["Amina Diallo"]
        said = PartnerConsent.objects.get()
        assert said.wording.text_en.startswith("Show my name")
        client.post(page, {})
        assert seen(share) == []

    def test_a_partner_stays_on_the_page_of_who_said_yes_when_sharing_has_ended(
        self, share, amina, ana, client
    ):
        say_yes(amina, share.partner)
        services.end_share(share, by=ana, at=clock.now())
        page = client.get(reverse("people:preferences", args=[preference_token(amina)]))
        assert "Neighbours" in page.content.decode()

    def test_what_they_said_is_among_what_is_kept_about_them(self, share, amina, ben):
        Person.objects.filter(pk=amina.pk).update(user=ben)
        say_yes(amina, share.partner)
        told = [one for tell in personal_sections for one in tell(Subject(user_id=ben.pk))]
        section = next(one for one in told if one.title == "Partners who may see your name")
        assert section.rows[0][1:3] == ("Neighbours", "yes")

    @pytest.mark.parametrize("who_said_no", ["stays", "goes"])
    def test_of_two_records_put_together_a_no_on_either_wins(
        self, share, amina, local, ana, who_said_no
    ):
        twin = builders.make_person(local, given_name="Amina", family_name="Diallo")
        refuses, agrees = (amina, twin) if who_said_no == "stays" else (twin, amina)
        say_yes(refuses, share.partner)
        say_yes(refuses)
        say_yes(agrees, share.partner)
        merge_people(amina, twin, by=ana, at=clock.now())
        assert seen(share) == []


class TestThePartnersPage:
    def test_it_shows_the_ask_and_who_agreed_and_nobody_else(
        self, share, campaign, amina, local, pia, client_of
    ):
        builders.make_person(local, given_name="Bolanle", email="bo@home.example")
        say_yes(amina, share.partner)
        shown = client_of(pia).get(share.get_absolute_url()).content.decode()
        assert campaign.demand in shown
        assert campaign.appeal in shown
        assert "Amina Diallo" in shown
        assert "Bolanle" not in shown

    def test_whoever_is_named_there_reads_who_looked(
        self, share, amina, ben, local, pia, client_of
    ):
        Person.objects.filter(pk=amina.pk).update(user=ben)
        builders.make_person(local, given_name="Bolanle")
        say_yes(amina, share.partner)
        for _ in range(2):
            client_of(pia).get(share.get_absolute_url())
        told = [one for tell in personal_sections for one in tell(Subject(user_id=ben.pk))]
        section = next(one for one in told if one.title == "Who looked at your record")
        how = "saw your name, as a partner you agreed to"
        role = "campaign coordinator, Neighbours"
        assert section.rows == [("Pia", role, how, "1", "5 October 2026")]
        assert Look.objects.count() == 1

    def test_a_reader_of_the_partner_leaves_no_look(self, share, amina, partner, client_of):
        say_yes(amina, partner)
        client_of(builders.make_user("Rita", partner, Role.READER)).get(share.get_absolute_url())
        assert not Look.objects.exists()

    def test_a_reader_of_the_partner_sees_the_numbers_and_no_name(
        self, share, amina, partner, client_of
    ):
        say_yes(amina, partner)
        reader = builders.make_user("Rita", partner, Role.READER)
        shown = client_of(reader).get(share.get_absolute_url()).content.decode()
        assert "How many we are" in shown
        assert "Amina" not in shown

    def test_few_are_not_told(self, share, campaign, local, lea, pia, client_of):
        some = [builders.make_person(local) for _ in range(4)]
        builders.make_list(campaign, *some, leader=lea)
        page = client_of(pia).get(share.get_absolute_url())
        assert [one.total for one in page.context["page"].tallies] == [None]
        assert "not told" in page.content.decode()

    @pytest.mark.parametrize(
        "page", ["home", "people:people", "outreach:lists", "watch:threats", "scoreboard:services"]
    )
    def test_no_other_page_shows_the_partner_anybody(
        self, share, campaign, amina, lea, pia, client_of, page
    ):
        say_yes(amina, share.partner)
        builders.make_list(campaign, amina, leader=lea)
        told = client_of(pia).get(reverse(page), {"q": "Amina"}).content.decode()
        assert "Diallo" not in told

    def test_the_person_and_the_room_are_not_there_for_the_partner(
        self, share, campaign, amina, pia, client_of
    ):
        say_yes(amina, share.partner)
        for address in (amina.get_absolute_url(), campaign.get_absolute_url()):
            assert client_of(pia).get(address).status_code == 404
        assert not Person.objects.visible_to(pia).exists()


class TestSmallNumbers:
    @pytest.mark.parametrize(
        ("numbers", "cells", "total"),
        [
            ([12, 30], [12, 30], 42),
            ([4], [None], None),
            ([5], [5], 5),
            ([2, 30], [None, None], 32),  # 32 - 30 would tell the 2
            ([3, 3], [None, None], 6),  # and 6 does not
            ([2, 9, 30], [None, None, 30], 41),  # 41 - 30 - 9 would
            ([1, 2, 9, 30], [None, None, None, 30], 42),  # 42 - 39 = 3 of two parts is still few
            ([0, 12], [None, None], 12),  # that all of them did is told of each
            ([1, 2], [None, None], None),
        ],
    )
    def test_are_held_back_and_so_is_what_would_tell_them(self, numbers, cells, total):
        assert held_back(numbers) == (cells, total)

    def test_the_labels_stay(self):
        shown = told(Tally("Talks", [("talked with", 2), ("not yet", 40)]))
        assert shown.parts == [("talked with", None), ("not yet", None)]


class TestPeopleCounted:
    @pytest.fixture(autouse=True)
    def five_of_whom_nothing_is_said(self, local):
        for _ in range(5):
            builders.make_person(local)

    @pytest.fixture
    def counted(self, campaign, ana, partner):
        return builders.make_campaign_share(campaign, ana, partner, counts_people=True)

    @staticmethod
    def join(organization, number, kind="member"):
        for _ in range(number):
            person = builders.make_person(organization)
            LocalMembership.objects.filter(person=person).delete()
            LocalMembership.objects.create(person=person, organization=organization, kind=kind)

    @staticmethod
    def numbers(share):
        shown = people_told(share)
        return [number for _label, number in shown.parts], shown.total

    def test_are_told_only_where_somebody_said_so(self, share, local, pia, client_of):
        self.join(local, 7)
        page = client_of(pia).get(share.get_absolute_url())
        assert f"In {local}" not in [one.title for one in page.context["page"].tallies]

    def test_members_and_friends_stand_on_the_page_as_numbers(self, counted, local, pia, client_of):
        self.join(local, 7)
        self.join(local, 6, "friend")
        assert self.numbers(counted) == ([7, 6, 5], 18)
        assert f"In {local}" in client_of(pia).get(counted.get_absolute_url()).text

    def test_who_is_both_counts_as_a_member(self, counted, local):
        self.join(local, 6)
        for row in list(LocalMembership.objects.filter(organization=local)):
            LocalMembership.objects.create(
                person=row.person, organization=local, kind="friend", since=TODAY
            )
        self.join(local, 5, "friend")
        assert self.numbers(counted) == ([6, 5, 5], 16)

    def test_who_left_is_not_counted(self, counted, local):
        self.join(local, 6)
        self.join(local, 5, "friend")
        gone = LocalMembership.objects.filter(organization=local, kind="member").first()
        LocalMembership.objects.filter(pk=gone.pk).update(until=TODAY - timedelta(days=1))
        assert self.numbers(counted) == ([5, 5, 6], 16)

    def test_few_friends_are_held_back_and_so_is_what_would_tell_them(self, counted, local):
        self.join(local, 30)
        self.join(local, 2, "friend")
        assert self.numbers(counted) == ([30, None, None], 37)

    @pytest.mark.parametrize(
        ("elsewhere", "told"),
        [(3, ([None] * 3, None)), (0, ([6, 6, 5], 17)), (5, ([11, 6, 5], 22))],
    )
    def test_what_is_told_of_a_local_does_not_tell_of_the_few_beside_it(
        self, counted, campaign, local, partner, dora, elsewhere, told
    ):
        division = Organization.objects.get_parent(local)
        beside = builders.make_organization("Beside", under=division)
        above = builders.make_campaign_share(
            builders.make_campaign(division), dora, partner, counts_people=True
        )
        self.join(local, 6)
        self.join(local, 6, "friend")
        self.join(beside, elsewhere)
        assert self.numbers(above) == told
        assert self.numbers(counted) == ([6, 6, 5], 17)

    def test_another_partners_numbers_take_nothing_away(self, counted, local, dora):
        division = Organization.objects.get_parent(local)
        other = builders.make_organization("Others", Organization.Kind.PARTNER)
        above = builders.make_campaign_share(
            builders.make_campaign(division), dora, other, counts_people=True
        )
        self.join(local, 6)
        self.join(local, 6, "friend")
        self.join(builders.make_organization("Beside", under=division), 3)
        assert self.numbers(above) == ([9, 6, 5], 20)

    def test_a_coordinator_ticks_it(self, campaign, ana, partner, client_of):
        url = reverse("campaigns:partners", args=[campaign.pk])
        asked = {"partner": partner.pk, "since": "2026-10-05", "until": "2026-12-05"}
        client_of(ana).post(url, {**asked, "counts_people": "on"})
        assert campaign.shares.get().counts_people
        assert "Members counted" in client_of(ana).get(url).text
