"""The public services we guard, and the words by which procurement names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import Bilingual
from reclaim.people.models import Organization, reach
from reclaim.places.models import Community

if TYPE_CHECKING:
    from reclaim.people.models import User


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: User, *roles: str) -> ServiceQuerySet:
        return self.filter(reach(user, "organization__", *roles))


class Service(models.Model):
    """A service of one public buyer that members do, did, or could do."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", help_text=_("Who guards it.")
    )
    community = models.ForeignKey(
        Community,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Where it is given."),
    )
    slug = models.SlugField(help_text=_("Its name in an address."))
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    buyer = models.CharField(max_length=200, help_text=_("The public body that buys it."))
    divisions = models.JSONField(
        default=list, blank=True, help_text=_("Divisions of the buyer, as published; none = all.")
    )

    name = Bilingual("name")
    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="watch_service_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("watch:service", args=[self.pk])


class ServiceTerm(models.Model):
    """A word or phrase to look for. `never` excludes; `also` must stand beside an `any`."""

    class Kind(models.TextChoices):
        ANY = "any", _("any of these")
        ALSO = "also", _("and one of these")
        NEVER = "never", _("none of these")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ANY, help_text=_("How."))
    language = models.CharField(max_length=2, default="en", help_text=_("en or fr."))
    words = models.CharField(max_length=120, help_text=_("As a tender would say it."))

    class Meta:
        ordering = ["service", "kind", "words"]
        constraints = [
            models.UniqueConstraint(fields=["service", "kind", "words"], name="watch_term_once")
        ]

    def __str__(self) -> str:
        return self.words
