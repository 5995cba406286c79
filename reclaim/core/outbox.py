"""Mail to people who stand at the door: it waits here, sealed, until the mail server takes it.

The page answers alike whether the address has an account, whether the mail server is there, and
in the same time: for an unknown address a message to nobody waits, and is dropped in its turn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from reclaim.core import clock, mail
from reclaim.core.errors import Refused, Unavailable
from reclaim.core.models import Counter, WaitingMail
from reclaim.core.offers import Forgetting

logger = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
LOST = timedelta(hours=1)  # so long after its time, the job that was to send it is gone
BEFORE_OTHERS = 50  # somebody stands at the door; imports and letters can wait


@transaction.atomic
def queue(message: EmailMessage, *, at: datetime, useful_for: timedelta) -> WaitingMail:
    """Keep a message until it is taken, at most as long as what it says is of use."""
    waiting = WaitingMail.objects.create(
        sealed=WaitingMail.written_out(message),
        queued_at=at,
        next_try_at=at,
        useless_after=at + useful_for,
    )
    send_waiting.enqueue(waiting.pk)
    return waiting


@task(priority=BEFORE_OTHERS)
def send_waiting(pk: int) -> None:
    """Hand one message over. One that may have been taken is sent again: it says the same."""
    waiting = WaitingMail.objects.filter(pk=pk).first()
    if waiting is None:
        return
    if clock.now() < waiting.useless_after and waiting.message.recipients():
        try:
            mail.send(waiting.message)
        except Unavailable:
            return put_off(waiting)
        except Refused:
            logger.warning("A mail server refused message %s of the sign-in pages.", pk)
    waiting.delete()


def put_off(waiting: WaitingMail) -> None:
    wait = min(FIRST_WAIT * 2**waiting.attempts, LONGEST_WAIT)
    waiting.attempts += 1
    waiting.next_try_at = clock.now() + wait
    waiting.save(update_fields=["attempts", "next_try_at"])
    # Jobs live in the real present, messages perhaps on a pinned day: only the wait is the same.
    send_waiting.using(run_after=timezone.now() + wait).enqueue(waiting.pk)


def send_left_over() -> str:
    """Once a day: what lost its job, because a worker was stopped in the middle."""
    left = WaitingMail.objects.filter(next_try_at__lte=clock.now() - LOST)
    numbers = list(left.values_list("pk", flat=True))
    for number in numbers:
        send_waiting.enqueue(number)
    return f"{len(numbers)} asked for again"


def forget(marks: Iterable[str]) -> int:
    """Drop what waits for whoever is known by these."""
    known = [mark.casefold() for mark in marks]
    waiting = WaitingMail.objects.iterator()
    gone = [one.pk for one in waiting if any(mark in says(one) for mark in known)]
    return WaitingMail.objects.filter(pk__in=gone).delete()[0]


def says(waiting: WaitingMail) -> str:
    message = waiting.message
    return " ".join([*message.recipients(), str(message.subject), str(message.body)]).casefold()


FORGETS = [
    Forgetting(
        "waiting-mail", lambda before: WaitingMail.objects.filter(useless_after__lte=before)
    ),
    Forgetting("counters", lambda before: Counter.objects.filter(expires__lte=timezone.now())),
    Forgetting("jobs", lambda before: DBTaskResult.objects.filter(finished_at__lte=before)),
]
