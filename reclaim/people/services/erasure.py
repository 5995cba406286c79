"""Erasing somebody: every room its part, in one transaction, and then the file itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from reclaim.core import audit, mailbox, outbox
from reclaim.core.errors import require
from reclaim.core.offers import Traces
from reclaim.people import rules
from reclaim.people.models import (
    ContactPoint,
    Erasure,
    Invitation,
    Membership,
    Organization,
    Person,
    Suppression,
    User,
)
from reclaim.people.models.consent import suppression_digest
from reclaim.people.queries import erasure as queries
from reclaim.people.services.imports.forgetting import forget_in_sheets
from reclaim.people.services.segments_forgetting import forget_in_segments

BETWEEN = re.compile(r"[\s,;\"\[\]]+")  # of cells, and of lists of cells
NOBODY = "erased.invalid"  # RFC 2606: reaches nobody


@transaction.atomic
def erase_oneself(user: User, *, at: datetime) -> Erasure:
    hold_roots()
    user = User.objects.select_for_update().get(pk=user.pk)
    require(rules.why_not_erase_oneself(user))
    return erase(queries.traces_of_account(user), by=None, at=at)


@transaction.atomic
def erase_person(person: Person, *, by: User, at: datetime) -> Erasure:
    """For somebody without an account, who asked on paper or by word."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.why_not_erase(person, by))
    return erase(queries.traces_of_person(person), by=by, at=at)


def hold_roots() -> None:
    """As when a role is ended: of two last administrators one stays."""
    list(Organization.objects.select_for_update().filter(depth=1))


def erase(about: Traces, *, by: User | None, at: datetime) -> Erasure:
    """The rooms that stand on people first: they must still find whom it is about."""
    for room in reversed(queries.plan(about).rooms):
        room.erase(at)
    done = Erasure.objects.create(at=at, by=by)
    audit.record("erase", done, by=by, at=at)
    steps = Q(actor_email__in=about.emails)
    if about.user_id is not None:
        steps |= Q(actor=about.user_id)
    LogEntry.objects.filter(steps).update(actor_email=None)
    return done


def forget_traces(about: Traces, at: datetime) -> None:
    """The part of this room, of the mailbox, and of the programs we stand on."""
    stop(about, at)
    forget_invitations(about)
    forget_in_sheets(partial(stand_in, about), about.names)
    forget_in_segments(partial(stand_in, about))
    Person.objects.filter(pk__in=about.people).delete()
    if about.user_id is not None:
        close_account(about.user_id, at)
    mailbox.forget(about.marks)
    outbox.forget(about.marks)
    forget_sessions(about)
    forget_failures(about.marks)


def stop(about: Traces, at: datetime) -> None:
    """A sheet of last year must not bring them back: a keyed digest says “never again”, unless
    somebody else here is reached the same way."""
    for point in ContactPoint.objects.filter(person__in=about.people):
        same = ContactPoint.objects.filter(kind=point.kind, key=point.key)
        if same.exclude(person__in=about.people).exists():
            continue
        Suppression.objects.get_or_create(
            kind=point.kind,
            digest=suppression_digest(point.kind, point.key),
            defaults={"reason": Suppression.Reason.ASKED, "since": at},
        )


def forget_invitations(about: Traces) -> None:
    theirs = Q(accepted_by=about.user_id) if about.user_id is not None else Q(pk__in=[])
    for email in about.emails:
        theirs |= Q(email__iexact=email)
    sent = Invitation.objects.filter(theirs)
    sent.filter(accepted_at=None).delete()
    sent.update(email="", refused_because="", token_digest=None)


def close_account(pk: int, at: datetime) -> None:
    """The row stays, so that what was done under it stays done by somebody; nothing in it does."""
    user = User.objects.get(pk=pk)
    held = Membership.objects.filter(user=user, ended_at=None)
    held.update(ended_at=at, ended_by=user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    user.first_name = user.last_name = ""
    user.email, user.erased_at, user.last_login = f"{pk}@{NOBODY}", at, None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def forget_sessions(about: Traces) -> None:
    """Theirs, and those of visitors with a letter in progress that bears the name."""
    found = Session.objects.iterator()
    gone = [one.pk for one in found if belongs(one.get_decoded(), about)]
    Session.objects.filter(pk__in=gone).delete()


def belongs(kept: dict[str, object], about: Traces) -> bool:
    if about.user_id is not None and kept.get("_auth_user_id") == str(about.user_id):
        return True
    return mentions(json.dumps(kept, ensure_ascii=False, default=str), about.marks)


def mentions(text: str, marks: Iterable[str]) -> bool:
    return any(mark.casefold() in text.casefold() for mark in marks)


def stand_in(about: Traces, cells: Iterable[object]) -> bool:
    """Whether they stand in a row: by a mark, or by the two parts of the name side by side."""
    read = " ".join(BETWEEN.sub(" ", str(cell)).strip() for cell in cells)
    turned = [" ".join(reversed(mark.split(" ", 1))) for mark in about.marks]
    return mentions(read, [*about.marks, *turned])


def forget_failures(marks: Iterable[str]) -> None:
    """What a mail server said of an address may stand in the record of a job."""
    said = Q(pk__in=[])
    for mark in marks:
        said |= Q(traceback__icontains=mark)
    DBTaskResult.objects.filter(said).update(traceback="")


def rewrite_register(*, at: datetime) -> int:
    """Leave nothing of the erased in pages of the file that are no longer used; takes a minute
    for a large register, so once a day, and only after somebody was erased."""
    waiting = Erasure.objects.filter(cleaned_at=None)
    numbers = list(waiting.values_list("pk", flat=True))
    if not numbers:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Erasure.objects.filter(pk__in=numbers).update(cleaned_at=at)
