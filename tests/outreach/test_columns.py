"""The column of lists of people that says when somebody was last talked with."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reclaim.core import clock
from reclaim.organize.outreach.models import Standing
from reclaim.people.models import ColumnChoice, Role
from reclaim.people.queries.list_columns import columns_for
from tests.builders import make_campaign, make_person, make_user

pytestmark = pytest.mark.django_db
KEY = "outreach.talked"
LATE = datetime(2026, 9, 20, 23, 30, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture
def person(local):
    return make_person(local, family_name="Abe")


def talk(campaign, person, at, **facts):
    said = {"outcome": "talked", "talked_at": at, "tried_at": at, **facts}
    return Standing.objects.create(campaign=campaign, person=person, **said)


def told(user, *people):
    return dict(columns_for(user)[KEY].tell(people))


def test_the_latest_of_all_campaigns_is_told_by_its_day_here(ana, local, person):
    talk(make_campaign(local), person, LATE - timedelta(days=9))
    talk(make_campaign(local, slug="second"), person, LATE)
    assert told(ana, person) == {person.pk: "20 September 2026"}


def test_who_was_only_tried_was_not_talked_with(ana, local, person):
    now = clock.now()
    talk(make_campaign(local), person, None, tried_at=now, outcome="no_answer")
    assert told(ana, person) == {}


def test_it_says_the_same_of_those_for_and_against_us(ana, local, person):
    other = make_person(local)
    campaign = make_campaign(local)
    talk(campaign, person, LATE, assessment=1, assessed_at=LATE)
    talk(campaign, other, LATE, assessment=5, assessed_at=LATE)
    assert len(set(told(ana, person, other).values())) == 1


def test_a_talk_in_a_campaign_out_of_reach_is_not_told(ana, cleo, other_local, person):
    talk(make_campaign(other_local), person, LATE)
    assert told(ana, person) == {}
    assert told(cleo, person) != {}


@pytest.mark.parametrize("role", [Role.LEADER, Role.READER, Role.RESEARCHER])
def test_who_sees_no_list_is_offered_none(local, role):
    assert KEY not in columns_for(make_user("Rea", local, role))


def test_somebody_chooses_it_for_their_lists(client_of, ana, local, person):
    talk(make_campaign(local), person, LATE)
    client = client_of(ana)
    client.post("/people/columns/", {"columns": ["job", KEY]})
    page = client.get("/people/").text
    assert "Last conversation" in page
    assert "20 September 2026" in page
    assert "Dernière conversation" in client.get("/fr/people/").text


def test_it_never_stands_in_a_sheet(client_of, ana, local, person):
    talk(make_campaign(local), person, LATE)
    ColumnChoice.objects.create(user=ana, columns=["job", KEY])
    client = client_of(ana)
    assert "Last conversation" not in client.get("/people/take-out/?who=list").text
    asked = {"what": "csv", "what_for": "talks", "told": 1}
    answer = client.post("/people/take-out/?who=list", asked)
    text = b"".join(answer.streaming_content).decode()
    assert "Abe" in text
    assert "September" not in text
    assert "Last conversation" not in text


def test_it_asks_once_for_a_page(ana, local):
    people = [make_person(local) for _ in range(30)]
    column = columns_for(ana)[KEY]
    with CaptureQueriesContext(connection) as asked:
        column.tell(people)
    assert len(asked) == 1
