"""The local mailbox: mail this installation would have sent, kept where people can read it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db import models
from django.urls import reverse


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
    def text(self) -> str:
        body = self.message.get_body(preferencelist=("plain",))
        return body.get_content() if body is not None else ""
