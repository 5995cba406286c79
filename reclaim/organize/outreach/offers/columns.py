"""What talks say in a list of people: when somebody was last talked with, never where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from reclaim.core.offers import ListColumn
from reclaim.organize.outreach.models import SEES_EVERY_LIST, Standing
from reclaim.people.models import Person, User, reach


def columns(user: User) -> Sequence[ListColumn]:
    if not user.paths(*SEES_EVERY_LIST):
        return []
    return [
        ListColumn(
            "outreach.talked",
            _("Last conversation"),
            tell=partial(in_words, user),
            is_taken_out=False,  # no sheet says who was talked with
        )
    ]


def last_talks(user: User, people: Sequence[Person]) -> dict[int, date]:
    """In the campaigns whose lists this account sees."""
    seen = reach(user, "campaign__organization__", *SEES_EVERY_LIST)
    rows = Standing.objects.reached().filter(seen, person__in=people).order_by()
    latest = rows.values_list("person").annotate(Max("talked_at"))
    return {person: localtime(at).date() for person, at in latest}


def in_words(user: User, people: Sequence[Person]) -> Mapping[int, str]:
    return {person: date_format(day) for person, day in last_talks(user, people).items()}
