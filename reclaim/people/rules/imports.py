"""What may be done with a sheet of people, and when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from reclaim.people.models import Import, Organization, User
from reclaim.people.models.imports import UNDOABLE
from reclaim.people.models.person import SEES_PEOPLE


def why_not_import(user: User, organization: Organization) -> str:
    if not user.holds(organization, *SEES_PEOPLE):
        return _("Only organizers, coordinators and administrators bring in a sheet of people.")
    return ""


def why_not_say_columns(work: Import) -> str:
    if work.read_at is None:
        return _("Let the sheet be read first.")
    if work.stage == "unreadable":
        return _("This sheet could not be read. Drop it again.")
    if work.stage not in {"columns", "check", "checked"}:
        return _("This sheet is being brought in already. Its columns can't be said again.")
    return ""


def why_not_start(work: Import) -> str:
    if work.started_at is not None:
        return _("This sheet is being brought in already.")
    if work.checked_at is None:
        return _("Let the check come to its end first.")
    return ""


def why_not_discard(work: Import) -> str:
    if work.started_at is not None:
        return _("It has begun. Let it come to its end, then undo it.")
    return ""


def why_not_undo(work: Import, at: datetime) -> str:
    if work.finished_at is None:
        return _("Let it come to its end first.")
    if work.undo_asked_at is not None:
        return _("This import was undone already.")
    if work.erased_at is not None or at > work.finished_at + UNDOABLE:
        return _("An import can be undone for thirty days. They are over.")
    return ""


def why_not_go_on(work: Import) -> str:
    if work.stage == "unreadable":
        return _("This sheet could not be read. Drop it again.")
    if not (work.failed_because or work.is_silent):
        return _("It is at work. There is nothing to do but wait.")
    return ""
