"""The queue: one row for each message that leaves the house, and what became of it.

A row waits, is claimed by a sender, is started just before it is handed to the mail server,
and ends as sent or refused. A sender that dies leaves a claim behind:

- claimed but not started: nothing was handed over; after an hour the row waits again;
- started but not ended: the server may or may not have taken it. Nobody can know, and a
  letter must never arrive twice, so a person decides. If they try again, the Message-ID is
  the same, and a mailbox that already holds the letter can tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.act.letters.models.letter import Letter
from reclaim.core import clock

CLAIM_LIVES = timedelta(hours=1)


Row = TypeVar("Row", bound="Mailing")


class MailingQuerySet(models.QuerySet[Row]):
    def open(self) -> Self:
        return self.filter(sent_at=None, refused_at=None)

    def waiting(self) -> Self:
        return self.open().filter(started_at=None)

    def due(self, at: datetime) -> Self:
        """Nobody holds it, or its holder died before handing it over; and its time has come."""
        free = Q(claimed_at=None) | Q(claimed_at__lte=at - CLAIM_LIVES)
        return self.waiting().filter(free).filter(Q(next_try_at=None) | Q(next_try_at__lte=at))

    def in_doubt(self, at: datetime) -> Self:
        return self.open().filter(started_at__lte=at - CLAIM_LIVES)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def refused(self) -> Self:
        return self.filter(refused_at__isnull=False)


class Mailing(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        DOUBT = "doubt", _("in doubt")
        SENT = "sent", _("delivered")
        REFUSED = "refused", _("refused")

    queued_at = models.DateTimeField(help_text=_("When it joined the queue."))
    claimed_at = models.DateTimeField(null=True, blank=True, help_text=_("By a sender."))
    started_at = models.DateTimeField(null=True, blank=True, help_text=_("Being handed over."))
    attempts = models.PositiveSmallIntegerField(default=0, help_text=_("Tries that ended."))
    next_try_at = models.DateTimeField(null=True, blank=True, help_text=_("Not before."))
    delayed_because = models.TextField(blank=True, help_text=_("What the last try met."))
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("Taken by the server."))
    refused_at = models.DateTimeField(null=True, blank=True, help_text=_("For good."))
    refused_because = models.TextField(blank=True, help_text=_("In the server's words."))
    message_id = models.CharField(max_length=200, unique=True, help_text=_("The same each try."))

    class Meta:
        abstract = True
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="letters_%(class)s_refused_with_its_reason",
                condition=Q(refused_at=None, refused_because="")
                | (Q(refused_at__isnull=False) & ~Q(refused_because="")),
            ),
            models.CheckConstraint(
                name="letters_%(class)s_not_both_sent_and_refused",
                condition=Q(sent_at=None) | Q(refused_at=None),
            ),
            models.CheckConstraint(
                name="letters_%(class)s_steps_in_order",
                condition=(Q(started_at=None) | Q(claimed_at__isnull=False))
                & (Q(sent_at=None) | Q(started_at__isnull=False)),
            ),
        ]

    @property
    def state(self) -> Mailing.State:
        if self.sent_at:
            return self.State.SENT
        if self.refused_at:
            return self.State.REFUSED
        return self._open_state()

    def _open_state(self) -> Mailing.State:
        if self.started_at is None:
            return self.State.WAITING
        is_old = self.started_at <= clock.now() - CLAIM_LIVES
        return self.State.DOUBT if is_old else self.State.SENDING


class DeliveryQuerySet(MailingQuerySet["Delivery"]):
    def needing_a_person(self, at: datetime) -> Self:
        """Refused, or in doubt, and nobody has said that it may stay so."""
        doubt = Q(sent_at=None, started_at__lte=at - CLAIM_LIVES)
        return self.filter(Q(refused_at__isnull=False) | doubt, set_aside_at=None)


class Delivery(Mailing):
    """The way of one confirmed letter to its official."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="delivery")
    set_aside_at = models.DateTimeField(null=True, blank=True, help_text=_("Left as it is."))
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta(Mailing.Meta):
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(sent_at=None, refused_at=None),
                name="letters_delivery_open",
            )
        ]
        constraints = [
            *Mailing.Meta.constraints,
            models.CheckConstraint(
                name="letters_delivery_set_aside_at_and_by_together",
                condition=Q(set_aside_at=None, set_aside_by=None)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.state.label}"


class ConfirmationQuerySet(MailingQuerySet["Confirmation"]):
    pass


class Confirmation(Mailing):
    """What we write to the writer: please confirm, or: you have already written.

    Kept for a week. It counts how often one address was written to in a day.
    """

    class Kind(models.TextChoices):
        ASK = "ask", _("please confirm")
        ALREADY = "already", _("already written")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="confirmations")
    kind = models.CharField(max_length=8, choices=Kind, help_text=_("What it says."))
    to_email = models.EmailField(help_text=_("As it was typed this time."))
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, help_text=_("The language of its words.")
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta(Mailing.Meta):
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(sent_at=None, refused_at=None),
                name="letters_confirmation_open",
            )
        ]
        constraints = [
            *Mailing.Meta.constraints,
            models.UniqueConstraint(
                fields=["letter"], condition=Q(kind="ask"), name="letters_confirmation_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.state.label}"
