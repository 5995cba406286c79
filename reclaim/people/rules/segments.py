"""Who may make, share, change and end a segment, as the reason why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reclaim.people.models import Organization, Role, Segment, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.rules.definitions import Group

KEEPS_SHARED = (Role.ADMINISTRATOR, Role.COORDINATOR)


def why_not_ask(user: User, organization: Organization) -> str:
    if not user.holds(organization, *SEES_PEOPLE):
        return _("Only organizers, coordinators and administrators make segments.")
    return ""


def why_not_save(user: User, organization: Organization, name: str, asked: Group) -> str:
    if reason := why_not_ask(user, organization):
        return reason
    if not name.strip():
        return _("Give the segment a name.")
    if not asked.lines:
        return _("Add a line first: without one it would mean everybody.")
    mine = Segment.objects.open().filter(organization=organization, made_by=user)
    if mine.filter(name=name.strip()).exists():
        return _("You have a segment of that name there already.")
    return ""


def why_not_keep(segment: Segment, user: User) -> str:
    """To change, share or end it."""
    if segment.ended_at is not None:
        return _("This segment has ended.")
    if segment.made_by_id == user.pk and user.holds(segment.organization, *SEES_PEOPLE):
        return ""
    if user.holds(segment.organization, *KEEPS_SHARED):
        return ""
    return _("Only who made a segment, or a coordinator there, changes it. Save your own copy.")


def why_not_change(segment: Segment, user: User, name: str, asked: Group) -> str:
    if reason := why_not_keep(segment, user):
        return reason
    if not name.strip():
        return _("Give the segment a name.")
    if not asked.lines:
        return _("Add a line first: without one it would mean everybody.")
    same = Segment.objects.open().filter(
        organization=segment.organization, made_by=segment.made_by, name=name.strip()
    )
    if same.exclude(pk=segment.pk).exists():
        return _("There is a segment of that name already.")
    return ""
