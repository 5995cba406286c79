"""What people ask their local to put right about them, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.organization import reach
from reclaim.people.models.person import Person
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User

ANSWERS = (Role.ADMINISTRATOR, Role.COORDINATOR)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: User) -> CorrectionQuerySet:
        """To those who answer for the record. People read their own on their own page."""
        return self.filter(reach(user, "person__organization__", *ANSWERS))

    def open(self) -> CorrectionQuerySet:
        return self.filter(answered_at=None)


class Correction(models.Model):
    """A few words on what is wrong in a record, where the person may not change it themselves."""

    class About(models.TextChoices):
        LOCAL = "local", _("my local, my membership, my member number")
        WORK = "work", _("my worksite, my job, my shift")
        NOTE = "note", _("a note about me")
        OTHER = "other", _("something else")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    about = models.CharField(max_length=8, choices=About, help_text=_("Which part of it."))
    text = models.TextField(max_length=1_000, help_text=_("What is wrong, and what is right."))
    asked_at = models.DateTimeField(editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_accepted = models.BooleanField(null=True, help_text=_("Put right, or declined."))
    answer = models.TextField(max_length=1_000, blank=True, help_text=_("The person reads it."))

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="people_correction_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="people_correction_answered_one_way",
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
            ),
            models.CheckConstraint(
                name="people_correction_declined_with_a_reason",
                condition=~Q(is_accepted=False, answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def came_of_it(self) -> str:
        if self.is_accepted is None:
            return str(_("waits for an answer"))
        return str(_("put right") if self.is_accepted else _("declined"))
