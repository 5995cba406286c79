"""A notice that names a service we guard, and the threat it may be."""

from __future__ import annotations

from datetime import date
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


class Notice(models.Model):
    """A published call that matched a service. `row` identifies it in the warehouse."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=120, unique=True, help_text=_("Its row in the warehouse."))
    document_number = models.CharField(max_length=80, help_text=_("The buyer's own number."))
    kind = models.CharField(max_length=120, blank=True, help_text=_("As published."))
    title = models.TextField(blank=True, help_text=_("As published."))
    division = models.CharField(max_length=300, blank=True, help_text=_("As published."))
    issued_on = models.DateField(null=True, help_text=_("Unknown if empty."))
    closes_on = models.DateField(null=True, help_text=_("Unknown if empty."))

    class Meta:
        ordering = ["-closes_on", "document_number"]

    def __str__(self) -> str:
        return self.document_number


class ThreatQuerySet(models.QuerySet["Threat"]):
    def visible_to(self, user: User, *roles: str) -> ThreatQuerySet:
        return self.filter(reach(user, "service__organization__", *roles))

    def open(self) -> ThreatQuerySet:
        """Not dismissed, and its clock has not run out."""
        return self.filter(dismissed_at=None).filter(
            Q(notice__closes_on__gte=clock.today()) | Q(notice__closes_on=None)
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
        if self.dismissed_at is not None:
            return "dismissed"
        return "closed" if self.clock and self.clock < clock.today() else "open"
