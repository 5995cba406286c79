"""Mail that waits to leave, and the local mailbox: mail this installation would have sent, kept
where people can read it."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart

from django.core.mail import EmailMessage as OutgoingMessage
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core.sealing import SealedField

SHOWN = ("From", "To", "Reply-To", "Date", "Subject")
WRITTEN = ("subject", "body", "from_email", "to")  # what the house writes in mail to one account


class WaitingMail(models.Model):
    """A message that may let somebody in and has not left yet: sealed, and gone once it has."""

    sealed = SealedField(help_text=_("What it says and to whom, sealed."))
    queued_at = models.DateTimeField(help_text=_("When it was written."))
    useless_after = models.DateTimeField(help_text=_("When its link stops working."))
    next_try_at = models.DateTimeField(db_index=True, help_text=_("When it is handed over."))
    attempts = models.PositiveSmallIntegerField(default=0, help_text=_("How often it was tried."))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @staticmethod
    def written_out(message: OutgoingMessage) -> str:
        return json.dumps({name: getattr(message, name) for name in WRITTEN})

    @property
    def message(self) -> OutgoingMessage:
        return OutgoingMessage(**json.loads(self.sealed or "{}"))


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


class Counter(models.Model):
    """How often somebody tried something lately, so that guessing is slowed down.

    The table of Django's cache, so its columns are named as that wants them. Neither an address
    nor an account can be read from the key: see `counting`.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField(help_text=_("When it was tried."))
    expires = models.DateTimeField(db_index=True, help_text=_("When it no longer counts."))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.cache_key
