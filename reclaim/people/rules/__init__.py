"""Who may do what with people, organizations and roles: the reason in words, or an empty text."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from reclaim.core import clock
from reclaim.people.models import (
    ContactPoint,
    Invitation,
    Membership,
    Note,
    Organization,
    Person,
    Role,
    User,
)
from reclaim.people.models.person import SEES_PEOPLE

GIVES_ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR)


def may_see_people(user: User) -> bool:
    return bool(user.paths(*SEES_PEOPLE))


def highest_role(user: User, organization: Organization) -> Role | None:
    """The role that lets this account do the most in the organization."""
    return next((role for role in Role if user.holds(organization, role)), None)


def roles_to_give(user: User, organization: Organization) -> list[Role]:
    """The roles this account may give there: its own and those that may do less."""
    highest = highest_role(user, organization)
    return Role.up_to(highest) if highest in GIVES_ROLES else []


def why_not_give_roles(user: User, organization: Organization) -> str:
    if not roles_to_give(user, organization):
        return _(
            "Only an administrator or a coordinator of %(organization)s gives roles there."
        ) % {"organization": organization}
    return ""


def why_not_invite(user: User, organization: Organization, role: str) -> str:
    if reason := why_not_give_roles(user, organization):
        return reason
    if role not in roles_to_give(user, organization):
        return _("You can give your own role and those that may do less, but not this one.")
    return ""


def why_not_end(user: User, membership: Membership) -> str:
    if membership.ended_at is not None:
        return _("This role has already ended.")
    if reason := why_not_give_roles(user, membership.organization):
        return reason
    if membership.role not in roles_to_give(user, membership.organization):
        return _("This role may do more than your own, so you cannot end it.")
    if is_last_administrator(membership):
        return _("Nobody else administers %(organization)s. Give that role to somebody first.") % {
            "organization": membership.organization
        }
    return ""


def why_not_until(until: date | None) -> str:
    if until is not None and until < clock.today():
        return _("That day has passed: choose today or a later day.")
    return ""


def why_not_extend(user: User, membership: Membership) -> str:
    """Why this account may not say how long a role lasts."""
    if membership.ended_at is not None:
        return _("This role has already ended.")
    if reason := why_not_give_roles(user, membership.organization):
        return reason
    if membership.role not in roles_to_give(user, membership.organization):
        return _("This role may do more than your own, so you cannot change it.")
    return ""


def why_not_change_last_day(user: User, membership: Membership, until: date | None) -> str:
    if reason := why_not_extend(user, membership) or why_not_until(until):
        return reason
    if until is not None and is_last_administrator(membership):
        return _("Nobody else administers %(organization)s. Give that role to somebody first.") % {
            "organization": membership.organization
        }
    return ""


def is_last_administrator(membership: Membership) -> bool:
    """Nobody else would be left who administers the organization, there or from above; who does
    so only until a day will not be left either."""
    lasting = Membership.objects.in_force().filter(until=None)
    administrators = lasting.filter(role=Role.ADMINISTRATOR)
    others = administrators.reaching(membership.organization).exclude(pk=membership.pk)
    return membership.role == Role.ADMINISTRATOR and not others.exists()


def why_not_erase_oneself(user: User) -> str:
    for membership in Membership.objects.in_force().filter(user=user, role=Role.ADMINISTRATOR):
        if is_last_administrator(membership):
            return _(
                "Nobody else administers %(organization)s. Give that role to somebody first."
            ) % {"organization": membership.organization}
    return ""


def why_not_erase(person: Person, user: User) -> str:
    if not user.holds(person.organization, Role.ADMINISTRATOR):
        return _("Only an administrator erases somebody who asked for it.")
    if person.user_id is not None:
        return _("This person signs in here. They ask for it themselves, on their own page.")
    return ""


def why_not_change_people(user: User, organization: Organization) -> str:
    if not user.holds(organization, *SEES_PEOPLE):
        return _("Only organizers, coordinators and administrators change this record.")
    return ""


def why_not_join(user: User, person: Person, organization: Organization) -> str:
    if organization.kind != Organization.Kind.LOCAL:
        return _("People belong to locals; %(organization)s is none.") % {
            "organization": organization
        }
    return why_not_change_people(user, person.organization)


def why_not_shape_records(user: User, organization: Organization) -> str:
    if not user.holds(organization, *GIVES_ROLES):
        return _("Only an administrator or a coordinator decides what records hold.")
    return ""


def why_not_remove_note(note: Note, user: User) -> str:
    if note.written_by_id == user.pk or user.holds(note.person.organization, *GIVES_ROLES):
        return ""
    return _("Only who wrote a note, or a coordinator, removes it.")


def why_not_mark(point: ContactPoint, status: str) -> str:
    """The only thing somebody is known by can't be taken from them; and what they asked us to
    stop, only they let us use again."""
    if point.status == ContactPoint.Status.STOPPED:
        return _("They asked us to stop. Only they can lift that, on their preference page.")
    person = point.person
    is_named = person.given_name or person.family_name
    others = (
        person.contact_points.filter(kind=ContactPoint.Kind.EMAIL).usable().exclude(pk=point.pk)
    )
    if status == ContactPoint.Status.USABLE or is_named or point.kind != ContactPoint.Kind.EMAIL:
        return ""
    return (
        "" if others.exists() else _("This address is all they are known by. Write a name first.")
    )


def why_not_say_of(person: Person, user: User) -> str:
    if person.user_id != user.pk:
        return _("Only people themselves say this of themselves.")
    return ""


def why_not_add_worksites(user: User, organization: Organization) -> str:
    if not user.holds(organization, *SEES_PEOPLE):
        return _("Only organizers, coordinators and administrators add worksites.")
    return ""


def why_not_accept(invitation: Invitation | None) -> str:
    if invitation is None:
        return _("This invitation link is not complete. Open it from the message once more.")
    closed = {
        "accepted": _("This invitation was already accepted. Sign in instead."),
        "withdrawn": _("This invitation was withdrawn. Ask the person who invited you."),
        "expired": _("This invitation has expired. Ask for a new one; it takes a minute."),
    }
    if reason := closed.get(invitation.status):
        return reason
    if why_not_until(invitation.until):
        return _("The role you were invited to was until a day that has passed. Ask for a new one.")
    inviter = invitation.invited_by
    if not inviter.is_active or why_not_invite(inviter, invitation.organization, invitation.role):
        return _("The person who invited you can no longer do so. Ask somebody else there.")
    return ""


def why_not_accept_as(invitation: Invitation, user: User) -> str:
    if reason := why_not_accept(invitation):
        return reason
    if user.email.lower() != invitation.email.lower():
        return _("This invitation went to another address than the one you signed in with.")
    return ""


def why_not_withdraw(user: User, invitation: Invitation) -> str:
    if invitation.accepted_at or invitation.withdrawn_at:
        return _("This invitation is not open any more.")
    return why_not_give_roles(user, invitation.organization)
