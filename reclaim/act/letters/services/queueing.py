"""The queue's own steps: claim, start, finish, put off, refuse. See models/mailing.py.

Each step is one conditional UPDATE, so that of two senders only one can take it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from reclaim.act.letters.models import Mailing
from reclaim.core import mail
from reclaim.core.errors import Refused, Unanswered, Unavailable

Row = TypeVar("Row", bound=Mailing)
BATCH = 50  # so many over one connection to the mail server
# After the first failed try five minutes; after the seventh, almost three days on, no more.
BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60)
)


class Tally(NamedTuple):
    """What one round did."""

    delivered: int = 0
    refused: int = 0
    later: int = 0
    in_doubt: int = 0

    def __str__(self) -> str:
        told = f"{self.delivered} delivered, {self.refused} refused, {self.later} later"
        return f"{told}, {self.in_doubt} in doubt" if self.in_doubt else told

    def plus(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


DELIVERED, REFUSED, LATER, IN_DOUBT = Tally(1), Tally(0, 1), Tally(0, 0, 1), Tally(0, 0, 0, 1)
LOST = Tally()  # the row was no longer ours; whoever has it counts it


@dataclass(frozen=True)
class Queue(Generic[Row]):
    """What one kind of row needs on its way out."""

    rows: Callable[[], Any]  # its queryset, with what composing reads
    compose: Callable[[Row, datetime], EmailMessage]
    hold_back: Callable[[list[Row], datetime], list[Row]]  # notes until when, and returns them
    note_sent: Callable[[Row], None]  # in the same transaction as the row


@transaction.atomic
def claim(queue: Queue[Row], *, at: datetime) -> list[Row]:
    """Take up to a batch of due rows; none when there are none, or others hold them all."""
    while rows := lock_due(queue, at):
        held = {row.pk for row in queue.hold_back(rows, at)}  # these are due no longer
        if taken := [row for row in rows if row.pk not in held]:
            queue.rows().filter(pk__in=[row.pk for row in taken]).update(claimed_at=at)
            for row in taken:
                row.claimed_at = at
            return taken
    return []


def lock_due(queue: Queue[Row], at: datetime) -> list[Row]:
    due = queue.rows().due(at).order_by("queued_at", "pk")
    return list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])


def send_batch(queue: Queue[Row], rows: list[Row], *, at: datetime) -> Tally:
    """Hand claimed rows to the mail server over one connection."""
    tally = Tally()
    door = mail.open_door()
    try:
        mail.stand_open(door)
        for row in rows:
            tally = tally.plus(send_one(queue, row, door, at=at))
    except Unavailable as error:  # nobody answers at all, so no row was started
        for row in rows:
            tally = tally.plus(put_off(queue, row, str(error), at=at))
    finally:
        door.close()
    return tally


def send_one(queue: Queue[Row], row: Row, door: BaseEmailBackend, *, at: datetime) -> Tally:
    """Started just before, ended just after: the moment nobody can see into stays short."""
    try:
        message = composed(queue, row, at)
        if not start(queue, row, at=at):
            return LOST
        mail.send(message, door=door)
    except Refused as error:
        return refuse(queue, row, str(error), at=at)
    except Unanswered as error:
        return leave_in_doubt(queue, row, str(error))
    except Unavailable as error:
        return put_off(queue, row, str(error), at=at)
    return finish(queue, row, at=at)


def composed(queue: Queue[Row], row: Row, at: datetime) -> EmailMessage:
    """Written out once before anything starts: a message that can't be is refused, so that it
    does not hold up those behind it for ever."""
    try:
        message = queue.compose(row, at)
        message.message()
    except (ValueError, MessageError) as error:
        kind = type(error).__name__
        raise Refused(f"This message can't be written down for a mail server ({kind}).") from error
    return message


def start(queue: Queue[Row], row: Row, *, at: datetime) -> bool:
    """False when the claim was lost: it had grown old and another sender has the row."""
    if not in_hand(queue, row).update(started_at=at):
        return False
    row.started_at = at
    return True


@transaction.atomic
def finish(queue: Queue[Row], row: Row, *, at: datetime) -> Tally:
    if not in_hand(queue, row).update(sent_at=at, delayed_because="", next_try_at=None):
        return LOST
    queue.note_sent(row)
    return DELIVERED


def refuse(queue: Queue[Row], row: Row, reason: str, *, at: datetime) -> Tally:
    in_hand(queue, row).update(refused_at=at, refused_because=reason, attempts=row.attempts + 1)
    return REFUSED


def leave_in_doubt(queue: Queue[Row], row: Row, reason: str) -> Tally:
    in_hand(queue, row).update(delayed_because=reason, attempts=row.attempts + 1)
    return IN_DOUBT


def put_off(queue: Queue[Row], row: Row, reason: str, *, at: datetime) -> Tally:
    if row.attempts >= len(BACK_OFF):
        return refuse(queue, row, f"{reason} ({row.attempts + 1} ×)", at=at)
    in_hand(queue, row).update(
        claimed_at=None,
        started_at=None,
        attempts=row.attempts + 1,
        next_try_at=at + BACK_OFF[row.attempts],
        delayed_because=reason,
    )
    return LATER


def in_hand(queue: Queue[Row], row: Row) -> Any:
    """The row, as long as this sender holds it."""
    mine = queue.rows().filter(pk=row.pk, claimed_at=row.claimed_at, started_at=row.started_at)
    return mine.open()
