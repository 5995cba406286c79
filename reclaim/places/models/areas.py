"""Communities, forward sortation areas, and which districts an area lies in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.places.models.districts import District


class Community(models.Model):
    """A city, town or village."""

    geonames_id = models.PositiveIntegerField(unique=True, help_text=_("Its GeoNames number."))
    name = models.CharField(max_length=200, db_index=True, help_text=_("Its name."))
    province = models.CharField(max_length=2, help_text=_("ON, QC, …"))
    latitude = models.FloatField(help_text=_("Degrees north."))
    longitude = models.FloatField(help_text=_("Degrees east; negative in Canada."))
    population = models.PositiveIntegerField(help_text=_("As published by GeoNames."))

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return f"{self.name}, {self.province}"


class PostalArea(models.Model):
    """A forward sortation area: the first three characters of a postal code."""

    code = models.CharField(max_length=3, unique=True, help_text=_("For example M4C."))
    name = models.CharField(max_length=200, blank=True, help_text=_("What the area is called."))
    province = models.CharField(max_length=2, help_text=_("ON, QC, …"))
    latitude = models.FloatField(null=True, blank=True, help_text=_("Of its centre."))
    longitude = models.FloatField(null=True, blank=True, help_text=_("Of its centre."))
    population = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("In the 2016 census.")
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_rural(self) -> bool:
        """Canada Post gives rural areas a zero as second character."""
        return self.code[1] == "0"


class PostalShare(models.Model):
    """Which part of a postal area lies in a district, and by what measure."""

    class Measure(models.TextChoices):
        ADDRESSES = "addresses", _("share of sampled postal codes")
        AREA = "area", _("share of the land area")

    postal_area = models.ForeignKey(PostalArea, on_delete=models.CASCADE, related_name="shares")
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField(help_text=_("Between 0 and 1."))
    measure = models.CharField(max_length=12, choices=Measure, help_text=_("How it was found."))

    class Meta:
        ordering = ["postal_area", "-share"]
        constraints = [
            models.UniqueConstraint(
                fields=["postal_area", "district"], name="places_postalshare_once"
            ),
            models.CheckConstraint(
                name="places_postalshare_is_a_share", condition=Q(share__gt=0, share__lte=1.0001)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.postal_area}: {self.district} {self.share:.0%}"
