"""No question of a segment reaches what is sealed: not what people said of themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reclaim.core.offers import AskedFor, SegmentFilter
from reclaim.people.models import Organization, SelfIdentification, User
from reclaim.people.models.self_identification import Identity
from reclaim.people.queries.segments import Question, filters_for
from tests.people.segment_builders import all_of, line
from tests.web.world import make_world

pytestmark = pytest.mark.django_db
TYPED = {"date": "2026-01-01", "number": "1", "text": "M4C"}


def answers(one: AskedFor) -> list[str]:
    return [value for value, _label in one.choices] or [TYPED.get(one.kind, "")]


def ways(filter_: SegmentFilter, user: User) -> Iterator[dict[str, str]]:
    """Each choice of each thing asked for, the others at their first."""
    asked = filter_.asks(user)
    usual = {one.key: answers(one)[0] for one in asked}
    for one in asked:
        for answer in answers(one)[:40]:
            yield {**usual, one.key: answer}


@pytest.fixture
def everything_offered(local: Organization, ana: User, lea: User) -> dict[str, SegmentFilter]:
    make_world(local, ana, lea)
    return filters_for(ana)


def test_every_room_s_filters_are_here(everything_offered: dict[str, SegmentFilter]):
    rooms = {key.split(".")[0] for key in everything_offered}
    assert rooms >= {"people", "outreach"}


def test_no_question_reads_what_people_said_of_themselves(
    everything_offered: dict[str, SegmentFilter], ana: User
):
    sealed = SelfIdentification._meta.db_table
    for key, offered in everything_offered.items():
        for value in ways(offered, ana):
            with CaptureQueriesContext(connection) as asked:
                question = Question(all_of(line(key, **value)), ana)
                question.count()
                said = question.sentence
            told = " ".join(query["sql"] for query in asked)
            assert sealed not in told and "sealed" not in told, key
            assert said, key


def test_none_is_about_who_people_are(everything_offered: dict[str, SegmentFilter], ana: User):
    words = {value for value in Identity.values if value != "young"}
    for key, offered in everything_offered.items():
        listed = {choice for one in offered.asks(ana) for choice, _label in one.choices}
        assert not words & listed, key


def test_every_filter_answers_yes_or_no_of_everybody(
    everything_offered: dict[str, SegmentFilter], ana: User
):
    everybody = Question(all_of(), ana).count()
    assert everybody > 0
    for key, offered in everything_offered.items():
        for value in ways(offered, ana):
            so = Question(all_of(line(key, **value)), ana)
            not_so = Question(all_of(line(key, True, **value)), ana)
            if not so.cannot:
                assert so.count() + not_so.count() == everybody, (key, value)
