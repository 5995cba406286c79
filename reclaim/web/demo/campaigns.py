"""Two invented campaigns over real contracts: targets, plan, appeal and public page."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware

from reclaim.act.letters import services as letters
from reclaim.act.letters.models import Appeal
from reclaim.campaigns import services
from reclaim.campaigns.models import Campaign
from reclaim.evidence.models import Finding
from reclaim.people.models import Organization, User
from reclaim.places.models import BoundarySet, Office
from reclaim.places.services import open_committee_office
from reclaim.watch.models import Service
from reclaim.web.demo import content, people

FACTS = ("demand", "where", "poster", "appeal")
APPEAL = ("subject", "guidance", "starter")


def load(*, by: User) -> dict[str, int]:
    """Start the campaigns that are not there yet."""
    added = {"campaigns": 0, "milestones": 0}
    for facts in content.tables("campaigns")["campaign"]:
        if not Campaign.objects.filter(slug=facts["slug"]).exists():
            start(facts, by=by)
            added["campaigns"] += 1
            added["milestones"] += len(facts["milestone"])
    return added


def start(facts: dict[str, Any], *, by: User) -> None:
    at = morning_of(facts["starts_on"])
    sites = people.worksites()
    campaign = services.start_campaign(
        Organization.objects.get(slug=facts["organization"]),
        services=Service.objects.filter(slug__in=facts["services"]),
        worksites=[sites[key] for key in facts["worksites"]],
        by=by,
        at=at,
        slug=facts["slug"],
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        readiness_goal=facts["readiness_goal"],
        **in_both(facts, FACTS),
    )
    services.add_target(campaign, **target(facts), by=by, at=at)
    for step in facts["milestone"]:
        plan(campaign, dict(step), by=by, at=at)
    appeal = letters.open_appeal(campaign, by=by, at=at, per_hour=120, **in_both(facts, APPEAL))
    for fact in facts["fact"]:
        letters.add_fact(
            appeal,
            sentence_en=fact["sentence_en"],
            sentence_fr=fact["sentence_fr"],
            source_en=fact["source_en"],
            source_fr=fact["source_fr"],
            finding=found(fact),
            by=by,
            at=at,
        )
    services.publish_campaign(campaign, by=by, at=at)


def found(fact: dict[str, str]) -> Finding:
    """The finding a fact stands on: it brings its source and its rows."""
    return Finding.objects.current().get(service__slug=fact["service"], kind=fact["kind"])


def target(facts: dict[str, Any]) -> dict[str, Any]:
    if seats := facts.get("every_seat_of"):
        return {"every_seat_of": BoundarySet.objects.get(slug=seats)}
    return {"office": Office.objects.get(slug=facts["office"])}


def plan(campaign: Campaign, step: dict[str, Any], *, by: User, at: datetime) -> None:
    is_done = step.pop("is_done", False)
    if key := step.pop("carried_by", ""):
        step["carried_by"] = people.people()[key]
    milestone = services.add_milestone(campaign, by=by, at=at, **step)
    if is_done:
        services.finish_milestone(milestone, by=by, at=morning_of(milestone.on))


def in_both(facts: dict[str, Any], stems: tuple[str, ...]) -> dict[str, str]:
    return {f"{stem}_{code}": facts[f"{stem}_{code}"] for stem in stems for code in ("en", "fr")}


def morning_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9)))


def open_offices(*, by: User, at: datetime) -> None:
    """The committee's address is reserved: it reaches nobody."""
    open_committee_office(
        slug="toronto-general-government-committee",
        email="clerk.ggc@toronto.example",
        body_en="Toronto City Council",
        body_fr="Conseil municipal de Toronto",
        title_en="General Government Committee, through its clerk",
        title_fr="Comité des affaires gouvernementales générales, par son greffe",
        by=by,
        at=at,
    )


def appeals() -> dict[str, Appeal]:
    return {appeal.campaign.slug: appeal for appeal in Appeal.objects.select_related("campaign")}
