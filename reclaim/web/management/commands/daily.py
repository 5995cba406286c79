"""The day's round: what rooms do once a day, in order. Call it from cron, a timer or the worker."""

import logging
from typing import Any

from django.core.management import BaseCommand, CommandError

from reclaim.core import offers


class Command(BaseCommand):
    help = "Do the day's work of every room: read sources, refresh findings, send what waits."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [job.name for job in in_order() if not self.done(job)]
        if failed:
            raise CommandError(f"Not done today: {', '.join(failed)}. The others were.")

    def done(self, job: offers.DailyJob) -> bool:
        """A room that fails keeps no other from its work: letters go though a source is broken."""
        try:
            self.stdout.write(f"{job.name}: {job.run()}")
        except Exception:
            logging.getLogger(__name__).exception("%s failed", job.name)
            return False
        return True


def in_order() -> list[offers.DailyJob]:
    return sorted(offers.daily_jobs, key=lambda job: job.order)
