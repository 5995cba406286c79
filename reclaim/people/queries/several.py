"""What can be done with several people at once, and with whom of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reclaim.core.offers import BulkAction, bulk_actions
from reclaim.people.models import Person, User

NAMED = 10


@dataclass(frozen=True)
class LeftOut:
    why: str
    count: int
    named: list[Person]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class Plan:
    """With how many it will be done; who is left out stands under the first reason only."""

    count: int
    left_out: list[LeftOut]


def actions_for(user: User) -> dict[str, BulkAction]:
    return {action.key: action for offer in bulk_actions for action in offer(user)}


def plan(people: QuerySet[Person], reasons: Sequence[tuple[str, Q]]) -> Plan:
    left_out, rest = [], people.order_by()
    for why, whom in reasons:
        if count := rest.filter(whom).count():
            named = rest.filter(whom).order_by("name_key", "pk")[:NAMED]
            left_out.append(LeftOut(why, count, list(named)))
            rest = rest.exclude(whom)
    return Plan(rest.count(), left_out)
