"""The local mailbox: mail this installation would have sent, kept where people can read it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart

from django.db import models
from django.urls import reverse

SHOWN = ("From", "To", "Reply-To", "Date", "Subject")


class ReceivedMail(models.Model):
    """One message as the local SMTP listener took it, whole."""

    received_at = models.DateTimeField(db_index=True)
    envelope_from = models.CharField(max_length=254, blank=True)
    envelope_to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=400, blank=True)
    raw = models.BinaryField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.envelope_to}"

    def get_absolute_url(self) -> str:
        return reverse("core:mail", args=[self.pk])

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(bytes(self.raw), policy=policy.default)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers a person wants to see, as they read: =?utf-8?q?=C3=89? is É."""
        message = message_from_bytes(bytes(self.raw), policy=policy.compat32)
        return [(name, decoded(value)) for name in SHOWN if (value := message[name]) is not None]

    @property
    def text(self) -> str:
        """What the plain-text part says; empty if there is none."""
        body = self.message.get_body(preferencelist=("plain",))
        return "" if body is None else decoded_body(body)

    @property
    def source(self) -> str:
        return bytes(self.raw).decode("utf-8", "replace")


def decoded(value: object) -> str:
    """A header as people read it, however badly it was written."""
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, ValueError):
        return str(value)


def decoded_body(body: MIMEPart) -> str:
    """The part's text; a wrong or unknown character set shows marks instead of failing."""
    content = body.get_payload(decode=True)
    octets = content if isinstance(content, bytes) else b""
    try:
        return octets.decode(body.get_content_charset("utf-8"), "replace")
    except LookupError:
        return octets.decode("utf-8", "replace")
