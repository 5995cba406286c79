"""Electoral districts with their shapes. Boundaries are dated: elections redraw them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import Bilingual


class BoundarySet(models.Model):
    """One drawing of all districts of one legislature, in force between two dates."""

    class Level(models.TextChoices):
        FEDERAL = "federal", _("federal")
        PROVINCIAL = "provincial", _("provincial")
        MUNICIPAL = "municipal", _("municipal")

    level = models.CharField(max_length=12, choices=Level, help_text=_("Whose districts."))
    slug = models.SlugField(unique=True, help_text=_("For example ontario-2022."))
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    authority = models.CharField(max_length=200, help_text=_("Who published it."))
    in_force_from = models.DateField(help_text=_("First day."))
    in_force_until = models.DateField(null=True, blank=True, help_text=_("Last day, if ended."))
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When its districts last changed here.")
    )

    name = Bilingual("name")

    class Meta:
        ordering = ["level", "-in_force_from"]
        constraints = [
            models.CheckConstraint(
                name="places_boundaryset_ends_after_it_starts",
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """One electoral district, with its simplified shape as GeoJSON."""

    boundary_set = models.ForeignKey(
        BoundarySet, on_delete=models.CASCADE, related_name="districts"
    )
    code = models.CharField(max_length=20, help_text=_("The authority's own number."))
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    province = models.CharField(max_length=2, help_text=_("ON, QC, …"))
    population = models.PositiveIntegerField(null=True, blank=True, help_text=_("As published."))
    shape = models.JSONField(help_text=_("GeoJSON geometry, longitude and latitude."))

    name = Bilingual("name")

    class Meta:
        ordering = ["boundary_set", "name_en"]
        constraints = [
            models.UniqueConstraint(fields=["boundary_set", "code"], name="places_district_once")
        ]

    def __str__(self) -> str:
        return self.name
