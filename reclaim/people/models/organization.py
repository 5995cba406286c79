"""The tree of organizations, and how far a person reaches in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from reclaim.core.languages import Bilingual

if TYPE_CHECKING:
    from reclaim.people.models.user import User


def reach(user: Any, through: str, *roles: str) -> Q:
    """Rows whose organization (found `through` this lookup) the user reaches.

    A role in an organization reaches it and everything below, never beside or above.
    With `roles`, only memberships in one of them count.
    """
    found = Q(pk__in=[])
    for path in user.paths(*roles):
        found |= Q(**{f"{through}path__startswith": path})
    return found


class OrganizationQuerySet(MP_NodeQuerySet):
    def visible_to(self, user: User, *roles: str) -> OrganizationQuerySet:
        return self.filter(reach(user, "", *roles))


class OrganizationManager(MP_NodeManager):
    def get_queryset(self) -> OrganizationQuerySet:
        return OrganizationQuerySet(self.model, using=self._db).order_by("path")

    def visible_to(self, user: User, *roles: str) -> OrganizationQuerySet:
        return self.get_queryset().visible_to(user, *roles)


class Organization(MP_Node):
    """A local, or a body above it, or a partner."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("national union")
        PROVINCIAL = "provincial", _("provincial division")
        SECTOR = "sector", _("sector council")
        LOCAL = "local", _("local")
        PARTNER = "partner", _("community partner")

    kind = models.CharField(max_length=12, choices=Kind, help_text=_("Where it stands."))
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    slug = models.SlugField(unique=True, help_text=_("Its name in an address."))
    is_invented = models.BooleanField(default=False, help_text=_("Made up for the demonstration."))

    name = Bilingual("name")
    objects = OrganizationManager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:organization", args=[self.slug])
