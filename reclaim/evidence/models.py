"""Findings: numbers that carry their receipt. Dossiers: findings made into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.people.models import reach
from reclaim.watch.models import Service

if TYPE_CHECKING:
    from reclaim.people.models import User


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        return self.filter(reach(user, "service__organization__"))

    def current(self) -> FindingQuerySet:
        return self.filter(replaced_at=None)


class Finding(models.Model):
    """One answer about one service, as of one day. A new answer replaces it; both are kept."""

    class Kind(models.TextChoices):
        HOLDERS = "holders", _("who holds it")
        AWARDED = "awarded", _("how much was awarded")
        FLIPS = "flips", _("what changed hands")
        DIRECT = "direct", _("awarded without competition")
        RENEWALS = "renewals", _("what ends when")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, help_text=_("Which question."))
    as_of = models.DateField(help_text=_("The day the answer is true for."))
    number = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, help_text=_("The headline; unknown if empty.")
    )
    unit = models.CharField(max_length=20, help_text=_("CAD, suppliers, changes, contracts."))
    answer = models.JSONField(help_text=_("The table behind the headline."))
    unknown = models.JSONField(default=dict, help_text=_("What could not be known, with counts."))
    rows = models.JSONField(help_text=_("Rows of the warehouse it stands on."))
    charts = models.JSONField(default=dict, help_text=_("Its picture in each language, as SVG."))
    method = models.CharField(max_length=60, help_text=_("The library's function."))
    version = models.CharField(max_length=40, help_text=_("Of the library."))
    made_at = models.DateTimeField(help_text=_("When."))
    replaced_at = models.DateTimeField(null=True, blank=True, help_text=_("By a newer answer."))

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["service", "kind", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind"],
                condition=models.Q(replaced_at=None),
                name="evidence_finding_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:finding", args=[self.pk])


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: User) -> DossierQuerySet:
        return self.filter(reach(user, "service__organization__"))


class Dossier(models.Model):
    """A PDF made of findings, kept as it was handed out."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, help_text=_("It is written in.")
    )
    findings = models.ManyToManyField(Finding, related_name="+")
    made_of = models.CharField(
        max_length=64, unique=True, help_text=_("Mark of the findings and the language.")
    )
    file = models.CharField(max_length=200, help_text=_("Below the documents folder."))
    sha256 = models.CharField(max_length=64, help_text=_("Of the file."))
    pages = models.PositiveIntegerField(help_text=_("How long it is."))
    made_at = models.DateTimeField(help_text=_("When."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.service}, {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:dossier", args=[self.pk])

    @property
    def path(self) -> Path:
        return Path(settings.DOCUMENTS) / self.file
