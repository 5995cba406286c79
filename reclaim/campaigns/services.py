"""Every change to a campaign. Each function is one complete step, with its audit row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reclaim.campaigns import rules
from reclaim.campaigns.models import Campaign, Milestone, Share, Target
from reclaim.core import audit
from reclaim.core.errors import Refused, require
from reclaim.people.models import Organization, Person, User, Worksite
from reclaim.people.services import publish_missing_wordings
from reclaim.places.models import BoundarySet, Office
from reclaim.watch.models import Service


class CampaignFacts(TypedDict, total=False):
    slug: str
    demand_en: str
    demand_fr: str
    where_en: str
    where_fr: str
    poster_en: str
    poster_fr: str
    appeal_en: str
    appeal_fr: str
    starts_on: date
    ends_on: date | None
    readiness_goal: int


class MilestoneFacts(TypedDict, total=False):
    on: date
    what_en: str
    what_fr: str
    decides: bool
    members_decide: bool
    carried_by: Person | None


@transaction.atomic
def start_campaign(
    organization: Organization,
    *,
    services: Iterable[Service],
    worksites: Iterable[Worksite] = (),
    by: User,
    at: datetime,
    **facts: Unpack[CampaignFacts],
) -> Campaign:
    """Open a room for a fight. Nothing is public yet."""
    chosen = list(services)
    require(rules.why_not_lead(organization, by))
    require(rules.why_not_fight_for(organization, chosen))
    facts.setdefault("starts_on", localdate(at))
    require(rules.why_not_end_on(facts["starts_on"], facts.get("ends_on")))
    demand = facts.get("demand_en") or facts.get("demand_fr", "")
    require("" if demand.strip() else _("Say what is demanded, in English or in French."))
    facts["slug"] = free_slug(facts.get("slug") or demand)
    campaign = Campaign.objects.create(organization=organization, **facts)
    campaign.services.set(chosen)
    campaign.worksites.set(worksites)
    audit.record("start_campaign", campaign, by=by, at=at)
    return campaign


def free_slug(demand: str) -> str:
    """The demand as an address; a number is added when another campaign has it."""
    stem = slugify(demand)[:40].strip("-") or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def edit_campaign(
    campaign: Campaign,
    *,
    services: Iterable[Service] | None = None,
    worksites: Iterable[Worksite] | None = None,
    by: User,
    at: datetime,
    **facts: Unpack[CampaignFacts],
) -> Campaign:
    """Change what is given, leave the rest. A public campaign may not lose a text it shows."""
    campaign = locked(campaign)
    require(rules.why_not_lead(campaign.organization, by))
    for name, fact in facts.items():
        setattr(campaign, name, fact)
    require(rules.why_not_end_on(campaign.starts_on, campaign.ends_on))
    require(rules.why_not_stay_public(campaign))
    campaign.save(update_fields=list(facts))
    if services is not None:
        chosen = list(services)
        require(rules.why_not_fight_for(campaign.organization, chosen))
        campaign.services.set(chosen)
    if worksites is not None:
        campaign.worksites.set(worksites)
    audit.record("edit_campaign", campaign, by=by, at=at, fields=sorted(facts))
    return campaign


@transaction.atomic
def publish_campaign(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    campaign = locked(campaign)
    require(rules.why_not_publish(campaign, by))
    campaign.published_at = at
    campaign.save(update_fields=["published_at"])
    audit.record("publish_campaign", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def withdraw_campaign(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    """Take the page away from the public; nothing else changes, and it can be published again."""
    campaign = locked(campaign)
    require(rules.why_not_withdraw(campaign, by))
    since = campaign.published_at
    campaign.published_at = None
    campaign.save(update_fields=["published_at"])
    audit.record("withdraw_campaign", campaign, by=by, at=at, published_at=str(since))
    return campaign


def locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


@transaction.atomic
def add_target(
    campaign: Campaign,
    *,
    office: Office | None = None,
    every_seat_of: BoundarySet | None = None,
    by: User,
    at: datetime,
) -> Target:
    """Name to whom the demand is put: one office, or every seat of one legislature."""
    require(rules.why_not_lead(campaign.organization, by))
    if (office is None) == (every_seat_of is None):
        raise Refused(_("Choose one office, or one legislature, not both."))
    target, is_new = Target.objects.get_or_create(
        campaign=campaign, office=office, every_seat_of=every_seat_of
    )
    require("" if is_new else _("The demand is put to them already."))
    audit.record("add_target", campaign, by=by, at=at, target=target.pk)
    return target


@transaction.atomic
def remove_target(target: Target, *, by: User, at: datetime) -> Campaign:
    campaign = locked(target.campaign)
    require(rules.why_not_lead(campaign.organization, by))
    removed = target.pk
    target.delete()
    require(rules.why_not_stay_public(campaign))
    audit.record("remove_target", campaign, by=by, at=at, target=removed)
    return campaign


@transaction.atomic
def add_milestone(
    campaign: Campaign, *, by: User, at: datetime, **facts: Unpack[MilestoneFacts]
) -> Milestone:
    """Plan a step: `on` a day, `what_en` or `what_fr`, perhaps `carried_by` somebody."""
    require(rules.why_not_lead(campaign.organization, by))
    require(rules.why_not_plan_on(facts["on"], localdate(at)))
    milestone = Milestone(campaign=campaign, **facts)
    require(rules.why_not_plan(milestone))
    milestone.save(force_insert=True)
    audit.record("add_milestone", milestone, by=by, at=at)
    return milestone


@transaction.atomic
def edit_milestone(
    milestone: Milestone, *, by: User, at: datetime, **facts: Unpack[MilestoneFacts]
) -> Milestone:
    """Move or reword a step. The day it stood on before is kept in the audit."""
    milestone = locked_milestone(milestone)
    require(rules.why_not_change(milestone, by))
    before = milestone.on
    for name, fact in facts.items():
        setattr(milestone, name, fact)
    if milestone.on != before:
        require(rules.why_not_plan_on(milestone.on, localdate(at)))
    require(rules.why_not_plan(milestone))
    milestone.save(update_fields=list(facts))
    audit.record("edit_milestone", milestone, by=by, at=at, was_on=str(before))
    return milestone


@transaction.atomic
def finish_milestone(milestone: Milestone, *, by: User, at: datetime) -> Milestone:
    milestone = locked_milestone(milestone)
    require(rules.why_not_finish(milestone, by))
    milestone.done_at, milestone.done_by = at, by
    milestone.save(update_fields=["done_at", "done_by"])
    audit.record("finish_milestone", milestone, by=by, at=at)
    return milestone


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, by: User, at: datetime) -> Milestone:
    """Undo a tick made by mistake; who ticked it stays in the audit."""
    milestone = locked_milestone(milestone)
    require(rules.why_not_reopen(milestone, by))
    milestone.done_at = milestone.done_by = None
    milestone.save(update_fields=["done_at", "done_by"])
    audit.record("reopen_milestone", milestone, by=by, at=at)
    return milestone


@transaction.atomic
def drop_milestone(milestone: Milestone, *, by: User, at: datetime) -> Campaign:
    """Take a step out of the plan; the audit keeps that it was there."""
    milestone = locked_milestone(milestone)
    require(rules.why_not_change(milestone, by))
    campaign = milestone.campaign
    audit.record("drop_milestone", campaign, by=by, at=at, was_on=str(milestone.on))
    milestone.delete()
    return campaign


def locked_milestone(milestone: Milestone) -> Milestone:
    return Milestone.objects.select_for_update().get(pk=milestone.pk)


@transaction.atomic
def share_campaign(
    campaign: Campaign,
    partner: Organization,
    *,
    since: date,
    until: date,
    counts_people: bool = False,
    by: User,
    at: datetime,
) -> Share:
    """Show a campaign to a partner from one day until another; how many members and friends the
    organization has is told only where that is said."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    require(rules.why_not_lead(campaign.organization, by))
    require(rules.why_not_share(campaign, partner, since, until))
    publish_missing_wordings(at=at)
    facts = {"since": since, "until": until, "counts_people": counts_people}
    share = Share.objects.create(
        campaign=campaign, partner=partner, shared_by=by, shared_at=at, **facts
    )
    told = {"partner": partner.pk, "counts_people": counts_people}
    audit.record("share campaign", share, by=by, at=at, **told)
    return share


@transaction.atomic
def end_share(share: Share, *, by: User, at: datetime) -> Share:
    """From this moment on the partner sees nothing of it. The row stays, as history."""
    share = Share.objects.select_for_update().get(pk=share.pk)
    require(rules.why_not_end_share(share, by))
    share.ended_at, share.ended_by = at, by
    share.save()
    audit.record("end share", share, by=by, at=at, partner=share.partner_id)
    return share
