"""Where notices come from, and each time we read them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import Bilingual


class Source(models.Model):
    """A published file or feed. `place` is a file under the data folder, or an address."""

    slug = models.SlugField(unique=True, help_text=_("The library's name of the feed."))
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    place = models.CharField(max_length=300, help_text=_("The file that is read."))
    published_at = models.URLField(blank=True, help_text=_("Where the publisher offers it."))
    licence = models.CharField(max_length=200, help_text=_("Under which terms."))

    name = Bilingual("name")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("watch:source", args=[self.slug])


class Reading(models.Model):
    """One file read once: rows in = rows kept + rows set aside, or the reading is not kept."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    sha256 = models.CharField(max_length=64, help_text=_("Of the file as it came."))
    read_at = models.DateTimeField(help_text=_("When."))
    rows_in = models.PositiveIntegerField(help_text=_("Rows found."))
    rows_kept = models.PositiveIntegerField(help_text=_("Rows kept."))
    rows_new = models.PositiveIntegerField(default=0, help_text=_("Kept, and not seen before."))
    set_aside = models.JSONField(default=dict, help_text=_("Rows set aside, by reason."))
    notes = models.JSONField(default=dict, help_text=_("Kept rows with something unknown."))
    encoding = models.CharField(max_length=40, blank=True, help_text=_("How it was written."))
    broke_at = models.CharField(max_length=300, blank=True, help_text=_("Where it broke, if so."))

    class Meta:
        ordering = ["-read_at", "source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="watch_reading_once"),
            models.CheckConstraint(
                name="watch_reading_keeps_no_more_than_it_found",
                condition=Q(rows_kept__lte=F("rows_in")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.read_at:%Y-%m-%d}"

    @property
    def rows_set_aside(self) -> int:
        return self.rows_in - self.rows_kept
