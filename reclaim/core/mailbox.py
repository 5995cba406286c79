"""The local mailbox's listener: speaks SMTP on this machine only and keeps what arrives."""

from __future__ import annotations

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, transaction

from reclaim.core import clock
from reclaim.core.models import ReceivedMail


class Keep:
    """Store one row for each recipient; answer 250 only once the rows are committed."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await sync_to_async(keep, thread_sensitive=False)(envelope)
        return "250 Kept in the local mailbox"


@transaction.atomic
def keep(envelope: Envelope) -> None:
    raw = bytes(envelope.original_content or b"")
    for address in envelope.rcpt_tos:
        mail = ReceivedMail(
            received_at=clock.now(),
            envelope_from=envelope.mail_from or "",
            envelope_to=address,
            raw=raw,
        )
        mail.subject = str(mail.message["Subject"] or "")[:400]
        mail.save()
    transaction.on_commit(close_old_connections)


def listener(port: int | None = None) -> Controller:
    """A listener that is not started yet: `listener().start()`, later `.stop()`."""
    return Controller(
        Keep(),
        hostname="127.0.0.1",
        port=settings.MAILBOX_PORT if port is None else port,
        decode_data=False,
        enable_SMTPUTF8=True,
    )
