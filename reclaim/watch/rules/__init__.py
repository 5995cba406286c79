"""Who may change what we guard, and why not: each rule is the sentence the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reclaim.people.models import Organization, Role
from reclaim.watch.models import Threat

if TYPE_CHECKING:
    from reclaim.people.models import User

KEEPS_SERVICES = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.RESEARCHER)
ANSWERS_THREATS = (*KEEPS_SERVICES, Role.ORGANIZER)


def why_not_guard_anything(user: User) -> str:
    if user.paths(*KEEPS_SERVICES):
        return ""
    return _("Only coordinators, researchers and administrators change what we guard.")


def why_not_guard(user: User, organization: Organization) -> str:
    if user.holds(organization, *KEEPS_SERVICES):
        return ""
    return _("Only coordinators, researchers and administrators change what we guard.")


def why_not_answer(user: User, threat: Threat) -> str:
    """Why this person may not dismiss or reopen the threat."""
    if user.holds(threat.service.organization, *ANSWERS_THREATS):
        return ""
    return _("Only coordinators, organizers, researchers and administrators answer threats.")


def why_not_dismiss(user: User, threat: Threat, because: str) -> str:
    if reason := why_not_answer(user, threat):
        return reason
    if threat.dismissed_at is not None:
        return _("This threat is already dismissed.")
    if not because.strip():
        return _("Say why this is not a threat, so that the next person need not ask.")
    return ""


def why_not_reopen(user: User, threat: Threat) -> str:
    if reason := why_not_answer(user, threat):
        return reason
    return "" if threat.dismissed_at else _("This threat was never dismissed.")


def why_no_terms(words: list[str]) -> str:
    """A service without a word to look for would match nothing, or everything."""
    if any(word.strip() for word in words):
        return ""
    return _("Give at least one word to look for.")
