"""What people may change on their own record, and who answers what they ask for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reclaim.people import rules
from reclaim.people.models import ContactPoint, Correction, Person, User
from reclaim.people.models.correction import ANSWERS

MOST_OPEN = 5
OURS_TO_SAY = (ContactPoint.Status.USABLE, ContactPoint.Status.ENDED)


def why_not_mark_own(point: ContactPoint, status: str, user: User) -> str:
    if status not in OURS_TO_SAY:
        return _("Say whether it still reaches you.")
    if status == ContactPoint.Status.ENDED and is_of_account(point, user):
        return _("You sign in with this address. Change it there first; your record follows.")
    if point.status == ContactPoint.Status.STOPPED:
        return _("You asked us to stop using this. Lift that on your preference page.")
    if rules.why_not_mark(point, status):
        return _("This address is all your record is known by. Write a name first.")
    return ""


def is_of_account(point: ContactPoint, user: User) -> bool:
    return point.kind == ContactPoint.Kind.EMAIL and point.key == user.email.casefold()


def why_not_ask_correction(person: Person) -> str:
    if Correction.objects.open().filter(person=person).count() >= MOST_OPEN:
        return _("Several of your requests wait for an answer. Please wait for those first.")
    return ""


def why_not_answer(correction: Correction, user: User) -> str:
    if not user.holds(correction.person.organization, *ANSWERS):
        return _("Only an administrator or a coordinator answers this.")
    if correction.answered_at is not None:
        return _("This was answered already.")
    if correction.person.user_id == user.pk:
        return _("You asked for this yourself. Somebody else who coordinates answers it.")
    return ""
