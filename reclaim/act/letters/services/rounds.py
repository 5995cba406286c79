"""The sender's rounds: what waits goes out, over one connection a batch, and is reported.

Each is a job: queued when something joins the queue, again for rows that were put off, and
once a day in case the worker was away.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from reclaim.act.letters.models import Appeal, Confirmation, Delivery
from reclaim.act.letters.services import composing
from reclaim.act.letters.services.queueing import Queue, Row, Tally, claim, send_batch
from reclaim.core import clock

HOUR = timedelta(hours=1)
READ_WITH = ("letter__appeal__campaign__organization", "letter__office")


def deliveries() -> Any:
    return Delivery.objects.select_related(*READ_WITH)


def confirmations() -> Any:
    return Confirmation.objects.select_related(*READ_WITH)


def keep_pace(rows: list[Delivery], at: datetime) -> list[Delivery]:
    """Hold back what would be more than the appeal's number of letters an hour to one office."""
    recent = recent_by_address({row.letter.to_email for row in rows}, at)
    held = []
    for row in rows:
        busy = recent[row.letter.to_email]
        if len(busy) >= row.letter.appeal.per_hour:
            Delivery.objects.filter(pk=row.pk).update(next_try_at=min(busy) + HOUR)
            held.append(row)
        else:
            busy.append(at)
    return held


def recent_by_address(addresses: set[str], at: datetime) -> dict[str, list[datetime]]:
    started = Delivery.objects.filter(
        letter__to_email__in=addresses, started_at__gt=at - HOUR, refused_at=None
    )
    recent: dict[str, list[datetime]] = defaultdict(list)
    for address, moment in started.values_list("letter__to_email", "started_at"):
        recent[address] += [moment] if moment else []
    return recent


def hold_nothing_back(rows: list[Confirmation], at: datetime) -> list[Confirmation]:
    return []


def count_delivered(delivery: Delivery) -> None:
    Appeal.objects.filter(pk=delivery.letter.appeal_id).update(delivered=F("delivered") + 1)


def count_nothing(confirmation: Confirmation) -> None:
    pass


LETTERS = Queue(deliveries, composing.compose_letter, keep_pace, count_delivered)
CONFIRMATIONS = Queue(
    confirmations, composing.compose_confirmation, hold_nothing_back, count_nothing
)


def deliver_waiting() -> Tally:
    """Send every letter that is due. Says how many were delivered, refused, put off."""
    return empty(LETTERS)


def send_waiting_confirmations() -> Tally:
    return empty(CONFIRMATIONS)


def empty(queue: Queue[Row]) -> Tally:
    tally = Tally()
    while rows := claim(queue, at=clock.now()):
        tally = tally.plus(send_batch(queue, rows, at=clock.now()))
    return tally


@task()
def deliver_letters() -> str:
    tally = deliver_waiting()
    come_back(deliver_letters, LETTERS)
    return str(tally)


@task()
def send_confirmations() -> str:
    tally = send_waiting_confirmations()
    come_back(send_confirmations, CONFIRMATIONS)
    return str(tally)


def come_back(job: Any, queue: Queue[Row]) -> None:
    """Queue the job once more for the first row that was put off, unless that is planned."""
    now = clock.now()
    put_off = queue.rows().waiting().filter(next_try_at__gt=now)
    moment = put_off.aggregate(first=Min("next_try_at"))["first"]
    if moment is None:
        return
    # Jobs live in the real present, rows perhaps on a pinned day: only the wait is the same.
    present = timezone.now()
    run_after = present + (moment - now) + timedelta(seconds=1)
    planned = DBTaskResult.objects.filter(
        task_path=job.module_path,
        status=TaskResultStatus.READY,
        run_after__range=(present, run_after + timedelta(minutes=1)),
    )
    if not planned.exists():
        job.using(run_after=run_after).enqueue()
