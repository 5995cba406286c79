"""When a union's register was last looked through for records of one person, and what was seen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.organization import Organization


class Sweep(models.Model):
    """The last look through one tree; `organization` is its root."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(help_text=_("When."))
    whole_at = models.DateTimeField(help_text=_("When everybody was last compared."))
    people = models.PositiveIntegerField(help_text=_("How many records there were."))
    compared = models.PositiveIntegerField(help_text=_("How many were new or changed."))
    left_out = models.JSONField(
        default=dict, help_text=_("How many people were not compared by what a crowd shares.")
    )
    marks = models.BinaryField(help_text=_("A digest of each record, to tell which has changed."))

    def __str__(self) -> str:
        return f"{self.organization} {self.at:%Y-%m-%d}"
