"""Putting several people of a list of people on a leader's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reclaim.core.offers import BulkAction
from reclaim.organize.outreach import queries, rules, services
from reclaim.organize.outreach.forms import AddingForm
from reclaim.people.models import User

Facts = Mapping[str, Any]


def actions(user: User) -> Sequence[BulkAction]:
    if not queries.campaigns_to_organize(user).exists():
        return []
    return [
        BulkAction(
            key="outreach.list",
            label=_("Put on a leader’s list"),
            form=AddingForm,
            says=says_where,
            leaves_out=lambda user, facts: rules.not_added(facts["campaign"], user),
            do=add,
            take_back=services.put_off_lists,
            why_not=lambda _user, _facts, people: rules.why_not_so_many(people),
        )
    ]


def says_where(facts: Facts) -> str:
    words = {"list": facts["list"] or facts["name"], "campaign": facts["campaign"]}
    if facts["list"] is None:
        return _("A new list “%(list)s” of “%(campaign)s” is made, and they are put on it.") % words
    return _("They are put on the list “%(list)s” of “%(campaign)s”.") % words


def add(people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    chosen = facts["list"]
    if chosen is None:
        chosen = services.make_list(facts["campaign"], facts["name"], by=by, at=at)
    return services.add_several(chosen, people, by=by, at=at)
