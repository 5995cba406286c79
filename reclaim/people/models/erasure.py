"""That somebody was erased: the day, and nothing that tells who."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """Kept so that an installation can show that it did what it was asked.

    `cleaned_at`: since then not even the pages a database file no longer uses hold anything.
    """

    at = models.DateTimeField(help_text=_("When."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The administrator; empty when they did it themselves."),
    )
    cleaned_at = models.DateTimeField(null=True, help_text=_("The register was rewritten."))

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
