"""What this room shows on pages of other floors, and what it does every day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core import clock, offers
from reclaim.core.offers import RoomErasure, Traces
from reclaim.evidence import queries, services
from reclaim.evidence.models import Dossier
from reclaim.watch.models import Service

if TYPE_CHECKING:
    from reclaim.people.models import User


def erasure(about: Traces) -> RoomErasure:
    """Only that the account did it; the account loses its name."""
    mine = (
        Dossier.objects.filter(made_by=about.user_id) if about.user_id else Dossier.objects.none()
    )
    if not mine.exists():
        return RoomErasure()
    return RoomErasure(
        stays=[_("Dossiers you had made, without your name: they stand on public rows.")]
    )


def register() -> None:
    offers.service_cards.add("evidence", what_is_known)
    offers.personal_sections.add("evidence", dossiers_made_by)
    offers.erasures.add("evidence", erasure)
    offers.daily_jobs.add("evidence", offers.DailyJob("evidence", ask_again, order=20))


def what_is_known(service_id: int, user: User) -> Sequence[offers.Card]:
    """The five figures of a service, each opening its receipt."""
    service = Service.objects.visible_to(user).filter(pk=service_id).first()
    if service is None:
        return []
    return [queries.card(told) for told in queries.findings_of(service)]


def dossiers_made_by(subject: offers.Subject) -> Sequence[offers.PersonalSection]:
    """The dossiers this person made."""
    mine = Dossier.objects.filter(made_by__isnull=False, made_by=subject.user_id)
    rows = [
        (made.service.name, made.get_language_display(), date_format(localtime(made.made_at)))
        for made in mine.select_related("service")
    ]
    if not rows:
        return []
    return [
        offers.PersonalSection(
            title=_("Dossiers you made"),
            columns=[_("Service"), _("Language"), _("Day")],
            rows=rows,
            why=_("So that it is known who answers for what was handed out."),
        )
    ]


def ask_again() -> str:
    """Ask the five questions about every service, and say how many answers are new."""
    refreshed = services.refresh_all_findings(as_of=clock.today(), at=clock.now())
    if not refreshed.new:
        return _("nothing new")
    return ngettext("%(n)d new finding", "%(n)d new findings", refreshed.new) % {"n": refreshed.new}
