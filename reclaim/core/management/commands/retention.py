"""What is over, and forgetting it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reclaim.core import clock, forgetting


class Command(BaseCommand):
    help = "Forget what is kept about persons and whose time is over, as the day's round does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        rounds = forgetting.what_is_over(now) if options["dry_run"] else forgetting.forget(now)
        for one in rounds:
            self.stdout.write(f"{one.kind.code}: {one.amount} ({one.kind.what_en.lower()})")
