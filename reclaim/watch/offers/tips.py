"""What this room keeps of reports, told to whoever they are about, and when it is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core.offers import Forgetting, PersonalSection, Subject, TodayItem, TodayLink, Traces
from reclaim.watch.models import Tip, TipPage, TipStep
from reclaim.watch.queries import tips as queries
from reclaim.watch.services.tip_forgetting import forget_reporters

if TYPE_CHECKING:
    from reclaim.people.models import User


def waiting(user: User) -> Sequence[TodayItem]:
    number = queries.waiting_for(user)
    if not number:
        return []
    text = ngettext(
        "%(n)d report of a member waits for an answer",
        "%(n)d reports of members wait for an answer",
        number,
    )
    return [TodayItem(text=text % {"n": number}, url=reverse("watch:tips"))]


def links(user: User) -> Sequence[TodayLink]:
    """A partner belongs to nobody here whom it could tell."""
    if not queries.homes(user):
        return []
    return [TodayLink(text=_("Report a contractor"), url=reverse("watch:tell"))]


def sections(subject: Subject) -> Sequence[PersonalSection]:
    """Told only to somebody signed in: an address alone proves nothing."""
    if subject.user_id is None:
        return []
    found = [reported(subject.user_id), answered(subject.user_id), opened(subject.user_id)]
    return [section for section in found if section.rows]


def reported(user_id: int) -> PersonalSection:
    states = dict(Tip.State.choices)
    return PersonalSection(
        title=_("What you reported"),
        columns=[
            _("Received"),
            _("Told to"),
            _("What you saw"),
            _("Where"),
            _("Firm, as told"),
            _("How it stands"),
        ],
        rows=[
            (
                date_format(tip.received_on),
                tip.organization.name,
                tip.words,
                " ".join(filter(None, [tip.worksite.name if tip.worksite else "", tip.place])),
                tip.contractor,
                str(states[tip.state]),
            )
            for tip in queries.of_account(user_id)
        ],
        why=_("Sealed; that it was you is forgotten a year after."),
    )


def answered(user_id: int) -> PersonalSection:
    steps = TipStep.objects.filter(by=user_id)
    return PersonalSection(
        title=_("Reports you answered"),
        columns=[_("Day"), _("What you did"), _("Reason given")],
        rows=[
            (date_format(step.on), step.get_kind_display(), step.get_reason_display())
            for step in steps
        ],
        why=_("So that whoever reported can read what became of it."),
    )


def opened(user_id: int) -> PersonalSection:
    pages = TipPage.objects.filter(opened_by=user_id).select_related("organization")
    return PersonalSection(
        title=_("Pages for reports you opened"),
        columns=[_("Organization"), _("Since")],
        rows=[(page.organization.name, date_format(page.opened_on)) for page in pages],
        why=_("So that others know whom to ask."),
    )


def goes(about: Traces) -> list[str]:
    """Somebody who erases another must not learn from it that they reported: it is said always."""
    if about.user_id is None:
        return [_("Who told, wherever a report was theirs.")]
    if not queries.of_account(about.user_id):
        return []
    return [_("That it was you who reported: what you saw stays, and nobody finds out who told.")]


def stays(about: Traces) -> list[str]:
    if about.user_id is None or not TipStep.objects.filter(by=about.user_id).exists():
        return []
    return [_("Steps you took on reports, without your name: whoever reported reads them.")]


def forgets() -> list[Forgetting]:
    return [
        Forgetting("tip-reporters", lambda before: told_before(before.date()), forget_reporters),
        Forgetting("tips", lambda before: Tip.objects.filter(received_on__lte=before.date())),
    ]


def told_before(day: date) -> QuerySet[Tip]:
    return Tip.objects.filter(received_on__lte=day).exclude(receipt="")
