"""Who looked at whose record: one row for each viewer, person, day and way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.person import Person


class Look(models.Model):
    """That an account saw a person's record on a day; the person reads it on their own page.

    How often on that day is not counted, so that opening a page twice writes nothing twice.
    """

    class Why(models.TextChoices):
        PAGE = "page", _("opened it")
        TALK = "talk", _("to talk with you")
        EXPORT = "export", _("took it out in a list")
        PARTNER = "partner", _("saw your name, as a partner you agreed to")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(help_text=_("The day of it."))
    why = models.CharField(max_length=8, choices=Why, help_text=_("How they saw it."))

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["day"]), models.Index(fields=["viewer"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "viewer", "day", "why"], name="people_look_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
