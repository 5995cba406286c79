"""Making lists, handing them over, and keeping what was said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, transaction

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.organize.outreach import services
from reclaim.organize.outreach.models import Conversation, ListEntry, Standing
from tests.builders import make_campaign, make_list, make_person, make_talk

pytestmark = pytest.mark.django_db


def record(campaign, person, talk, by, days_ago=0):
    at = clock.now() - timedelta(days=days_ago)
    return services.record_conversation(campaign, person, talk, by=by, at=at)


class TestLists:
    def test_a_list_is_made_with_its_people_and_its_leader(self, campaign, amina, bo, lea, ana):
        made = services.make_list(
            campaign, " Night shift ", leader=lea, people=[amina, bo], by=ana, at=clock.now()
        )
        assert (made.name, made.leader, made.entries.count()) == ("Night shift", lea, 2)
        verbs = {entry.additional_data["verb"] for entry in LogEntry.objects.get_for_object(made)}
        assert verbs == {"make_list", "hand_list", "add_people"}

    def test_a_person_already_on_a_list_of_the_campaign_stays_there(
        self, night_shift, amina, bo, local, ana
    ):
        carla = make_person(local)
        other = make_list(night_shift.campaign)
        added = services.add_people(other, [amina, bo, carla], by=ana, at=clock.now())
        assert added == 1
        assert [entry.person for entry in other.entries.all()] == [carla]

    def test_the_database_lets_nobody_be_on_two_lists_of_a_campaign(self, night_shift, amina):
        other = make_list(night_shift.campaign)
        with pytest.raises(IntegrityError), transaction.atomic():
            ListEntry.objects.create(list=other, campaign=other.campaign, person=amina)

    def test_a_person_may_be_on_a_list_of_another_campaign(self, night_shift, amina, local, ana):
        other = make_list(make_campaign(local))
        assert services.add_people(other, [amina], by=ana, at=clock.now()) == 1

    def test_people_of_another_local_are_not_shown_to_our_leaders(
        self, night_shift, other_local, ana
    ):
        with pytest.raises(Refused, match="your own organizations"):
            services.add_people(night_shift, [make_person(other_local)], by=ana, at=clock.now())

    def test_a_leader_makes_no_lists(self, campaign, lea):
        with pytest.raises(Refused, match="Only organizers and coordinators"):
            services.make_list(campaign, "Mine", by=lea, at=clock.now())

    def test_a_name_is_given_once_in_a_campaign(self, night_shift, ana):
        with pytest.raises(Refused, match="already has a list of that name"):
            services.make_list(night_shift.campaign, "Night shift", by=ana, at=clock.now())

    def test_a_list_goes_only_to_somebody_who_leads_here(self, night_shift, ben, cleo, ana):
        for somebody in (ben, cleo):
            with pytest.raises(Refused, match="is not a leader in this organization"):
                services.hand_list(night_shift, somebody, by=ana, at=clock.now())


class TestTalks:
    def test_a_talk_says_where_a_person_stands(self, night_shift, amina, lea):
        tomorrow = clock.today() + timedelta(days=1)
        record(night_shift.campaign, amina, make_talk(2, next_on=tomorrow), lea)
        standing = Standing.objects.get()
        assert (standing.assessment, standing.next_on) == (2, tomorrow)
        assert standing.talked_at == standing.tried_at == standing.assessed_at

    def test_a_talk_sent_twice_is_kept_once(self, night_shift, amina, lea):
        talk = make_talk(2)
        first = record(night_shift.campaign, amina, talk, lea)
        again = record(night_shift.campaign, amina, replace(talk, assessment=5), lea)
        assert first == again
        assert Conversation.objects.get().assessment == 2
        assert LogEntry.objects.get_for_object(first).count() == 1

    def test_the_number_of_a_talk_cannot_be_used_for_somebody_else(
        self, night_shift, amina, bo, lea
    ):
        talk = make_talk(2)
        record(night_shift.campaign, amina, talk, lea)
        with pytest.raises(Refused, match="already kept for somebody else"):
            record(night_shift.campaign, bo, talk, lea)

    def test_an_attempt_changes_when_to_try_again_and_not_where_they_stand(
        self, night_shift, amina, lea
    ):
        record(night_shift.campaign, amina, make_talk(3), lea, days_ago=2)
        record(night_shift.campaign, amina, make_talk(None, next_on=date(2026, 10, 9)), lea)
        standing = Standing.objects.get()
        assert (standing.assessment, standing.next_on) == (3, date(2026, 10, 9))
        assert standing.outcome == "no_answer"
        assert standing.talked_at < standing.tried_at

    def test_a_talk_that_arrives_late_does_not_undo_a_newer_one(self, night_shift, amina, lea):
        record(night_shift.campaign, amina, make_talk(2, next_on=date(2026, 10, 12)), lea)
        record(night_shift.campaign, amina, make_talk(4, next_on=date(2026, 10, 6)), lea, 3)
        standing = Standing.objects.get()
        assert (standing.assessment, standing.next_on) == (2, date(2026, 10, 12))
        assert [talk.assessment for talk in Conversation.objects.all()] == [2, 4]

    def test_a_talk_that_arrives_late_counts_where_later_ones_only_were_attempts(
        self, night_shift, amina, lea
    ):
        record(night_shift.campaign, amina, make_talk(None), lea)
        record(night_shift.campaign, amina, make_talk(1), lea, days_ago=3)
        standing = Standing.objects.get()
        assert (standing.assessment, standing.outcome) == (1, "no_answer")

    def test_a_leader_talks_only_with_people_on_their_own_lists(self, night_shift, amina, omar):
        with pytest.raises(Refused, match="not on your list"):
            record(night_shift.campaign, amina, make_talk(2), omar)

    def test_somebody_whose_role_has_ended_records_nothing(self, night_shift, amina, lea):
        lea.memberships.update(until=date(2026, 10, 4))
        with pytest.raises(Refused, match="not on your list"):
            record(night_shift.campaign, amina, make_talk(2), lea)

    def test_an_organizer_talks_with_anybody_there(self, campaign, amina, ana):
        assert record(campaign, amina, make_talk(1), ana).by == ana

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"outcome": "shouted"}, "Say whether you talked"),
            ({"outcome": "no_answer"}, "nothing to assess"),
            ({"assessment": 6}, "from 1 to 5"),
            ({"will_do": "fly"}, "what they said they would do"),
        ],
    )
    def test_nonsense_is_refused(self, night_shift, amina, lea, changes, reason):
        with pytest.raises(Refused, match=reason):
            record(night_shift.campaign, amina, make_talk(**{"assessment": 2, **changes}), lea)
        assert not Conversation.objects.exists()

    def test_the_database_assesses_nobody_who_was_not_reached(self, night_shift, amina, lea):
        record(night_shift.campaign, amina, make_talk(2), lea)
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.update(outcome="no_answer")
