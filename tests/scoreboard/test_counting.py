"""Are we winning? Small tables of services, and the counts they give.

Each service is counted once, so held + threatened + lost + back + not told = all of them.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reclaim.core import clock
from reclaim.places.models import Community
from reclaim.win.scoreboard import queries
from reclaim.win.scoreboard.models import Outcome
from tests.builders import make_outcome, make_service, make_threat, make_told_threat


def counts(user, **chosen) -> dict[str, int]:
    """Status → number, without the zeros."""
    board = queries.board(user, **chosen)
    return {str(c.status.value): c.number for c in board.counts if c.number}


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


# --- today ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "calls", "status"),
    [
        # newest outcome, open calls → how it stands
        ("", 0, "untold"),
        ("", 1, "threatened"),
        ("held", 0, "held"),
        ("held", 2, "threatened"),
        ("returned", 0, "returned"),
        ("returned", 1, "threatened"),
        ("lost", 0, "lost"),
        ("lost", 1, "lost"),
    ],
)
def test_how_a_service_stands_today(result, calls, status):
    assert queries.status_today(result, calls) == status


def test_five_services_give_five_counts_that_add_up(local, ana):
    held, threatened, lost, returned, _untold = (make_service(local) for _ in range(5))
    make_outcome(held, "held", "2026-05", ana)
    make_threat(threatened, closes_on=in_days(3))
    make_outcome(lost, "lost", "2019", ana)
    make_outcome(returned, "returned", "2024", ana)
    found = counts(ana)
    assert found == {"held": 1, "threatened": 1, "lost": 1, "returned": 1, "untold": 1}
    assert sum(found.values()) == 1 + 1 + 1 + 1 + 1


def test_what_nobody_noted_is_not_called_held(local, ana):
    make_service(local)
    assert counts(ana) == {"untold": 1}


def test_the_newest_outcome_counts_not_the_last_one_noted(local, ana):
    laundry = make_service(local)
    make_outcome(laundry, "returned", "2024", ana)
    make_outcome(laundry, "lost", "2009", ana)  # history noted afterwards
    assert counts(ana) == {"returned": 1}


def test_an_outcome_of_unknown_date_gives_way_to_a_dated_one(local, ana):
    laundry = make_service(local)
    make_outcome(laundry, "lost", "2009", ana)
    make_outcome(laundry, "returned", "", ana)
    assert counts(ana) == {"lost": 1}


def test_a_corrected_outcome_no_longer_counts(local, ana):
    laundry = make_service(local)
    wrong = make_outcome(laundry, "lost", "2024", ana)
    make_outcome(laundry, "held", "2024", ana, replaces=wrong)
    assert counts(ana) == {"held": 1}


def test_a_mistake_leaves_the_service_as_it_stood_before(local, ana):
    laundry = make_service(local)
    make_outcome(laundry, "held", "2020", ana)
    wrong = make_outcome(laundry, "lost", "2024", ana)
    make_outcome(laundry, "mistake", "2024", ana, replaces=wrong)
    assert counts(ana) == {"held": 1}


def test_a_dismissed_call_threatens_nothing(local, ana):
    threat = make_threat(make_service(local), closes_on=in_days(5))
    threat.dismissed_at, threat.dismissed_by = clock.now(), ana
    threat.dismissed_because = "Only the machines"
    threat.save()
    assert counts(ana) == {"untold": 1}


@pytest.mark.parametrize(
    ("closed", "awarded", "status"),
    [(-1, None, "threatened"), (-1, -1, "untold"), (-400, None, "untold")],
    ids=["bids are in", "awarded", "given up"],
)
def test_a_closed_call_threatens_until_it_is_awarded_or_a_year_old(
    local, ana, closed, awarded, status
):
    awarded_on = None if awarded is None else in_days(awarded)
    make_threat(make_service(local), closes_on=in_days(closed), awarded_on=awarded_on)
    assert counts(ana) == {status: 1}


def test_another_local_does_not_count_ours(local, ana, cleo):
    make_outcome(make_service(local), "held", "2024", ana)
    assert counts(cleo) == {}


def test_the_division_counts_everybody_below(local, other_local, ana, cleo, dora):
    make_outcome(make_service(local), "held", "2024", ana)
    make_outcome(make_service(other_local), "lost", "2024", cleo)
    assert counts(dora) == {"held": 1, "lost": 1}


def test_cases_elsewhere_are_never_mixed_with_ours(local, ana):
    Outcome.objects.create(
        place="Hamilton, ON", result="returned", title_en="Water", noted_at=clock.now()
    )
    make_service(local)
    assert counts(ana) == {"untold": 1}
    assert [case.place for case in queries.cases_elsewhere()] == ["Hamilton, ON"]


# --- by place -------------------------------------------------------------------------------
@pytest.fixture
def hamilton(db):
    return Community.objects.create(
        geonames_id=1, name="Hamilton", province="ON", latitude=43, longitude=-79, population=569353
    )


def test_places_add_up_to_the_whole_and_the_unnamed_one_comes_last(local, ana, hamilton):
    make_outcome(make_service(local, community=hamilton), "held", "2024", ana)
    make_service(local, community=hamilton)
    make_service(local)
    rows = queries.board(ana).places
    assert [(row.name, sum(c.number for c in row.counts)) for row in rows] == [
        ("Hamilton, ON", 1 + 1),
        ("Place not given", 1),
    ]


def test_one_place_is_counted_alone(local, ana, hamilton):
    make_outcome(make_service(local, community=hamilton), "held", "2024", ana)
    make_service(local)
    assert counts(ana, place=str(hamilton.pk)) == {"held": 1}
    assert counts(ana, place=queries.NO_PLACE) == {"untold": 1}


# --- by year --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "calls", "status"),
    [
        # last outcome of the year, calls that closed in it → what became of the service
        ("", 0, "untold"),
        ("", 1, "threatened"),
        ("held", 1, "held"),
        ("lost", 1, "lost"),
        ("returned", 0, "returned"),
    ],
)
def test_what_became_of_a_service_in_a_year(result, calls, status):
    assert queries.status_in_a_year(result, calls) == status


def test_a_year_tells_what_happened_in_it(local, ana):
    laundry = make_service(local)
    make_outcome(laundry, "lost", "2009", ana)
    make_outcome(laundry, "returned", "2024-06-01", ana)
    make_threat(laundry, closes_on=date(2023, 6, 30))
    assert [counts(ana, year=year) for year in (2009, 2023, 2024, 2025)] == [
        {"lost": 1},
        {"threatened": 1},
        {"returned": 1},
        {"untold": 1},
    ]


def test_a_date_that_spans_two_years_belongs_to_neither(local, ana):
    make_outcome(make_service(local), "returned", "2009-2010", ana)
    assert counts(ana, year=2009) == counts(ana, year=2010) == {"untold": 1}


def test_the_years_offered_are_those_of_outcomes_and_calls_and_this_one(local, ana):
    laundry = make_service(local)
    make_outcome(laundry, "lost", "2009", ana)
    make_outcome(laundry, "returned", "by 2016", ana)
    make_threat(laundry, closes_on=date(2023, 6, 30))
    assert queries.years(ana) == [2026, 2023, 2009]


def test_calls_and_tips_that_threaten_a_service_are_told_apart(local, ana):
    laundry = make_service(local)
    for days in (3, 30):
        make_threat(laundry, closes_on=in_days(days))
    make_told_threat(laundry)
    line = queries.board(ana).lines[0]
    assert (line.status, str(line.threats)) == ("threatened", "2 calls, 1 tip")


def test_a_tip_alone_threatens_and_is_called_no_call(local, ana):
    make_told_threat(make_service(local), due_on=in_days(9))
    line = queries.board(ana).lines[0]
    assert (line.status, str(line.threats)) == ("threatened", "1 tip")


def test_a_tip_counts_in_the_year_of_its_day(local, ana):
    make_told_threat(make_service(local), due_on=date(2024, 6, 30))
    assert counts(ana, year=2024) == {"threatened": 1}
    assert counts(ana, year=2023) == {"untold": 1}


def test_the_board_takes_as_many_queries_for_two_services_as_for_twenty(
    local, ana, django_assert_num_queries
):
    assert ana.roles
    for number in (2, 18):
        for _ in range(number):
            make_outcome(make_service(local), "held", "2024", ana)
        with django_assert_num_queries(3):
            queries.board(ana)
