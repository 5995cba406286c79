"""Bring districts, members, postal areas and communities in from the bundled files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.places import services


class Command(BaseCommand):
    help = "Read the places in the data folder; a second time changes only what the files changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for report in services.load_places(options["folder"], by=None, at=clock.now()):
                self.stdout.write(line_of(report))
        except Refused as refused:
            raise CommandError(str(refused)) from refused


def line_of(report: services.Report) -> str:
    """What became of one file, then why rows were set aside."""
    line = (
        f"{report.source}: {report.rows} rows, {report.kept} kept; "
        f"{report.new} new, {report.changed} changed, {report.ended} ended"
    )
    reasons = [f"\n  set aside: {count}, {reason}" for reason, count in report.reasons.items()]
    return line + "".join(reasons)
