"""What this room offers: today's items, and what it keeps about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reclaim.campaigns import offers
from reclaim.core import clock
from reclaim.core import offers as core_offers
from reclaim.core.offers import Subject
from tests.builders import make_campaign, make_milestone, make_person


@pytest.fixture
def campaign(local):
    return make_campaign(local)


def texts(user):
    return [item.text for item in offers.today_items(user)]


def test_both_are_registered():
    assert "campaigns" in core_offers.today_items.rooms()
    assert "campaigns" in core_offers.personal_sections.rooms()


def test_a_coordinator_is_told_of_late_steps_and_those_of_the_next_fourteen_days(campaign, ana):
    for days, what in ((-40, "late"), (0, "today"), (14, "in two weeks"), (15, "later")):
        make_milestone(campaign, days, what_en=what)
    assert texts(ana) == ["late", "today", "in two weeks"]


def test_a_done_step_needs_nobody(campaign, ana):
    make_milestone(campaign, 1, done_at=clock.now(), done_by=ana)
    assert texts(ana) == []


def test_a_campaign_that_is_over_needs_nobody(local, ana):
    over = make_campaign(local, ends_on=clock.today() - timedelta(days=1))
    make_milestone(over, -2)
    assert texts(ana) == []


def test_a_member_is_told_only_of_what_they_carry(campaign, ben, local):
    make_milestone(campaign, 1, what_en="somebody else's")
    make_milestone(campaign, 1, what_en="mine", carried_by=make_person(local, user=ben))
    assert texts(ben) == ["mine"]


def test_a_stranger_is_told_nothing_even_of_a_step_they_once_carried(campaign, cleo, other_local):
    make_milestone(campaign, 1, carried_by=make_person(other_local, user=cleo))
    assert texts(cleo) == []


def test_a_step_is_urgent_when_it_is_late_or_nearly_due(campaign, ana):
    for days in (-1, 2, 3):
        make_milestone(campaign, days)
    assert [item.urgent for item in offers.today_items(ana)] == [True, True, False]


def test_a_person_reads_the_steps_they_carry(campaign, ben, local):
    make_milestone(campaign, 1, what_en="Print", carried_by=make_person(local, user=ben))
    section = offers.personal_sections(Subject(user_id=ben.pk))[0]
    assert section.rows == [("Bring laundry back in house", "Print", "6 October 2026", "")]


def test_a_person_without_an_account_is_found_by_their_address(campaign, local):
    carrier = make_person(local, email="Lou@people.example")
    make_milestone(campaign, 1, carried_by=carrier)
    assert len(offers.personal_sections(Subject(email="lou@people.example"))[0].rows) == 1


def test_a_step_somebody_ticked_is_theirs_too_and_listed_once(campaign, ben, local):
    mine = make_person(local, user=ben)
    make_milestone(campaign, 1, carried_by=mine, done_at=clock.now(), done_by=ben)
    assert len(offers.personal_sections(Subject(user_id=ben.pk, email=ben.email))[0].rows) == 1


def test_nothing_is_kept_about_somebody_unknown(campaign, ana):
    make_milestone(campaign, 1, done_at=clock.now(), done_by=ana)
    assert offers.personal_sections(Subject(email="nobody@people.example")) == []


def test_a_coordinators_items_come_in_one_query(campaign, ana, django_assert_num_queries):
    for days in range(10):
        make_milestone(campaign, days)
    assert ana.roles
    with django_assert_num_queries(1):
        offers.today_items(ana)
