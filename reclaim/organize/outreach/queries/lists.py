"""Lists with their progress, and what is needed to make one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reclaim.campaigns.models import Campaign
from reclaim.organize.outreach.models import SEES_EVERY_LIST, List, ListEntry, Standing, among
from reclaim.people.models import Membership, Organization, Person, Role, User, Worksite


@dataclass(frozen=True)
class Progress:
    """A list, and how far its leader has come."""

    list: List
    people: int = 0
    reached: int = 0
    with_us: int = 0
    waiting: int = 0
    due_on: date | None = None
    next: ListEntry | None = None

    @property
    def percent(self) -> int:
        return 100 * self.reached // self.people if self.people else 0


def progress(lists: QuerySet[List], day: date) -> list[Progress]:
    """Each list with its counts, in two queries however many there are."""
    chosen = list(lists.select_related("campaign__organization", "leader"))
    counted = {row["list_id"]: row for row in counts(chosen, day)}
    return [with_counts(one, counted.get(one.pk, {})) for one in chosen]


def counts(lists: list[List], day: date) -> Iterable[Mapping[str, Any]]:
    standing = Standing.objects.filter(campaign=OuterRef("campaign"), person=OuterRef("person"))
    entries = ListEntry.objects.filter(list__in=lists).annotate(
        is_reached=among(Standing.objects.reached()),
        is_with_us=among(Standing.objects.with_us()),
        is_settled=among(Standing.objects.settled(day)),
        next_on=Subquery(standing.values("next_on")[:1]),
    )
    return (
        entries.order_by()
        .values("list_id")
        .annotate(
            people=Count("pk"),
            reached=Count("pk", filter=Q(is_reached=True)),
            with_us=Count("pk", filter=Q(is_with_us=True)),
            waiting=Count("pk", filter=Q(is_settled=False)),
            due_on=Min("next_on", filter=Q(is_settled=False)),
        )
    )


def with_counts(chosen: List, row: Mapping[str, Any]) -> Progress:
    counted = ("people", "reached", "with_us", "waiting")
    numbers = {name: row.get(name, 0) for name in counted}
    return Progress(list=chosen, due_on=row.get("due_on"), **numbers)


def my_lists(user: User, day: date) -> list[Progress]:
    """Those in this account's own hands, each with whom to talk with next."""
    mine = progress(lists_of(user), day)
    entries = ListEntry.objects.filter(list__in=[one.list for one in mine]).waiting(day)
    following: dict[int, ListEntry] = {}
    for entry in entries.select_related("person").order_by("pk"):
        following.setdefault(entry.list_id, entry)
    return [replace(one, next=following.get(one.list.pk)) for one in mine]


def lists_of(user: User) -> QuerySet[List]:
    """Those in this account's own hands."""
    return List.objects.visible_to(user).filter(leader=user)


def other_lists(user: User) -> QuerySet[List]:
    return List.objects.visible_to(user).exclude(leader=user)


def campaigns_to_organize(user: User) -> QuerySet[Campaign]:
    """Where this account may make lists."""
    return Campaign.objects.visible_to(user, *SEES_EVERY_LIST)


def worksites_to_organize(campaign: Campaign, user: User) -> QuerySet[Worksite]:
    """The campaign's, with `free`: how many of their people are on no list of it yet."""
    here = without_list(campaign, user).filter(worksite=OuterRef("pk")).order_by()
    counted = here.values("worksite").annotate(n=Count("pk")).values("n")
    return campaign.worksites.annotate(free=Coalesce(Subquery(counted), 0)).order_by(
        "-free", "name_en"
    )


def without_list(campaign: Campaign, user: User) -> QuerySet[Person]:
    """People this account sees who are on no list of the campaign, shift by shift."""
    listed = ListEntry.objects.filter(campaign=campaign, person=OuterRef("pk"))
    found = Person.objects.visible_to(user).filter(~Exists(listed))
    return found.order_by("shift", "family_name", "given_name", "pk")


def possible_leaders(organization: Organization) -> QuerySet[User]:
    """Who may hold a list of a campaign of this organization."""
    roles = (*SEES_EVERY_LIST, Role.LEADER)
    held = Membership.objects.in_force().reaching(organization).filter(role__in=roles)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.order_by("first_name", "last_name", "pk")
