"""What a segment may ask of talks and lists.

Where somebody stands against us is sealed. Here such a person answers as one of whom nothing was
noted: no segment, however it is put together, comes out otherwise for the one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from reclaim.campaigns.models import Campaign
from reclaim.core.offers import AskedFor, Rows, SegmentFilter
from reclaim.organize.outreach import queries
from reclaim.organize.outreach.models import (
    AGAINST,
    SEES_EVERY_LIST,
    Conversation,
    List,
    ListEntry,
    Standing,
)
from reclaim.people.models import User

Value = Mapping[str, str]
MOST_LISTS = 200
ASKED = [
    (str(value), label) for value, label in Conversation.Assessment.choices if value not in AGAINST
]


def filters(user: User) -> Sequence[SegmentFilter]:
    return [
        SegmentFilter("outreach.assessment", _("Where they stand"), ask_stand, stands, say_stands),
        SegmentFilter("outreach.talked", _("Talked with"), ask_talked, talked, say_talked),
        SegmentFilter("outreach.list", _("On a list"), ask_list, listed, say_listed),
    ]


def row(value: Value, key: str) -> int:
    text = value.get(key, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def campaigns(user: User) -> QuerySet[Campaign]:
    return queries.campaigns_to_organize(user)


def campaign(user: User, value: Value) -> Campaign | None:
    found: Campaign | None = campaigns(user).filter(pk=row(value, "campaign")).first()
    return found


def ask_campaign(user: User) -> AskedFor:
    listed = [(str(one.pk), str(one)) for one in campaigns(user)]
    return AskedFor("campaign", _("Campaign"), choices=listed)


def ask_stand(user: User) -> Sequence[AskedFor]:
    return [ask_campaign(user), AskedFor("stand", _("Where they stand"), choices=ASKED)]


def stands(user: User, value: Value) -> Rows | None:
    asked = campaign(user, value)
    if asked is None or value.get("stand") not in dict(ASKED):
        return None
    return Rows(Standing.objects.filter(campaign=asked, assessment=int(value["stand"])))


def say_stands(user: User, value: Value, is_so: bool) -> str:
    levels = Conversation.Assessment
    said = {
        levels.LEADS: (_("lead in “%(campaign)s”"), _("do not lead in “%(campaign)s”")),
        levels.WITH_US: (
            _("are with us in “%(campaign)s”"),
            _("are not noted as with us in “%(campaign)s”"),
        ),
        levels.NOT_SURE: (
            _("are not sure yet about “%(campaign)s”"),
            _("are not noted as unsure about “%(campaign)s”"),
        ),
    }[levels(int(value["stand"]))]
    return said[0 if is_so else 1] % {"campaign": campaign(user, value)}


def ask_talked(user: User) -> Sequence[AskedFor]:
    help_text = _("Empty: at any time.")
    since = AskedFor("since", _("Since"), "date", (), False, help_text, read_day)
    return [ask_campaign(user), since]


def read_day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValidationError(_("Write the day like 2026-10-05.")) from None


def day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value.get("since", ""))
    except ValueError:
        return None


def talked(user: User, value: Value) -> Rows | None:
    asked, since = campaign(user, value), day(value)
    if asked is None or bool(value.get("since")) != (since is not None):
        return None
    found = Standing.objects.reached().filter(campaign=asked)
    if since is not None:
        found = found.filter(talked_at__gte=make_aware(datetime.combine(since, time.min)))
    return Rows(found)


def say_talked(user: User, value: Value, is_so: bool) -> str:
    facts = {"campaign": campaign(user, value), "day": ""}
    if (since := day(value)) is None:
        said = (
            _("were talked with in “%(campaign)s”")
            if is_so
            else _("were never talked with in “%(campaign)s”")
        )
        return said % facts
    said = (
        _("were talked with in “%(campaign)s” since %(day)s")
        if is_so
        else _("were not talked with in “%(campaign)s” since %(day)s")
    )
    return said % {**facts, "day": date_format(since)}


def lists(user: User) -> QuerySet[List]:
    seen = List.objects.filter(campaign__in=Campaign.objects.visible_to(user, *SEES_EVERY_LIST))
    return seen.select_related("campaign")


def ask_list(user: User) -> Sequence[AskedFor]:
    found = [(str(one.pk), f"{one}, {one.campaign}") for one in lists(user)[:MOST_LISTS]]
    return [AskedFor("list", _("List"), choices=found)]


def listed(user: User, value: Value) -> Rows | None:
    asked = lists(user).filter(pk=row(value, "list")).first()
    return Rows(ListEntry.objects.filter(list=asked)) if asked else None


def say_listed(user: User, value: Value, is_so: bool) -> str:
    said = _("are on the list “%(list)s”") if is_so else _("are not on the list “%(list)s”")
    return said % {"list": lists(user).get(pk=row(value, "list"))}
