"""With whom of several people something can't be done, and why: each reason follows “because”.

The page says it beforehand, and the services leave the same people out, whoever asks them.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from reclaim.core import clock
from reclaim.people.models import (
    BulkChange,
    CustomField,
    CustomValue,
    LocalMembership,
    Organization,
    User,
    Worksite,
)
from reclaim.people.models.organization import reach
from reclaim.people.models.person import SEES_PEOPLE

MOST = 20_000  # people at once: a mistake with more is past mending
Reasons = list[tuple[str, Q]]


def why_not_at_once(people: int) -> str:
    if people > MOST:
        return _("At most %(most)s people can be changed at once. Narrow the list first.") % {
            "most": MOST
        }
    return ""


def not_kept_here(user: User) -> tuple[str, Q]:
    """Who belongs to a local besides the one that keeps their record is changed there only."""
    kept = reach(user, "organization__", *SEES_PEOPLE)
    return _("another local keeps their record"), ~kept


def not_placed(user: User, site: Worksite | None) -> Reasons:
    if site is None:
        return [not_kept_here(user), (_("no worksite is known"), Q(worksite=None))]
    elsewhere = ~Q(organization=site.organization_id)
    return [
        not_kept_here(user),
        (_("the worksite belongs to another local than they do"), elsewhere),
        (_("it stands so already"), Q(worksite=site)),
    ]


def not_spoken(user: User, language: str) -> Reasons:
    return [not_kept_here(user), (_("it stands so already"), Q(language=language))]


def not_filled(user: User, field: CustomField, value: str) -> Reasons:
    path = field.organization.path
    said = CustomValue.objects.filter(field=field, person=OuterRef("pk")).order_by()
    same = Exists(said.filter(value=value)) if value else ~Exists(said)
    return [
        not_kept_here(user),
        (_("their local does not keep this field"), ~Q(organization__path__startswith=path)),
        (_("it stands so already"), Q(same)),
    ]


def not_turned(user: User, kind: str, since: date) -> Reasons:
    theirs = LocalMembership.objects.in_force().filter(
        person=OuterRef("pk"), organization=OuterRef("organization"), kind=kind
    )
    return [
        not_kept_here(user),
        (_("no local keeps their record"), ~Q(organization__kind=Organization.Kind.LOCAL)),
        (_("it stands so already"), Q(Exists(theirs.order_by()))),
    ]


def why_not_since(since: date) -> str:
    if since > clock.today():
        return _("That day has not come yet: choose today or an earlier day.")
    return ""


def why_not_take_back(change: BulkChange, by: User, *, is_offered: bool, at: datetime) -> str:
    if change.by_id != by.pk:
        return _("Only who changed them takes it back.")
    if change.taken_back_at is not None:
        return _("It was taken back already.")
    if at >= change.ends_at:
        return _("It could be taken back for a day, and that is over.")
    if not is_offered:
        return _("It can no longer be taken back: what was changed is no longer kept.")
    return ""
