"""Who puts two records together or takes them apart, and when: the reason in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from reclaim.people.models import Merge, Organization, Person, User
from reclaim.people.models.same import PUTS_TOGETHER

# Families share a home, a phone and a name. Whose given names are others are two people, unless
# one member number says otherwise.
SHARED_BY_FAMILIES = frozenset({"other", "alike"})
# Nothing is put together by itself below this, and only with something nobody shares.
BY_ITSELF_FROM = 0.999


def is_likely(found: Mapping[str, str]) -> bool:
    """Whether a person should be asked. `found` is what was found of each thing compared."""
    return found.get("given") not in SHARED_BY_FAMILIES or found.get("number") == "same"


def is_beyond_doubt(found: Mapping[str, str], probability: float) -> bool:
    """One member number in one local, or one e-mail under one full name; and nothing against."""
    by_number = found.get("number") == "same" and found.get("family") in {"all", "same"}
    by_email = found.get("ways") in {"both", "email"} and found.get("family") == "all"
    against = "other" in (found.get("birth"), found.get("number"), found.get("given"))
    return probability >= BY_ITSELF_FROM and (by_number or by_email) and not against


def root_of(person: Person) -> str:
    return str(person.organization.path[: Organization.steplen])


def why_not_merge(stays: Person, goes: Person) -> str:
    if stays.pk == goes.pk:
        return _("This is one record already.")
    if root_of(stays) != root_of(goes):
        return _("The two belong to different unions.")
    if stays.user_id is not None and goes.user_id is not None:
        return _("Both sign in here. They first erase one of their two accounts themselves.")
    return ""


def why_not_put_together(stays: Person, goes: Person, user: User) -> str:
    for person in (stays, goes):
        if not user.holds(person.organization, *PUTS_TOGETHER):
            return _("Only a coordinator or an administrator of both records puts them together.")
    return why_not_merge(stays, goes)


def why_not_judge(person: Person, user: User) -> str:
    if not user.holds(person.organization, *PUTS_TOGETHER):
        return _("Only a coordinator or an administrator of both records says this.")
    return ""


def why_not_undo(merge: Merge, user: User) -> str:
    if merge.undone_at is not None:
        return _("This was undone already.")
    if not user.holds(merge.person.organization, *PUTS_TOGETHER):
        return _("Only a coordinator or an administrator takes records apart.")
    later = Merge.objects.standing().filter(person=merge.person, pk__gt=merge.pk)
    if later.exists():
        return _("Another record was put to this one since. Undo that first.")
    return ""
