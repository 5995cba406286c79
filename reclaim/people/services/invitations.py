"""Inviting by e-mail, and what becomes of an invitation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from reclaim.core import audit, clock, mail
from reclaim.core.errors import Refused, Unavailable, require
from reclaim.people import queries, rules
from reclaim.people.models import Invitation, Membership, Organization, Person, User
from reclaim.people.services.roles import give_role

WAIT = timedelta(minutes=5)  # until a mail server that did not answer is asked again


@transaction.atomic
def invite(
    organization: Organization,
    email: str,
    role: str,
    language: str,
    *,
    by: User,
    at: datetime,
    until: date | None = None,
) -> Invitation:
    """Invite somebody to a role, perhaps until a day. The message waits in the queue, in the
    invitee's language."""
    email = email.strip().lower()
    require(rules.why_not_invite(by, organization, role))
    require(rules.why_not_until(until))
    require(why_not_invite_address(organization, email, role))
    for expired in open_invitations(organization, email, role):
        close(expired, by=by, at=at)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        language=language,
        until=until,
        invited_by=by,
        invited_at=at,
    )
    send_invitation.enqueue(invitation.pk)
    audit.record("invite", invitation, by=by, at=at, role=role)
    return invitation


def open_invitations(organization: Organization, email: str, role: str) -> list[Invitation]:
    same = Invitation.objects.filter(organization=organization, email__iexact=email, role=role)
    return list(same.open())


def why_not_invite_address(organization: Organization, email: str, role: str) -> str:
    held = Membership.objects.in_force().filter(user__email__iexact=email)
    if held.filter(organization=organization, role=role).exists():
        return _("%(email)s already holds this role here.") % {"email": email}
    if any(sent.status != "expired" for sent in open_invitations(organization, email, role)):
        return _("%(email)s is already invited to this role and has not answered yet.") % {
            "email": email
        }
    return ""


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if reason := rules.why_not_withdraw(by, invitation):
        raise Refused(reason)
    close(invitation, by=by, at=at)


def close(invitation: Invitation, *, by: User, at: datetime) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by = at, by
    invitation.save()
    audit.record("withdraw invitation", invitation, by=by, at=at)


@task()
def send_invitation(pk: int) -> None:
    """Write and send one invitation; asked again later if the mail server does not answer.

    The token is made here, so that it is in the message and nowhere else.
    """
    invitation = Invitation.objects.get(pk=pk)
    if invitation.status != "queued":
        return
    token = token_urlsafe(32)
    invitation.token_digest = queries.digest(token)
    invitation.save()
    try:
        mail.send(invitation_message(invitation, token))
    except Unavailable:
        send_invitation.using(run_after=timezone.now() + WAIT).enqueue(pk)
        return
    except Refused as refusal:
        invitation.refused_because = str(refusal)[:300]
    else:
        invitation.sent_at = clock.now()
    invitation.save(update_fields=["refused_because", "sent_at"])


def invitation_message(invitation: Invitation, token: str) -> EmailMessage:
    with translation.override(invitation.language):
        address = reverse("people:accept-invitation", args=[token])
        text = {"invitation": invitation, "address": f"{settings.BASE_URL}{address}"}
        return EmailMessage(
            subject=_("%(who)s invites you to %(organization)s on Reclaim")
            % {"who": invitation.invited_by, "organization": invitation.organization},
            body=render_to_string("people/mail/invitation.txt", text),
            to=[invitation.email],
            reply_to=[invitation.invited_by.email],
        )


@transaction.atomic
def accept_invitation(
    token: str, *, given_name: str, family_name: str, password: str, at: datetime
) -> User:
    """Make the account the invitation promised. Its address is proven by the link."""
    invitation = take_open(token)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("You already have an account here. Sign in, then open the link again."))
    user = User.objects.create_user(
        invitation.email,
        password,
        first_name=given_name,
        last_name=family_name,
        language=invitation.language,
    )
    take_up(invitation, user, at=at)
    return user


@transaction.atomic
def accept_signed_in(token: str, *, by: User, at: datetime) -> Membership:
    """Add the invitation's role to the account that is signed in, if it went to its address."""
    invitation = take_open(token)
    if reason := rules.why_not_accept_as(invitation, by):
        raise Refused(reason)
    return take_up(invitation, by, at=at)


def take_open(token: str) -> Invitation:
    """The open invitation behind a link, held until the transaction ends."""
    found = queries.invitation_behind(token)
    held = Invitation.objects.select_for_update().get(pk=found.pk)
    require(rules.why_not_accept(held))  # it may have been used or withdrawn while we waited
    return held


def take_up(invitation: Invitation, user: User, *, at: datetime) -> Membership:
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save()
    audit.record("accept invitation", invitation, by=user, at=at, role=invitation.role)
    link_record(invitation.organization, user)
    organization, inviter = invitation.organization, invitation.invited_by
    return give_role(user, organization, invitation.role, by=inviter, at=at, until=invitation.until)


def link_record(organization: Organization, user: User) -> None:
    """Join the account to its person's record, where exactly one carries its proven address."""
    free = Person.objects.filter(organization=organization, email__iexact=user.email, user=None)
    records = list(free[:2])
    if len(records) == 1 and not Person.objects.filter(user=user).exists():
        records[0].user = user
        records[0].save()
