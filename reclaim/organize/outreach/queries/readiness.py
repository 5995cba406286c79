"""Readiness, worksite by worksite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.campaigns.models import Campaign
from reclaim.core import money
from reclaim.core.offers import Meter
from reclaim.organize.outreach.models import AGAINST, WITH_US, Conversation, ListEntry, Standing
from reclaim.people.models import Person, Worksite

TOO_FEW = 5  # a smaller count would point at persons


@dataclass(frozen=True)
class Readiness:
    """How many of the people of a worksite (or of several) are with us.

    **People** are all who work there: those on record or the known headcount, whichever is
    more. Nobody leaves the count because nobody has talked with them yet.
    **With us** are those whose latest assessment in this campaign is 1 or 2.
    **Readiness** is the second divided by the first, rounded down to whole percents.
    """

    name: str
    people: int = 0
    on_record: int = 0
    with_us: int = 0
    not_sure: int = 0
    against: int = 0
    reached: int = 0
    leaders: tuple[str, ...] = ()
    last_talk_on: date | None = None
    goal: int = 0
    shows_against: bool = True

    @property
    def percent(self) -> int:
        return 100 * self.with_us // self.people if self.people else 0

    @property
    def share(self) -> float:
        return self.percent / 100

    @property
    def goal_share(self) -> float:
        return self.goal / 100

    @property
    def is_there(self) -> bool:
        return self.people > 0 and 100 * self.with_us >= self.goal * self.people

    @property
    def not_reached(self) -> int:
        return self.people - self.reached


@dataclass(frozen=True)
class CampaignReadiness:
    total: Readiness
    sites: tuple[Readiness, ...]

    @property
    def sites_there(self) -> int:
        return sum(site.is_there for site in self.sites)

    @property
    def meter(self) -> Meter:
        words = _("%(figure)s with us, goal %(goal)s") % {
            "figure": money.percent(self.total.share),
            "goal": money.percent(self.total.goal_share),
        }
        return Meter(value=self.total.percent, goal=self.total.goal, label=words)


def readiness(campaign: Campaign, *, sees_people: bool) -> CampaignReadiness:
    """Of a whole campaign. Who may not see people gets no count of opponents under five, and
    none from which one could be worked out."""
    worksites = list(campaign.worksites.all())
    people = Person.objects.filter(worksite__in=worksites)
    counted = {row["worksite"]: row["n"] for row in per_worksite(people)}
    stood = {row["person__worksite"]: row for row in where_they_stand(campaign, worksites)}
    leaders = leaders_by_worksite(campaign, worksites)
    sites = [
        at_worksite(
            worksite,
            counted.get(worksite.pk, 0),
            stood.get(worksite.pk, {}),
            leaders=tuple(leaders.get(worksite.pk, ())),
            goal=campaign.readiness_goal,
            sees_people=sees_people,
        )
        for worksite in worksites
    ]
    return CampaignReadiness(total=together(sites, campaign), sites=tuple(sites))


def per_worksite(people: QuerySet[Person]) -> Iterable[Mapping[str, Any]]:
    return people.order_by().values("worksite").annotate(n=Count("pk"))


def where_they_stand(campaign: Campaign, worksites: list[Worksite]) -> Iterable[Mapping[str, Any]]:
    not_sure = Q(assessment=Conversation.Assessment.NOT_SURE)
    here = Standing.objects.filter(campaign=campaign, person__worksite__in=worksites)
    return (
        here.order_by()
        .values("person__worksite")
        .annotate(
            with_us=Count("pk", filter=Q(assessment__in=WITH_US)),
            not_sure=Count("pk", filter=not_sure),
            against=Count("pk", filter=Q(assessment__in=AGAINST)),
            reached=Count("talked_at"),
            last_talk=Max("talked_at"),
        )
    )


def leaders_by_worksite(campaign: Campaign, worksites: list[Worksite]) -> dict[int, list[str]]:
    """Whoever holds a list with somebody who works there."""
    held = ListEntry.objects.filter(campaign=campaign, person__worksite__in=worksites)
    named = held.exclude(list__leader=None).order_by(
        "list__leader__first_name", "list__leader__last_name", "list__leader"
    )
    rows = named.values_list(
        "person__worksite",
        "list__leader__first_name",
        "list__leader__last_name",
        "list__leader__email",
    ).distinct()
    found: dict[int, list[str]] = {}
    for worksite, first, last, email in rows:
        found.setdefault(worksite, []).append(f"{first} {last}".strip() or email)
    return found


def at_worksite(
    worksite: Worksite,
    on_record: int,
    stood: Mapping[str, Any],
    *,
    leaders: tuple[str, ...],
    goal: int,
    sees_people: bool,
) -> Readiness:
    against = stood.get("against", 0)
    return Readiness(
        name=worksite.name,
        people=max(on_record, worksite.headcount or 0),
        on_record=on_record,
        with_us=stood.get("with_us", 0),
        not_sure=stood.get("not_sure", 0),
        against=against,
        reached=stood.get("reached", 0),
        leaders=leaders,
        last_talk_on=day_of(stood.get("last_talk")),
        goal=goal,
        shows_against=sees_people or against >= TOO_FEW,
    )


def day_of(at: datetime | None) -> date | None:
    return localtime(at).date() if at else None


def together(sites: list[Readiness], campaign: Campaign) -> Readiness:
    """The total says nothing about opponents where one worksite does not."""
    talks = [site.last_talk_on for site in sites if site.last_talk_on]
    return Readiness(
        name="",
        people=sum(site.people for site in sites),
        on_record=sum(site.on_record for site in sites),
        with_us=sum(site.with_us for site in sites),
        not_sure=sum(site.not_sure for site in sites),
        against=sum(site.against for site in sites),
        reached=sum(site.reached for site in sites),
        last_talk_on=max(talks, default=None),
        goal=campaign.readiness_goal,
        shows_against=all(site.shows_against for site in sites),
    )
