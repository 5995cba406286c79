from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command


class Command(BaseCommand):
    help = "Do queued work: mail that waits, readings, documents. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing waits.")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command(
            "db_worker",
            batch=options["once"],
            startup_delay=not options["once"],
            interval=1,
            queue_name="*",
            verbosity=0,
        )
