"""What people say about themselves: sealed, theirs alone, and used in counts only."""

from __future__ import annotations

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from reclaim.core.sealing import SealedField
from reclaim.people.models.person import Person


class Identity(models.TextChoices):
    """What may be said. Nobody's status in the country is asked, here or anywhere."""

    INDIGENOUS = "indigenous", _("Indigenous: First Nations, Inuit or Métis")
    BLACK = "black", _("Black")
    RACIALIZED = "racialized", _("racialized")
    WOMAN = "woman", _("a woman")
    MAN = "man", _("a man")
    NON_BINARY = "non_binary", _("non-binary or Two-Spirit")
    QUEER = "queer", _("2SLGBTQIA+")
    DISABILITY = "disability", _("living with a disability")
    YOUNG = "young", _("under 30")


class SelfIdentification(models.Model):
    """What one person said of themselves, on their own page. Taking it back deletes the row."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="self_identification"
    )
    sealed = SealedField(help_text=_("What they chose, sealed."))
    said_on = models.DateField(help_text=_("The day it was said."))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(json.loads(self.sealed or "[]"))
