"""Who looked at a person's record, and as what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet
from django.utils.timezone import localtime

from reclaim.people.models import Look, Membership, Person, User


@dataclass(frozen=True)
class Viewer:
    """One account, one way of looking: on how many days, the first and the last."""

    user: User
    roles: str
    why: str
    days: int
    first: date
    last: date


def viewers_of(people: QuerySet[Person]) -> list[Viewer]:
    """The latest first."""
    seen = Look.objects.filter(person__in=people.order_by().values("pk")).order_by()
    told = seen.values("viewer", "why").annotate(
        days=Count("day", distinct=True), first=Min("day"), last=Max("day")
    )
    rows = sorted(told, key=lambda row: (row["last"], row["days"]), reverse=True)
    users = User.objects.in_bulk({row["viewer"] for row in rows})
    held = roles_held(users.values())
    words = dict(Look.Why.choices)
    return [
        Viewer(
            user=users[row["viewer"]],
            roles=", ".join(roles_on(held.get(row["viewer"], []), row["first"], row["last"])),
            why=str(words[row["why"]]),
            days=row["days"],
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    ]


def roles_held(users: Iterable[User]) -> dict[int, list[Membership]]:
    held: dict[int, list[Membership]] = {}
    for one in Membership.objects.filter(user__in=users).select_related("organization"):
        held.setdefault(one.user_id, []).append(one)
    return held


def roles_on(held: Iterable[Membership], first: date, last: date) -> list[str]:
    """What they were between the first look and the last."""
    return [
        f"{one.get_role_display()}, {one.organization}"
        for one in held
        if one.since <= last and (ended_on(one) is None or ended_on(one) >= first)  # type: ignore[operator]
    ]


def ended_on(membership: Membership) -> date | None:
    ended = membership.ended_at
    return localtime(ended).date() if ended else membership.until
