"""Questions about people that are asked again: who is meant is found anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.person import SEES_PEOPLE

if TYPE_CHECKING:
    from reclaim.people.models.user import User


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: User) -> SegmentQuerySet:
        """One's own; and those shared by organizations one reaches, or that stand above.

        Only the question is shared. Whom it finds depends on who asks.
        """
        reached = reach(user, "organization__", *SEES_PEOPLE)
        above = Q(organization__path__in=ancestors(user.paths(*SEES_PEOPLE)))
        mine = Q(made_by=user) & reached
        return self.filter(mine | Q(sharing=Segment.Sharing.BELOW) & (reached | above))

    def open(self) -> SegmentQuerySet:
        return self.filter(ended_at=None)


def ancestors(paths: list[str]) -> set[str]:
    """Of each place in the tree, itself and everything above."""
    step = Organization.steplen
    return {path[:end] for path in paths for end in range(step, len(path) + 1, step)}


class Segment(models.Model):
    """A question about people, with a name. It holds nobody: only what is asked."""

    class Sharing(models.TextChoices):
        MINE = "mine", _("only me")
        BELOW = "below", _("this organization and those below it")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, help_text=_("What you will look for it by."))
    definition = models.JSONField(help_text=_("Lines and groups, as rules/definitions reads."))
    sharing = models.CharField(
        max_length=8, choices=Sharing, default=Sharing.MINE, help_text=_("Who may use it.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="people_segment_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["organization", "name", "made_by"],
                condition=Q(ended_at=None),
                name="people_segment_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:segment", args=[self.pk])
