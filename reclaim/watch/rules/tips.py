"""Who may tell, who answers, and who may ask who told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reclaim.people.models import Organization, Role
from reclaim.watch.models import Threat, Tip, TipStep

if TYPE_CHECKING:
    from reclaim.people.models import User

ANSWERS_TIPS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.ORGANIZER)
ASKS_WHO_TOLD = (Role.ADMINISTRATOR, Role.COORDINATOR)


def may_answer_any(user: User) -> bool:
    return bool(user.paths(*ANSWERS_TIPS))


def may_ask_for_any(user: User) -> bool:
    return bool(user.paths(*ASKS_WHO_TOLD))


def why_not_tell(words: str) -> str:
    return "" if words.strip() else _("Say what you saw: one sentence is enough.")


def why_not_answer_tip(user: User, tip: Tip) -> str:
    if user.holds(tip.organization, *ANSWERS_TIPS):
        return ""
    return _("Only coordinators, organizers and administrators answer what members report.")


def why_not_take_up(user: User, tip: Tip, state: str) -> str:
    if reason := why_not_answer_tip(user, tip):
        return reason
    return "" if state == Tip.State.RECEIVED else _("Somebody is looking at it already.")


def why_not_decide(user: User, tip: Tip, state: str) -> str:
    if reason := why_not_answer_tip(user, tip):
        return reason
    return "" if state in Tip.WAITING else _("It is decided already. Take it up again first.")


def why_not_set_aside_tip(user: User, tip: Tip, state: str, reason: str) -> str:
    if refusal := why_not_decide(user, tip, state):
        return refusal
    return "" if reason in TipStep.SETS_ASIDE else _("Say why: the reporter will read it.")


def why_not_put_to(user: User, tip: Tip, state: str, threat: Threat) -> str:
    """A tip and its threat belong to people who see both."""
    if refusal := why_not_decide(user, tip, state):
        return refusal
    if user.holds(threat.service.organization):
        return ""
    return _("You do not reach that threat.")


def why_not_take_up_again(user: User, tip: Tip, state: str) -> str:
    if refusal := why_not_answer_tip(user, tip):
        return refusal
    return "" if state not in Tip.WAITING else _("It is not decided yet.")


def why_not_ask_who(user: User, tip: Tip) -> str:
    if user.holds(tip.organization, *ASKS_WHO_TOLD):
        return ""
    return _("Only coordinators and administrators may ask who told.")


def why_not_show_who(user: User, tip: Tip, reason: str) -> str:
    if refusal := why_not_ask_who(user, tip):
        return refusal
    return "" if reason in TipStep.SHOWS else _("Say why you ask: the reporter will read it.")


def why_not_open_page(user: User, organization: Organization) -> str:
    if user.holds(organization, *ASKS_WHO_TOLD):
        return ""
    return _("Only coordinators and administrators open a page for reports.")
