"""What this room shows on pages of other floors."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.dateformat import format as in_words
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.core import offers
from reclaim.core.offers import PersonalSection, RoomErasure, Subject, Traces
from reclaim.win.scoreboard.models import Outcome


def personal_sections(subject: Subject) -> Sequence[PersonalSection]:
    """The outcomes a person noted or corrected."""
    noted = Outcome.objects.filter(noted_by__isnull=False, noted_by=subject.user_id)
    rows = [row(outcome) for outcome in noted.select_related("service")]
    if not rows:
        return []
    return [
        PersonalSection(
            title=_("What you noted on the scoreboard"),
            columns=(_("Service"), _("What came of it"), _("Noted")),
            rows=rows,
            why=_("So that everybody can ask the person who said it."),
        )
    ]


def row(outcome: Outcome) -> Sequence[str]:
    noted = in_words(localtime(outcome.noted_at), "j F Y")
    return (str(outcome.service or outcome.place), outcome.title, noted)


def erasure(about: Traces) -> RoomErasure:
    """Only that the account did it; the account loses its name."""
    mine = (
        Outcome.objects.filter(noted_by=about.user_id) if about.user_id else Outcome.objects.none()
    )
    if not mine.exists():
        return RoomErasure()
    return RoomErasure(
        stays=[_("Outcomes you noted, without your name: they are everybody’s history.")]
    )


def register() -> None:
    offers.personal_sections.add("scoreboard", personal_sections)
    offers.erasures.add("scoreboard", erasure)
