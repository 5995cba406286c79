"""Numbers, a day long ago, and the queue."""

from __future__ import annotations

from datetime import date
from itertools import count
from unittest.mock import patch

from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def run_jobs() -> None:
    """Do everything that is in the queue now, as the worker would; a failed job fails the test."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    # Between jobs the worker lets its connection go, and with it the test's open transaction.
    with patch.object(db_worker, "close_old_connections"):
        worker.run()
    if failed := DBTaskResult.objects.failed().first():
        raise AssertionError(failed.traceback)
