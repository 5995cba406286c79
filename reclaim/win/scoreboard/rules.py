"""Who may say what came of a service, and when, as the reason in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from reclaim.people.models import Role, User
from reclaim.watch.models import Service
from reclaim.win.scoreboard.models import Outcome, When

NOTES_OUTCOMES = (Role.ADMINISTRATOR, Role.COORDINATOR)


def why_not_note(service: Service | None, by: User) -> str:
    """Those who coordinate where the service is guarded; cases elsewhere come from a file."""
    if service is None:
        return _("Choose the service it is about.")
    if by.holds(service.organization, *NOTES_OUTCOMES):
        return ""
    return _("Only coordinators and administrators of %(organization)s may note this.") % {
        "organization": service.organization
    }


def why_not_correct(outcome: Outcome, by: User) -> str:
    if outcome.service is None:
        return "" if by.is_staff else _("Cases elsewhere are corrected by whoever keeps this site.")
    if reason := why_not_note(outcome.service, by):
        return reason
    return _("This was corrected already: correct the newest line.") if outcome.is_replaced else ""


def why_not_say(title: str, source: str, check_state: str) -> str:
    """A line anybody can follow: what happened, and where to read it once it counts as checked."""
    if not title.strip():
        return _("Say in one line what happened, in English or in French.")
    if check_state == Outcome.Check.VERIFIED and not source.strip():
        return _("Give the address of a source: what is verified can be looked up.")
    return ""


def why_not_then(when: When, today: date) -> str:
    if when.earliest is not None and when.earliest > today:
        return _("That has not happened yet: the date lies ahead.")
    return ""
