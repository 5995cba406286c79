"""The main job, on the bundled data, from published files to delivered letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from reclaim.core import clock, mail
from reclaim.core.errors import Refused, Unavailable
from reclaim.evidence.services import refresh_all_findings
from reclaim.people.models import Organization, User
from reclaim.places.services import STEPS, load_places
from reclaim.watch.models import Source
from reclaim.watch.services import SourceRead, match_notices
from reclaim.web import translations
from reclaim.web.demo import (
    campaigns,
    content,
    letters,
    outcomes,
    outreach,
    people,
    register,
    tips,
    watch,
)

ROWS = 55_000  # about how many rows the four files hold, for the bar


class Command(BaseCommand):
    help = "Load the demonstration: an invented local over real contracts. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.console = Console(soft_wrap=True)
        translations.compile_stale()
        call_command("migrate", verbosity=0)
        require_a_place_to_play()
        try:
            self.run_main_job()
        except (Refused, Unavailable) as reason:
            raise CommandError(f"{reason} What was done so far is kept; run it again.") from reason
        self.tell_who_may_sign_in()

    def run_main_job(self) -> None:
        with Progress(console=self.console, transient=True) as self.progress:
            self.load_places()
            self.say("People (invented)", people.load())
            self.coordinator = people.accounts()["ana"]
            self.keep_watch()
            self.gather_evidence()
            self.fight()

    def load_places(self) -> None:
        step = self.progress.add_task("Places", total=STEPS)
        table = Table("file", "rows", "kept", "set aside", "new", "changed", title="Places")
        for report in load_places(settings.DATA, by=None, at=clock.now()):
            self.progress.advance(step)
            aside = told(report.reasons)
            numbers = (report.rows, report.kept, aside, report.new, report.changed)
            table.add_row(report.source, *map(str, numbers))
        self.console.print(table)

    def keep_watch(self) -> None:
        at = clock.now()
        administrator = people.accounts()["nadia"]
        campaigns.open_offices(by=administrator, at=at)
        guarded = watch.guard(by=self.coordinator, at=at)
        step = self.progress.add_task("Reading contracts", total=ROWS)
        read = watch.read(lambda _source, rows: self.progress.update(step, completed=rows))
        self.progress.update(step, completed=ROWS)
        self.console.print(readings(read))
        matched = match_notices(at=at)
        self.say(
            "Watch",
            {
                "services guarded": guarded,
                "notices": matched.new_notices,
                "threats": matched.new_threats,
            },
        )

    def gather_evidence(self) -> None:
        step = self.progress.add_task("Findings", total=None)
        made = refresh_all_findings(as_of=clock.today(), at=clock.now())
        self.progress.remove_task(step)
        self.say("Evidence", {"findings": made.new})
        step = self.progress.add_task("Dossiers", total=len(watch.IN_DOSSIERS) * 2)
        for dossier in watch.make_dossiers(by=self.coordinator):
            self.progress.advance(step)
            self.console.print(f"  {dossier.path} ({dossier.pages} pages)")

    def fight(self) -> None:
        self.say("Members’ tips (invented)", tips.load(by=self.coordinator))
        self.say("Campaigns (invented)", campaigns.load(by=self.coordinator))
        self.say("Outreach (invented)", outreach.load(by=self.coordinator))
        self.say("Letters (invented writers, real SMTP to the local mailbox)", letters.load())
        self.say("Wins", outcomes.load())
        self.say("The register (invented)", register.load(by=self.coordinator))

    def say(self, title: str, numbers: dict[str, int]) -> None:
        """What was done, zeros included; a second run says "nothing new"."""
        all_of_it = ", ".join(f"{number:,} {name}" for name, number in numbers.items())
        self.console.print(f"[bold]{title}[/]: {all_of_it if told(numbers) else 'nothing new'}")

    def tell_who_may_sign_in(self) -> None:
        table = Table("e-mail", "role", "where", title="Who may sign in")
        for facts in content.tables("organizations")["account"]:
            table.add_row(facts["email"], facts["role"], facts["organization"])
        self.console.print(table)
        self.console.print(f"Everybody’s password: {content.PASSWORD}")
        self.console.print(f"{User.objects.count()} accounts, {Source.objects.count()} sources.")


def told(numbers: dict[str, int]) -> str:
    """Only what is not zero."""
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)


def readings(read: Iterable[SourceRead]) -> Table:
    table = Table("file", "rows", "kept", "set aside", "by reason", "new", title="Contracts")
    for one in read:
        numbers = (one.rows_in, one.rows_kept, one.rows_set_aside)
        table.add_row(
            one.source.place.removeprefix("contracts/"),
            *(f"{number:,}" for number in numbers),
            one.trouble or told(one.set_aside),
            f"{one.rows_new:,}",
        )
    return table


def require_a_place_to_play() -> None:
    """Its accounts have a password everybody can read, and one administers the installation."""
    if mail.delivers_for_real() or Organization.objects.filter(is_invented=False).exists():
        raise CommandError("This installation is in use. The demonstration needs one of its own.")
