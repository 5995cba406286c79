"""The day's round: what rooms do once a day, in order. Call it from cron, a timer or the worker."""

from typing import Any

from django.core.management import BaseCommand

from reclaim.core import offers


class Command(BaseCommand):
    help = "Do the day's work of every room: read sources, refresh findings, send what waits."

    def handle(self, *args: Any, **options: Any) -> None:
        for job in sorted(offers.daily_jobs, key=lambda job: job.order):
            self.stdout.write(f"{job.name}: {job.run()}")
