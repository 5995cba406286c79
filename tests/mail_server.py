"""A real mail server on this machine that answers as a test wants, and keeps what it took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from port_for import select_random

OK = "250 OK"
HANG_UP = "hang up"


class MailServer:
    """`server.at_rcpt["x@y.example"] = "550 No such mailbox"`; `server.at_data = "451 Later"`."""

    def __init__(self) -> None:
        self.port = select_random()
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.at_sender = OK
        self.at_rcpt: dict[str, str] = {}
        self.at_data = OK
        self.connections = 0

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.at_sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_rcpt.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.at_data == HANG_UP:
            server.transport.close()
            return OK
        if self.at_data == OK:
            raw = bytes(envelope.original_content or b"")
            self.raw.append(raw)
            self.taken.append(message_from_bytes(raw, policy=policy.default))
        return self.at_data


@contextmanager
def running(largest: int | None = None) -> Iterator[MailServer]:
    """`largest`: of a message it takes, in bytes."""
    server = MailServer()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        server_hostname="localhost",  # else it asks the network for its own name, each time
        enable_SMTPUTF8=True,
        data_size_limit=largest,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
