from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from reclaim.web import translations


class Command(BaseCommand):
    help = "Find the texts to translate, keep them in each room's catalogue, and compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; name the gaps.")
        parser.add_argument("--compile", action="store_true", help="Only compile what is stale.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            return self.check_all()
        if not options["compile"]:
            for room in translations.rooms():
                for language in translations.LANGUAGES:
                    translations.refresh(room, language)
            for gap in self.gaps():
                self.stdout.write(gap)
        self.stdout.write(f"{translations.compile_stale()} catalogues compiled.")

    def check_all(self) -> None:
        if gaps := self.gaps():
            raise CommandError("\n".join(gaps))
        self.stdout.write("Every text is translated.")

    def gaps(self) -> list[str]:
        found = [
            gap
            for language in translations.LANGUAGES
            for room in translations.rooms()
            for gap in translations.gaps(room, language)
        ]
        return found + [
            gap
            for language in translations.LANGUAGES
            for gap in translations.contradictions(language)
        ]
