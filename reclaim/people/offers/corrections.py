"""What people asked to have corrected: on their page, and for those who answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core import clock, money
from reclaim.core.offers import PersonalSection, TodayItem
from reclaim.people.models import Correction, Person, User

NEWS_FOR = timedelta(days=14)
TO_ANSWER_IN = timedelta(days=30)  # PIPEDA, Schedule 1, 4.9.4 and s. 8(3): a request in thirty days


def section(people: QuerySet[Person]) -> PersonalSection:
    found = Correction.objects.filter(person__in=people).select_related("answered_by")
    return PersonalSection(
        title=_("What you asked to have corrected"),
        columns=[
            _("When"),
            _("What about"),
            _("What you asked"),
            _("What came of it"),
            _("Answer"),
        ],
        rows=[
            (
                date_format(localtime(one.asked_at), "DATETIME_FORMAT"),
                one.get_about_display(),
                one.text,
                one.came_of_it,
                " – ".join(filter(None, [one.answer, str(one.answered_by or "")])),
            )
            for one in found
        ],
        why=_("So that your local answers you."),
    )


def today_items(user: User) -> Sequence[TodayItem]:
    return [*to_answer(user), *answered(user)]


def to_answer(user: User) -> list[TodayItem]:
    waiting = Correction.objects.visible_to(user).open().exclude(person__user=user)
    told = waiting.aggregate(n=Count("pk"), first=Min("asked_at"))
    if not told["n"]:
        return []
    words = ngettext(
        "%(n)s person asks to have their record corrected",
        "%(n)s requests to correct a record wait for an answer",
        told["n"],
    )
    return [
        TodayItem(
            text=words % {"n": money.count(told["n"])},
            url=reverse("people:corrections"),
            due=(localtime(told["first"]) + TO_ANSWER_IN).date(),
        )
    ]


def answered(user: User) -> list[TodayItem]:
    """News for two weeks."""
    since = clock.now() - NEWS_FOR
    mine = Correction.objects.filter(person__user=user, answered_at__gte=since)
    text = _("Your local answered what you asked to have corrected.")
    return [TodayItem(text, reverse("people:my-record"))] if mine.exists() else []
