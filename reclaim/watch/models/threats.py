"""A notice that names a service we guard, and the threat it may be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models import reach
from reclaim.watch.models.services import Service
from reclaim.watch.models.sources import Source

if TYPE_CHECKING:
    from reclaim.people.models import User

UNDECIDED_FOR = timedelta(days=365)  # a call closed longer ago without an award was given up


class Notice(models.Model):
    """A published call that matched a service. `row` identifies it in the warehouse.

    When the buyer publishes the call again with another closing date, `row` and the dates follow.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=120, unique=True, help_text=_("Its row in the warehouse."))
    document_number = models.CharField(
        max_length=80, blank=True, help_text=_("The buyer's own number.")
    )
    kind = models.CharField(max_length=120, blank=True, help_text=_("As published."))
    title = models.TextField(blank=True, help_text=_("What is to be bought, as published."))
    division = models.TextField(blank=True, help_text=_("As published."))
    issued_on = models.DateField(null=True, help_text=_("Unknown if empty."))
    closes_on = models.DateField(null=True, help_text=_("Unknown if empty."))
    awarded_on = models.DateField(null=True, help_text=_("Day of a published award, if any."))

    class Meta:
        ordering = ["-closes_on", "document_number"]

    def __str__(self) -> str:
        return self.document_number or self.row


class ThreatQuerySet(models.QuerySet["Threat"]):
    def visible_to(self, user: User, *roles: str) -> ThreatQuerySet:
        return self.filter(reach(user, "service__organization__", *roles))

    def standing(self) -> ThreatQuerySet:
        return self.filter(dismissed_at=None, notice__awarded_on=None)

    def open(self) -> ThreatQuerySet:
        """Not dismissed, and its clock has not run out."""
        return self.standing().filter(
            Q(notice__closes_on__gte=clock.today()) | Q(notice__closes_on=None)
        )

    def undecided(self) -> ThreatQuerySet:
        """Bids are in, within the last year, and no award is published: it can still be stopped."""
        today = clock.today()
        return self.standing().filter(
            notice__closes_on__lt=today, notice__closes_on__gte=today - UNDECIDED_FOR
        )

    def live(self) -> ThreatQuerySet:
        """Open or undecided: everything that can still be stopped."""
        return self.standing().filter(
            Q(notice__closes_on__gte=clock.today() - UNDECIDED_FOR) | Q(notice__closes_on=None)
        )


class Threat(models.Model):
    """One notice against one service, with the words that matched."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="threats")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="threats")
    matched_words = models.JSONField(help_text=_("The words of ours that the notice uses."))
    found_at = models.DateTimeField(help_text=_("When a reading found it."))
    dismissed_at = models.DateTimeField(null=True, blank=True, help_text=_("Not a threat."))
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dismissed_because = models.CharField(max_length=300, blank=True, help_text=_("Why not."))

    objects = ThreatQuerySet.as_manager()

    class Meta:
        ordering = ["notice__closes_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "notice"], name="watch_threat_once"),
            models.CheckConstraint(
                name="watch_threat_dismissed_by_somebody_for_a_reason",
                condition=Q(dismissed_at=None, dismissed_by=None, dismissed_because="")
                | (
                    Q(dismissed_at__isnull=False, dismissed_by__isnull=False)
                    & ~Q(dismissed_because="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.notice}"

    def get_absolute_url(self) -> str:
        return reverse("watch:threat", args=[self.pk])

    @property
    def clock(self) -> date | None:
        """The day by which somebody must have acted; unknown if the notice gives none."""
        return self.notice.closes_on

    @property
    def status(self) -> str:
        """dismissed, awarded, open, undecided or past."""
        if self.dismissed_at is not None:
            return "dismissed"
        if self.notice.awarded_on is not None:
            return "awarded"
        if self.clock is None or self.clock >= clock.today():
            return "open"
        return "undecided" if self.clock >= clock.today() - UNDECIDED_FOR else "past"
