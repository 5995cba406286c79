"""The first step of an installation without the demonstration."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people import services
from reclaim.people.models import Organization


class Command(BaseCommand):
    help = "Found the topmost organization and the account that administers it; then invite others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="of the organization, in English")
        parser.add_argument("email", help="of whoever administers it")
        parser.add_argument("--name-fr", default="", help="of the organization, in French")
        kinds = parser.add_argument("--kind", choices=Organization.Kind.values, default="local")
        kinds.help = "where it stands (a local if not said)"

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("A password for the account: ")
        try:
            validate_password(password)
            organization = services.found(
                options["name"],
                options["kind"],
                options["email"],
                password,
                at=clock.now(),
                name_fr=options["name_fr"],
            )
        except (Refused, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"{organization} is founded. Sign in as {options['email']}.")
