"""What a segment may ask of talks, and that a rating against us changes no segment."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.organize.outreach import services
from reclaim.organize.outreach.models import Conversation, Standing
from reclaim.organize.outreach.services import Talk
from reclaim.people.models import Organization, Person, User
from reclaim.people.queries.segments import Question, filters_for
from reclaim.people.rules.definitions import Line
from tests import builders
from tests.people.segment_builders import all_of, any_of, found, line

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("America/Toronto")
OPPOSED = (4, 5)


@pytest.fixture
def campaign(local: Organization) -> Campaign:
    return builders.make_campaign(local)


@pytest.fixture
def rosa(local: Organization) -> Person:
    return builders.make_person(local, given_name="Rosa")


@pytest.fixture
def mei(local: Organization) -> Person:
    return builders.make_person(local, given_name="Mei")


def talk(
    campaign: Campaign, person: Person, by: User, stand: int | None, at: datetime | None = None
) -> None:
    told = Talk(uuid4(), Conversation.Outcome.TALKED, assessment=stand)
    services.record_conversation(campaign, person, told, by=by, at=at or clock.now())


def test_who_is_with_us(ana: User, campaign: Campaign, rosa: Person, mei: Person):
    talk(campaign, rosa, ana, 2)
    talk(campaign, mei, ana, 3)
    with_us = line("outreach.assessment", campaign=campaign.pk, stand=2)
    assert found(ana, with_us) == {rosa}
    assert found(ana, Line(with_us.filter, with_us.value, True)) == {mei}


def test_who_was_talked_with_since_a_day(
    ana: User, campaign: Campaign, rosa: Person, mei: Person, local: Organization
):
    never = builders.make_person(local)
    talk(campaign, rosa, ana, None, datetime(2026, 9, 1, 0, 30, tzinfo=HERE))
    talk(campaign, mei, ana, None, datetime(2026, 8, 31, 23, 30, tzinfo=HERE))
    since = {"campaign": campaign.pk, "since": "2026-09-01"}
    assert found(ana, line("outreach.talked", **since)) == {rosa}
    assert found(ana, line("outreach.talked", is_not=True, **since)) == {mei, never}
    assert found(ana, line("outreach.talked", campaign=campaign.pk)) == {rosa, mei}


def test_who_is_on_a_list(ana: User, campaign: Campaign, rosa: Person, mei: Person):
    made = services.make_list(campaign, "Nights", people=[rosa], by=ana, at=clock.now())
    assert found(ana, line("outreach.list", list=made.pk)) == {rosa}
    assert found(ana, line("outreach.list", is_not=True, list=made.pk)) == {mei}


def test_a_campaign_of_another_local_is_out_of_reach(
    cleo: User, campaign: Campaign, ana: User, rosa: Person, other_local: Organization
):
    builders.make_person(other_local)
    made = services.make_list(campaign, "Nights", people=[rosa], by=ana, at=clock.now())
    for asked in (
        line("outreach.assessment", is_not=True, campaign=campaign.pk, stand=2),
        line("outreach.talked", is_not=True, campaign=campaign.pk),
        line("outreach.list", is_not=True, list=made.pk),
    ):
        question = Question(all_of(asked), cleo)
        assert set(question.people) == set()
        assert "Nights" not in question.sentence
        assert str(campaign) not in question.sentence


@pytest.mark.parametrize("stand", OPPOSED)
def test_no_rating_against_us_is_offered_or_answered(
    ana: User, campaign: Campaign, rosa: Person, mei: Person, stand: int
):
    talk(campaign, rosa, ana, stand)
    offered = filters_for(ana)["outreach.assessment"].asks(ana)[1].choices
    assert {value for value, _label in offered} == {"1", "2", "3"}
    for is_not in (False, True):
        asked = line("outreach.assessment", is_not, campaign=campaign.pk, stand=stand)
        assert found(ana, asked) == set()


def test_a_rating_against_us_counts_as_none_in_every_segment(
    ana: User, campaign: Campaign, rosa: Person, mei: Person
):
    """Whatever is asked and however it is put together, who is against us answers as somebody
    of whom no rating was noted; so no difference between two segments tells who it is."""
    talk(campaign, rosa, ana, None)
    talk(campaign, mei, ana, None)
    lines = [
        line("outreach.assessment", is_not, campaign=campaign.pk, stand=stand)
        for stand in range(1, 6)
        for is_not in (False, True)
    ]
    lines += [
        line("outreach.talked", is_not, campaign=campaign.pk, since=since)
        for since in ("", "2026-01-01")
        for is_not in (False, True)
    ]
    asked = [(make(one, other),) for one in lines for other in lines for make in (all_of, any_of)]
    before = [found(ana, *of) for of in asked[::7]]
    Standing.objects.filter(person=rosa).update(assessment=5, assessed_at=F("talked_at"))
    Standing.objects.filter(person=mei).update(assessment=4, assessed_at=F("talked_at"))
    assert [found(ana, *of) for of in asked[::7]] == before
