"""The local mailbox's listener: speaks SMTP on this machine only and keeps what arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from reclaim.core import clock
from reclaim.core.errors import Unavailable
from reclaim.core.models import ReceivedMail, decoded
from reclaim.core.offers import Forgetting

LARGEST = 10 * 1024 * 1024  # bytes; a letter with a dossier attached is far below


def forget(marks: Iterable[str]) -> int:
    """Drop the messages to or about whoever is known by these; letters are written in any
    encoding, so each is read as a person would read it."""
    gone = [mail.pk for mail in ReceivedMail.objects.iterator(chunk_size=50) if names(mail, marks)]
    return ReceivedMail.objects.filter(pk__in=gone).delete()[0]


def names(mail: ReceivedMail, marks: Iterable[str]) -> bool:
    headers = " ".join(value for _name, value in mail.headers)
    read = f"{mail.envelope_to} {mail.envelope_from} {headers} {mail.text} {mail.source}"
    return any(mark.casefold() in read.casefold() for mark in marks)


class Keep:
    """Store one row for each recipient; answer 250 only once the rows are committed."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            await sync_to_async(keep, thread_sensitive=False)(envelope)
        except DatabaseError:  # the sender asks again, where "500" would end it
            return "451 Could not keep this now; try again"
        return "250 Kept in the local mailbox"


def keep(envelope: Envelope) -> None:
    """Runs in a thread of its own, which must let its connection go."""
    try:
        with transaction.atomic():
            ReceivedMail.objects.bulk_create(rows(envelope))
    finally:
        connection.close()


def rows(envelope: Envelope) -> list[ReceivedMail]:
    raw = bytes(envelope.original_content or b"")
    one = ReceivedMail(received_at=clock.now(), envelope_from=envelope.mail_from or "", raw=raw)
    facts = {
        "received_at": one.received_at,
        "envelope_from": one.envelope_from[:254],
        "subject": decoded(one.message.get("Subject", ""))[:400],
        "raw": raw,
    }
    return [ReceivedMail(envelope_to=address[:254], **facts) for address in envelope.rcpt_tos]


def listener(port: int | None = None) -> Controller:
    """A listener that is not started yet: `listener().start()`, later `.stop()`."""
    return Controller(
        Keep(),
        hostname="127.0.0.1",
        server_hostname="localhost",  # else it asks the network for its own name, each time
        port=settings.MAILBOX_PORT if port is None else port,
        data_size_limit=LARGEST,
        decode_data=False,
        enable_SMTPUTF8=True,
    )


@contextmanager
def listening() -> Iterator[Controller]:
    """The mailbox takes mail as long as the block lasts.

    Raises Unavailable when its port is taken, most likely by another Reclaim.
    """
    taking = listener()
    try:
        taking.start()
    except OSError as error:
        taking.loop.close()
        raise Unavailable(
            _(
                "Port %(port)s, on which the local mailbox listens, is taken: is Reclaim running "
                "already? Stop it, or set RECLAIM_MAILBOX_PORT to another port."
            )
            % {"port": taking.port}
        ) from error
    try:
        yield taking
    finally:
        taking.stop()


# Letters are promised to be kept for 28 days; their copies here are letters too.
FORGETS = [
    Forgetting("mailbox", lambda before: ReceivedMail.objects.filter(received_at__lte=before))
]
