"""Everything one machine needs: pages, worker and, until mail leaves for real, the mailbox."""

import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from reclaim.core import mail, mailbox
from reclaim.core.errors import Unavailable

GUNICORN = ("reclaim.web.wsgi:application", "--workers=2", "--threads=4", "--log-level=warning")


class Command(BaseCommand):
    help = "Serve the pages, work the queue and listen for local mail, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, leave)
        with ExitStack() as stack, suppress(KeyboardInterrupt):
            if not mail.delivers_for_real():
                listen(stack)
            start(stack, "reclaim", "worker")
            pages = start(stack, "gunicorn", *GUNICORN, "--bind", "{host}:{port}".format(**options))
            self.stdout.write(f"Serving on http://localhost:{options['port']}/ (Ctrl-C ends it).")
            pages.wait()


def listen(stack: ExitStack) -> None:
    try:
        stack.enter_context(mailbox.listening())
    except Unavailable as taken:
        raise CommandError(str(taken)) from taken


def leave(*_: object) -> None:
    raise KeyboardInterrupt


def start(stack: ExitStack, *command: str) -> subprocess.Popen[bytes]:
    """A process of our own that is ended, and waited for, when the stack unwinds."""
    process = subprocess.Popen([sys.executable, "-m", *command])  # noqa: S603 (our own words)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process
