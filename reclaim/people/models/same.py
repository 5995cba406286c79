"""Records that may be of one person, what was said of them, and those that were put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core.sealing import SealedField
from reclaim.people.models.organization import reach
from reclaim.people.models.person import Person
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User

PUTS_TOGETHER = (Role.ADMINISTRATOR, Role.COORDINATOR)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def open(self) -> CandidateQuerySet:
        return self.filter(decided_at=None)

    def visible_to(self, user: User) -> CandidateQuerySet:
        """Only those of whom one account coordinates both sides."""
        one = reach(user, "one__organization__", *PUTS_TOGETHER)
        return self.filter(one, reach(user, "other__organization__", *PUTS_TOGETHER))


class Candidate(models.Model):
    """Two records that may be of one person. That they are two people is said once and stays;
    that they are one makes a Merge, and this row goes with the record that went."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(help_text=_("That they are one person, from 0 to 1."))
    reasons = models.JSONField(default=list, help_text=_("What was found, and its weight."))
    found_at = models.DateTimeField(help_text=_("When they were last found alike."))
    decided_at = models.DateTimeField(
        null=True, help_text=_("When somebody said they are two people.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-probability", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="people_candidate_once"),
            models.CheckConstraint(
                name="people_candidate_lower_number_first", condition=Q(one__lt=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}, {self.other_id}"

    def get_absolute_url(self) -> str:
        return reverse("people:compare", args=[self.one_id, self.other_id])


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> MergeQuerySet:
        return self.filter(undone_at=None)

    def visible_to(self, user: User) -> MergeQuerySet:
        return self.filter(reach(user, "person__organization__", *PUTS_TOGETHER))


class Merge(models.Model):
    """Two records put together: `person` is the one that stays. `kept` is the other one, and all
    that undoing it takes; sealed, and empty once it is undone. It goes when the person is erased.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    number = models.PositiveBigIntegerField(help_text=_("Of the record that went."))
    kept = SealedField(blank=True, help_text=_("The record that went, and what was moved."))
    at = models.DateTimeField(help_text=_("When."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty when it was done by itself."),
    )
    undone_at = models.DateTimeField(null=True, help_text=_("When it was undone."))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(undone_at=None), name="people_merge_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:merge", args=[self.pk])
