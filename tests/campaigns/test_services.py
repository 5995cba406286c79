"""Every change to a campaign: who may, when, and what the audit keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, transaction

from reclaim.campaigns import services
from reclaim.campaigns.models import Campaign, Milestone, Target
from reclaim.core import clock
from reclaim.core.errors import Refused
from tests.builders import (
    make_boundary_set,
    make_campaign,
    make_milestone,
    make_office,
    make_person,
    make_service,
)


@pytest.fixture
def campaign(local):
    return make_campaign(local)


@pytest.fixture
def named(campaign):
    """A campaign that says to whom the demand is put."""
    Target.objects.create(campaign=campaign, office=make_office())
    return campaign


def start(organization, by, **facts):
    chosen = facts.pop("services", None)
    services_ = [make_service(organization)] if chosen is None else chosen
    return services.start_campaign(
        organization, services=services_, by=by, at=clock.now(), **{"demand_en": "Keep it", **facts}
    )


def plan(campaign, by, **facts):
    given = {"on": clock.today(), "what_en": "Vote", **facts}
    return services.add_milestone(campaign, by=by, at=clock.now(), **given)


def last_audit() -> dict[str, str]:
    return LogEntry.objects.order_by("-pk").first().additional_data


# --- starting -------------------------------------------------------------------------------
def test_a_campaign_starts_today_unless_told_otherwise(ana, local, pinned_day):
    laundry = make_service(local)
    begun = start(local, ana, services=[laundry])
    assert begun.starts_on == pinned_day
    assert list(begun.services.all()) == [laundry]
    assert last_audit()["verb"] == "start_campaign"


def test_a_second_campaign_with_the_same_demand_gets_its_own_address(ana, local):
    assert [start(local, ana).slug, start(local, ana).slug] == ["keep-it", "keep-it-2"]


def test_a_campaign_may_start_in_french_alone(ana, local):
    begun = start(local, ana, demand_en="", demand_fr="À nous")
    assert (begun.slug, str(begun)) == ("a-nous", "À nous")


def test_a_member_does_not_start_a_campaign(ben, local):
    with pytest.raises(Refused, match="Only coordinators and administrators of Local 4120"):
        start(local, ben)


def test_a_campaign_needs_a_service(ana, local):
    with pytest.raises(Refused, match="at least one service"):
        start(local, ana, services=[])


def test_a_campaign_needs_a_demand(ana, local):
    with pytest.raises(Refused, match="Say what is demanded"):
        start(local, ana, demand_en=" ")


def test_a_room_never_shows_what_another_local_guards(dora, local, other_local):
    with pytest.raises(Refused, match="Waste is guarded by another organization"):
        start(local, dora, services=[make_service(other_local, "Waste")])


def test_a_council_fights_for_services_of_its_locals(dora, council, local):
    assert start(council, dora, services=[make_service(local)]).organization == council


# --- editing --------------------------------------------------------------------------------
def test_an_edit_changes_what_is_given_and_leaves_the_rest(ana, campaign):
    services.edit_campaign(campaign, where_en="Everywhere", by=ana, at=clock.now())
    campaign.refresh_from_db()
    assert (campaign.where_en, campaign.demand_en) == ("Everywhere", "Bring laundry back in house")
    assert last_audit()["fields"] == ["where_en"]


def test_a_member_does_not_edit(ben, campaign):
    with pytest.raises(Refused, match="Only coordinators"):
        services.edit_campaign(campaign, where_en="Everywhere", by=ben, at=clock.now())


def test_an_edit_keeps_the_services_of_others_out(dora, campaign, other_local):
    with pytest.raises(Refused, match="guarded by another organization"):
        services.edit_campaign(
            campaign, services=[make_service(other_local)], by=dora, at=clock.now()
        )


def test_a_campaign_does_not_end_before_it_starts(ana, campaign):
    with pytest.raises(Refused, match="comes before the first"):
        services.edit_campaign(campaign, ends_on=date(1999, 1, 1), by=ana, at=clock.now())


def test_a_public_campaign_keeps_its_texts(ana, named):
    services.publish_campaign(named, by=ana, at=clock.now())
    with pytest.raises(Refused, match="The appeal in French is missing"):
        services.edit_campaign(named, appeal_fr="", by=ana, at=clock.now())


# --- publishing -----------------------------------------------------------------------------
def test_a_complete_campaign_is_published(ana, named):
    assert services.publish_campaign(named, by=ana, at=clock.now()).is_public
    assert list(Campaign.objects.public()) == [named]
    assert last_audit()["verb"] == "publish_campaign"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("demand_en", "The demand in English is missing."),
        ("demand_fr", "The demand in French is missing."),
        ("poster_en", "The public headline in English is missing."),
        ("poster_fr", "The public headline in French is missing."),
        ("appeal_en", "The appeal in English is missing."),
        ("appeal_fr", "The appeal in French is missing."),
    ],
)
def test_a_missing_text_keeps_a_campaign_in_the_house(ana, named, text, sentence):
    Campaign.objects.update(**{text: ""})
    with pytest.raises(Refused, match=sentence):
        services.publish_campaign(named, by=ana, at=clock.now())


def test_a_campaign_without_a_target_is_not_published(ana, campaign):
    with pytest.raises(Refused, match="Nobody is named"):
        services.publish_campaign(campaign, by=ana, at=clock.now())


def test_a_campaign_is_published_once(ana, named):
    services.publish_campaign(named, by=ana, at=clock.now())
    with pytest.raises(Refused, match="public already"):
        services.publish_campaign(named, by=ana, at=clock.now())


def test_a_campaign_that_is_over_is_not_published(ana, named):
    Campaign.objects.update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="is over"):
        services.publish_campaign(named, by=ana, at=clock.now())


def test_a_member_does_not_publish(ben, named):
    with pytest.raises(Refused, match="Only coordinators"):
        services.publish_campaign(named, by=ben, at=clock.now())


def test_a_withdrawn_campaign_is_not_public_and_can_be_again(ana, named):
    services.publish_campaign(named, by=ana, at=clock.now())
    services.withdraw_campaign(named, by=ana, at=clock.now())
    assert not Campaign.objects.public().exists()
    assert last_audit()["verb"] == "withdraw_campaign"
    assert services.publish_campaign(named, by=ana, at=clock.now()).is_public


def test_a_campaign_that_is_not_public_is_not_withdrawn(ana, named):
    with pytest.raises(Refused, match="is not public"):
        services.withdraw_campaign(named, by=ana, at=clock.now())


def test_a_campaign_leaves_the_public_after_its_last_day(named):
    Campaign.objects.update(published_at=clock.now(), ends_on=clock.today())
    assert Campaign.objects.public().exists()
    Campaign.objects.update(ends_on=clock.today() - timedelta(days=1))
    assert not Campaign.objects.public().exists()


# --- targets --------------------------------------------------------------------------------
def test_the_demand_is_put_to_every_seat_of_a_legislature(ana, campaign):
    seats = make_boundary_set(name_en="Ontario 2022")
    target = services.add_target(campaign, every_seat_of=seats, by=ana, at=clock.now())
    assert str(target) == "Ontario 2022"
    assert last_audit()["target"] == target.pk


def test_the_same_target_is_named_once(ana, campaign):
    office = make_office()
    services.add_target(campaign, office=office, by=ana, at=clock.now())
    with pytest.raises(Refused, match="put to them already"):
        services.add_target(campaign, office=office, by=ana, at=clock.now())


@pytest.mark.parametrize("is_both", [True, False])
def test_a_target_is_one_office_or_one_legislature(ana, campaign, is_both):
    chosen = {"office": make_office(), "every_seat_of": make_boundary_set()} if is_both else {}
    with pytest.raises(Refused, match="not both"):
        services.add_target(campaign, **chosen, by=ana, at=clock.now())


def test_a_member_names_no_target(ben, campaign):
    with pytest.raises(Refused, match="Only coordinators"):
        services.add_target(campaign, office=make_office(), by=ben, at=clock.now())


def test_the_last_target_of_a_public_campaign_stays(ana, named):
    services.publish_campaign(named, by=ana, at=clock.now())
    with pytest.raises(Refused, match="Nobody is named"):
        services.remove_target(named.targets.get(), by=ana, at=clock.now())
    assert named.targets.count() == 1


def test_a_target_can_be_taken_away_before(ana, named):
    services.remove_target(named.targets.get(), by=ana, at=clock.now())
    assert not named.targets.exists()
    assert last_audit()["verb"] == "remove_target"


# --- milestones -----------------------------------------------------------------------------
def test_a_step_is_planned(ana, campaign):
    step = plan(campaign, ana, decides=True)
    assert (step.what, step.days_left, step.is_late) == ("Vote", 0, False)
    assert last_audit()["verb"] == "add_milestone"


def test_a_step_is_not_planned_in_the_past(ana, campaign, pinned_day):
    with pytest.raises(Refused, match="That day has passed"):
        plan(campaign, ana, on=pinned_day - timedelta(days=1))


def test_a_step_says_what_happens(ana, campaign):
    with pytest.raises(Refused, match="Say what happens"):
        plan(campaign, ana, what_en=" ")


def test_members_decide_only_decisions(ana, campaign):
    with pytest.raises(Refused, match="Members decide only"):
        plan(campaign, ana, members_decide=True)


def test_somebody_of_another_local_does_not_carry_our_step(ana, campaign, other_local):
    with pytest.raises(Refused, match="Choose somebody of Local 4120"):
        plan(campaign, ana, carried_by=make_person(other_local))


def test_the_council_may_carry_a_step_of_its_local(ana, campaign, council):
    above = make_person(council)
    assert plan(campaign, ana, carried_by=above).carried_by == above


def test_a_member_plans_no_step(ben, campaign):
    with pytest.raises(Refused, match="Only coordinators"):
        plan(campaign, ben)


def test_a_step_moves_and_the_audit_keeps_the_day_before(ana, campaign, pinned_day):
    step = make_milestone(campaign, in_days=3)
    services.edit_milestone(step, on=pinned_day + timedelta(days=9), by=ana, at=clock.now())
    assert Milestone.objects.get().days_left == 9
    assert last_audit()["was_on"] == str(pinned_day + timedelta(days=3))


def test_a_late_step_can_be_reworded_without_moving_it(ana, campaign):
    step = make_milestone(campaign, in_days=-2)
    services.edit_milestone(step, what_en="Print it at last", by=ana, at=clock.now())
    assert Milestone.objects.get().what_en == "Print it at last"


def test_a_done_step_is_opened_again_before_it_is_changed(ana, campaign):
    step = services.finish_milestone(make_milestone(campaign), by=ana, at=clock.now())
    with pytest.raises(Refused, match="open it again"):
        services.edit_milestone(step, what_en="Something else", by=ana, at=clock.now())


def test_a_coordinator_ticks_a_step(ana, campaign):
    step = services.finish_milestone(make_milestone(campaign, in_days=-1), by=ana, at=clock.now())
    assert (step.done_by, step.is_late) == (ana, False)
    assert last_audit()["verb"] == "finish_milestone"


def test_whoever_carries_a_step_ticks_it(ben, campaign, local):
    carried = make_milestone(campaign, carried_by=make_person(local, user=ben))
    assert services.finish_milestone(carried, by=ben, at=clock.now()).done_by == ben


def test_a_member_does_not_tick_the_step_of_another(ben, campaign, local):
    step = make_milestone(campaign, carried_by=make_person(local))
    with pytest.raises(Refused, match="Only coordinators"):
        services.finish_milestone(step, by=ben, at=clock.now())


def test_a_step_is_ticked_once(ana, campaign):
    step = services.finish_milestone(make_milestone(campaign), by=ana, at=clock.now())
    with pytest.raises(Refused, match="done already"):
        services.finish_milestone(step, by=ana, at=clock.now())


def test_a_tick_made_by_mistake_is_undone(ana, campaign):
    step = services.finish_milestone(make_milestone(campaign), by=ana, at=clock.now())
    assert services.reopen_milestone(step, by=ana, at=clock.now()).done_at is None
    assert last_audit()["verb"] == "reopen_milestone"


def test_an_open_step_is_not_opened_again(ana, campaign):
    with pytest.raises(Refused, match="still open"):
        services.reopen_milestone(make_milestone(campaign), by=ana, at=clock.now())


def test_a_step_taken_out_stays_in_the_audit(ana, campaign, pinned_day):
    services.drop_milestone(make_milestone(campaign, in_days=3), by=ana, at=clock.now())
    assert not Milestone.objects.exists()
    kept = last_audit()
    assert kept == {"verb": "drop_milestone", "was_on": str(pinned_day + timedelta(days=3))}


# --- what the database refuses --------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [{"what_en": ""}, {"members_decide": True}, {"done_at": clock.now()}],
    ids=["says nothing", "members decide no decision", "done by nobody"],
)
def test_the_database_refuses_a_step_that_makes_no_sense(campaign, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_milestone(campaign, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"demand_en": "", "demand_fr": ""},
        {"readiness_goal": 101},
        {"ends_on": date(1999, 1, 1)},
    ],
    ids=["no demand", "goal above 100", "ends before it starts"],
)
def test_the_database_refuses_a_campaign_that_makes_no_sense(local, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_campaign(local, **wrong)


def test_the_database_refuses_a_target_that_is_nobody(campaign):
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(campaign=campaign)
