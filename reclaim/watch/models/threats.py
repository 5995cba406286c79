"""A notice that names a service we guard, and the threat that it, or what members told, may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models import reach
from reclaim.watch.models.services import Service
from reclaim.watch.models.sources import Source

if TYPE_CHECKING:
    from reclaim.people.models import User

DUE = Coalesce("notice__closes_on", "due_on")  # of a threat: it has one, the other, or neither
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

    def with_clock(self) -> ThreatQuerySet:
        """With `due`: the day of the notice, or the one given for what members told."""
        return self.alias(due=DUE)

    def years(self) -> Iterator[int]:
        """In which their days lie, in one read."""
        found = self.order_by().values_list(ExtractYear(DUE), flat=True).distinct()
        return (year for year in found if year is not None)

    def standing(self) -> ThreatQuerySet:
        return self.filter(dismissed_at=None, notice__awarded_on=None)

    def open(self) -> ThreatQuerySet:
        """Not dismissed, and its clock has not run out."""
        found = self.standing().with_clock()
        return found.filter(Q(due__gte=clock.today()) | Q(due=None))

    def undecided(self) -> ThreatQuerySet:
        """Its day came within the last year, and no award is published: it can still be stopped."""
        today = clock.today()
        return self.standing().with_clock().filter(Q(due__lt=today, due__gte=today - UNDECIDED_FOR))

    def live(self) -> ThreatQuerySet:
        """Open or undecided: everything that can still be stopped."""
        found = self.standing().with_clock()
        return found.filter(Q(due__gte=clock.today() - UNDECIDED_FOR) | Q(due=None))


class Threat(models.Model):
    """One notice against one service, with the words that matched; or what members told of it, in
    the words of whoever made a threat of their tips."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="threats")
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="threats"
    )
    told_as = models.CharField(
        max_length=300, blank=True, help_text=_("What members told, when there is no notice.")
    )
    due_on = models.DateField(
        null=True, blank=True, help_text=_("By when to act, when there is no notice.")
    )
    matched_words = models.JSONField(
        default=list, blank=True, help_text=_("The words of ours that the notice uses.")
    )
    found_at = models.DateTimeField(help_text=_("When a reading found it, or somebody made it."))
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
                name="watch_threat_from_a_notice_or_from_members",
                condition=Q(notice__isnull=False, told_as="", due_on=None)
                | (Q(notice=None) & ~Q(told_as="")),
            ),
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
        return f"{self.service}: {self.notice or self.told_as}"

    def get_absolute_url(self) -> str:
        return reverse("watch:threat", args=[self.pk])

    @property
    def text(self) -> str:
        """As published, or as members told it."""
        return self.notice.title if self.notice else self.told_as

    @property
    def clock(self) -> date | None:
        """The day by which somebody must have acted; unknown if nobody gave one."""
        return self.notice.closes_on if self.notice else self.due_on

    @property
    def status(self) -> str:
        """dismissed, awarded, open, undecided or past; late is undecided without a call."""
        if self.dismissed_at is not None:
            return "dismissed"
        if self.notice is not None and self.notice.awarded_on is not None:
            return "awarded"
        if self.clock is None or self.clock >= clock.today():
            return "open"
        if self.clock < clock.today() - UNDECIDED_FOR:
            return "past"
        return "undecided" if self.notice else "late"
