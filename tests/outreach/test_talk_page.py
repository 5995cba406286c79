"""The phone page without JavaScript, and what a phone sends later."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localtime

from reclaim.core import clock
from reclaim.organize.outreach.models import Conversation, Standing
from reclaim.people.models import Role
from tests.builders import make_list, make_person, make_user

pytestmark = pytest.mark.django_db
SYNC = "/outreach/talks/"


def page_of(night_shift, person):
    return f"/outreach/lists/{night_shift.pk}/people/{person.pk}/"


def answers(step=3, **changes):
    facts = {
        "step": step,
        "client_id": uuid4(),
        "stand": "2",
        "will_do": "sign",
        "when": "tomorrow",
        "note": "",
        **changes,
    }
    return {name: value for name, value in facts.items() if value is not None}


class TestSteps:
    def test_the_first_question_is_where_they_stand(self, client_of, lea, night_shift, amina):
        page = client_of(lea).get(page_of(night_shift, amina))
        assert page.context["step"] == 1
        assert "Where does Amina stand?" in page.text
        assert "1 of 2 · night shift" in page.text

    @pytest.mark.parametrize(
        ("answered", "changes", "shown"),
        [
            (1, {"will_do": None, "when": None}, 2),
            (1, {"stand": "none", "will_do": None, "when": None}, 3),
            (2, {"when": None}, 3),
            (2, {"back": "1"}, 1),
            (3, {"back": "1"}, 2),
            (3, {"back": "1", "stand": "none"}, 1),
            (1, {"stand": None}, 1),
            (1, {"stand": "9"}, 1),
            (2, {"will_do": "fly"}, 2),
            (3, {"when": None}, 3),
        ],
    )
    def test_each_answer_leads_to_the_next_question(
        self, client_of, lea, night_shift, amina, answered, changes, shown
    ):
        page = client_of(lea).post(page_of(night_shift, amina), answers(answered, **changes))
        assert page.context["step"] == shown
        assert not Conversation.objects.exists()

    def test_the_last_answer_keeps_the_talk_and_shows_the_next_person(
        self, client_of, lea, night_shift, amina, bo
    ):
        said = answers(note="  Night bus ")
        page = client_of(lea).post(page_of(night_shift, amina), said)
        assert page.url == page_of(night_shift, bo)
        talk = Conversation.objects.get()
        assert (talk.assessment, talk.will_do, talk.note) == (2, "sign", "Night bus")
        assert talk.next_on == date(2026, 10, 5) + timedelta(days=1)
        assert (talk.by, talk.person) == (lea, amina)

    def test_sent_twice_it_is_kept_once(self, client_of, lea, night_shift, amina):
        said = answers()
        for _ in range(2):
            client_of(lea).post(page_of(night_shift, amina), said)
        assert Conversation.objects.count() == 1

    def test_after_the_last_person_the_list_is_shown(self, client_of, lea, night_shift, amina, bo):
        client = client_of(lea)
        client.post(page_of(night_shift, amina), answers())
        page = client.post(page_of(night_shift, bo), answers(), follow=True)
        assert page.redirect_chain[-1][0] == night_shift.get_absolute_url()
        assert "That was the last one for today." in page.text

    def test_whoever_was_not_reached_is_not_assessed(self, client_of, lea, night_shift, amina):
        said = answers(stand="none", will_do="sign", is_wrong_number="on", when="never")
        client_of(lea).post(page_of(night_shift, amina), said)
        talk = Conversation.objects.get()
        assert (talk.outcome, talk.assessment, talk.will_do) == ("wrong_number", None, "")
        assert talk.next_on is None

    def test_a_wrong_number_means_nothing_once_they_were_reached(
        self, client_of, lea, night_shift, amina
    ):
        client_of(lea).post(page_of(night_shift, amina), answers(is_wrong_number="on"))
        assert Conversation.objects.get().outcome == "talked"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"when": "on", "on": ""}, "Give the day."),
            ({"when": "on", "on": "2026-10-04"}, "That day has passed."),
            ({"when": "on", "on": "next Friday"}, "Enter a valid date."),
            ({"note": "x" * 301}, "at most 300 characters"),
            ({"client_id": "7"}, "Enter a valid UUID."),
        ],
    )
    def test_bad_answers_are_said_and_nothing_is_lost(
        self, client_of, lea, night_shift, amina, changes, sentence
    ):
        said = {**answers(will_do="come"), **changes}
        page = client_of(lea).post(page_of(night_shift, amina), said)
        assert sentence in page.text
        checked = [line for line in page.text.split("<input") if "checked" in line]
        assert any('value="come"' in line for line in checked)
        assert not Conversation.objects.exists()

    def test_what_was_said_before_stands_above_the_question(
        self, client_of, lea, night_shift, amina
    ):
        client = client_of(lea)
        client.post(page_of(night_shift, amina), answers(stand="3", note="ask about the bus"))
        page = client.get(page_of(night_shift, amina)).text
        assert "Last time, Mon 5 Oct: Not sure yet. ask about the bus" in page

    def test_a_page_read_in_french_asks_in_french(self, client_of, lea, night_shift, amina):
        page = client_of(lea).get(f"/fr{page_of(night_shift, amina)}")
        assert "Où en est Amina" in page.text


class TestAccess:
    @pytest.mark.parametrize("somebody", ["omar", "ben", "cleo"])
    def test_others_find_nothing(self, client_of, request, night_shift, amina, somebody):
        client = client_of(request.getfixturevalue(somebody))
        assert client.get(page_of(night_shift, amina)).status_code == 404
        assert client.post(page_of(night_shift, amina), answers()).status_code == 404
        assert not Conversation.objects.exists()

    def test_a_coordinator_may_help_out(self, client_of, ana, night_shift, amina):
        client_of(ana).post(page_of(night_shift, amina), answers())
        assert Conversation.objects.get().by == ana

    def test_somebody_who_is_not_on_the_list_is_not_found(self, client_of, lea, night_shift, local):
        other = make_person(local)
        assert client_of(lea).get(page_of(night_shift, other)).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, night_shift, amina):
        assert client.get(page_of(night_shift, amina)).status_code == 302

    def test_no_other_method_is_taken(self, client_of, lea, night_shift, amina):
        assert client_of(lea).delete(page_of(night_shift, amina)).status_code == 405

    def test_a_hundred_people_cost_no_more_queries_than_one(
        self, client_of, lea, campaign, local, django_assert_max_num_queries
    ):
        people = [make_person(local) for _ in range(100)]
        long_list = make_list(campaign, *people, leader=lea)
        client = client_of(lea)
        with django_assert_max_num_queries(10):
            client.get(page_of(long_list, people[3]))


class TestSync:
    """What outreach/sync.js sends."""

    @pytest.fixture
    def kept(self, night_shift, amina):
        entry = night_shift.entries.get(person=amina)
        return answers(step=None, entry=entry.pk, ago=0, who="Amina")

    def test_a_kept_talk_is_acknowledged_by_its_number(self, client_of, lea, kept):
        answer = client_of(lea).post(SYNC, kept)
        assert answer.json() == {"kept": str(kept["client_id"])}
        assert Conversation.objects.get().client_id == kept["client_id"]

    def test_sent_twice_it_is_acknowledged_twice_and_kept_once(self, client_of, lea, kept):
        for _ in range(2):
            assert client_of(lea).post(SYNC, kept).status_code == 200
        assert Conversation.objects.count() == 1

    def test_it_counts_from_when_they_talked(self, client_of, lea, kept):
        three_days = 3 * 24 * 60 * 60
        client_of(lea).post(SYNC, {**kept, "ago": three_days, "when": "tomorrow"})
        talk = Conversation.objects.get()
        assert localtime(talk.at).date() == clock.today() - timedelta(days=3)
        assert talk.next_on == clock.today() - timedelta(days=2)

    def test_two_talks_may_arrive_in_the_wrong_order(self, client_of, lea, kept):
        older = {**kept, "client_id": uuid4(), "stand": "5", "ago": 7200}
        client_of(lea).post(SYNC, kept)
        client_of(lea).post(SYNC, older)
        assert Standing.objects.get().assessment == 2

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"stand": "9"}, "9 is not one of the available choices"),
            ({"ago": "-1"}, "greater than or equal to 0"),
            ({"ago": "9" * 30}, "less than or equal to"),
            ({"ago": "²"}, "whole number"),
            ({"when": "on", "on": ""}, "Give the day."),
        ],
    )
    def test_a_talk_that_cannot_be_kept_comes_back_with_the_reason(
        self, client_of, lea, kept, changes, sentence
    ):
        answer = client_of(lea).post(SYNC, {**kept, **changes})
        assert answer.status_code == 422
        assert sentence in answer.json()["reason"]

    def test_a_number_used_for_somebody_else_comes_back_with_the_reason(
        self, client_of, lea, kept, night_shift, bo
    ):
        client_of(lea).post(SYNC, kept)
        other = night_shift.entries.get(person=bo)
        answer = client_of(lea).post(SYNC, {**kept, "entry": other.pk})
        assert answer.status_code == 422
        assert "already kept for somebody else" in answer.json()["reason"]

    @pytest.mark.parametrize("somebody", ["omar", "ben", "cleo"])
    def test_others_are_told_that_it_is_not_their_list(self, client_of, request, kept, somebody):
        answer = client_of(request.getfixturevalue(somebody)).post(SYNC, kept)
        assert answer.status_code == 404
        assert "not on a list in your hands" in answer.json()["reason"]
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize("entry", ["", "x", "²", "0", "9" * 30, "9" * 5000])
    def test_nobody_is_not_found(self, client_of, lea, kept, entry):
        assert client_of(lea).post(SYNC, {**kept, "entry": entry}).status_code == 404

    def test_a_person_moved_out_of_reach_comes_back_with_the_reason(
        self, client_of, local, other_local, kept, amina
    ):
        organizer = make_user("Olu", local, Role.ORGANIZER)
        amina.organization = other_local
        amina.save()
        answer = client_of(organizer).post(SYNC, kept)
        assert answer.status_code == 422
        assert "not on your list" in answer.json()["reason"]

    def test_it_is_only_posted(self, client_of, lea):
        assert client_of(lea).get(SYNC).status_code == 405

    def test_a_visitor_is_asked_to_sign_in(self, client, kept):
        assert client.post(SYNC, kept).status_code == 302
