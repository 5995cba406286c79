"""What somebody changed of several people lately, and what became of it when they took it back."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from reclaim.core.offers import BulkAction
from reclaim.people.models import BulkChange, BulkChangeRow, Person, User
from reclaim.people.queries.several import NAMED, LeftOut, actions_for
from reclaim.people.rules import several as rules


def lately(user: User, at: datetime) -> list[tuple[BulkChange, str, str]]:
    """Each with what was done, and why it can't be taken back, if it can't."""
    actions = actions_for(user)
    return [
        (change, what(actions.get(change.action)), why_not(change, actions, user, at))
        for change in BulkChange.objects.visible_to(user)
    ]


def what(action: BulkAction | None) -> str:
    return action.label if action is not None else _("Something that is no longer kept")


def why_not(change: BulkChange, actions: dict[str, BulkAction], user: User, at: datetime) -> str:
    action = actions.get(change.action)
    is_offered = action is not None and action.take_back is not None
    return rules.why_not_take_back(change, user, is_offered=is_offered, at=at)


def shown(change: BulkChange, user: User, at: datetime) -> dict[str, Any]:
    actions = actions_for(user)
    return {
        "change": change,
        "what": what(actions.get(change.action)),
        "why_not": why_not(change, actions, user, at),
        "named": named(change.rows.filter(why_not=""), user),
        "left_out": left_out(change, user),
    }


def named(rows: QuerySet[BulkChangeRow], user: User) -> list[Person]:
    seen = Person.objects.visible_to(user).filter(pk__in=rows.values("person"))
    return list(seen.order_by("name_key", "pk")[:NAMED])


def left_out(change: BulkChange, user: User) -> list[LeftOut]:
    """Why, how many, and the first of them by name."""
    rows = change.rows.exclude(why_not="").order_by()
    counted = rows.values_list("why_not").annotate(Count("person", distinct=True))
    return [
        LeftOut(why, people, named(rows.filter(why_not=why), user))
        for why, people in sorted(counted)
    ]


def before_of(people: QuerySet[Person]) -> dict[BulkChange, list[str]]:
    """What is kept of these records, each change with what stood there before it."""
    found: dict[BulkChange, list[str]] = defaultdict(list)
    rows = BulkChangeRow.objects.filter(person__in=people).select_related("of__by")
    for row in rows.order_by("-of__at", "pk"):
        found[row.of].append(row.before)
    return dict(found)
