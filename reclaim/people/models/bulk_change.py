"""What was changed of several people at once, for as long as it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core import retention
from reclaim.people.models.person import Person

if TYPE_CHECKING:
    from reclaim.people.models.user import User


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    def visible_to(self, user: User) -> BulkChangeQuerySet:
        """Whoever made a mistake mends it; nobody else looks over their shoulder."""
        return self.filter(by=user)


class BulkChange(models.Model):
    """One change of several people, by whom and when; its rows say what stood there before."""

    action = models.CharField(max_length=60, help_text=_("What was done, as its room calls it."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(editable=False)
    people = models.PositiveIntegerField(help_text=_("How many were changed."))
    taken_back_at = models.DateTimeField(null=True, editable=False)
    put_back = models.PositiveIntegerField(null=True, help_text=_("How many stand as before."))

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="people_bulk_change_taken_back_with_a_count",
                condition=Q(taken_back_at=None, put_back=None)
                | Q(taken_back_at__isnull=False, put_back__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:bulk-change", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        """As long as it can be taken back; then what stood there before is forgotten."""
        return self.at + retention.period("bulk-changes")


class BulkChangeRow(models.Model):
    """What stood with one person before a change, and what it left there.

    `about` is the number of the row that was made or ended, where one was: a local membership, a
    note, a place on a list. A row that was made has nothing before it.
    """

    of = models.ForeignKey(
        BulkChange, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.BigIntegerField(null=True, help_text=_("The number of a row."))
    is_made = models.BooleanField(default=False, help_text=_("There was no such row before."))
    before = models.TextField(blank=True, help_text=_("What stood there."))
    after = models.TextField(blank=True, help_text=_("What it became."))
    why_not = models.CharField(
        max_length=200, blank=True, help_text=_("Why it was not taken back, after “because”.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "person", "about"], name="people_bulk_change_row_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
