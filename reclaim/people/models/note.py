"""What somebody noted about a person, and who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.organization import reach
from reclaim.people.models.person import SEES_PEOPLE, Person
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User

COORDINATES = (Role.ADMINISTRATOR, Role.COORDINATOR)


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> NoteQuerySet:
        """One's own always, as long as one sees the person; others' as far as they said."""
        sees = reach(user, "person__organization__", *SEES_PEOPLE)
        coordinates = reach(user, "person__organization__", *COORDINATES)
        shared = Q(visibility=Note.Visibility.ORGANIZERS)
        closer = Q(visibility=Note.Visibility.COORDINATORS) & coordinates
        return self.filter(sees).filter(Q(written_by=user) | shared | closer)


class Note(models.Model):
    """A few sentences about a person. The person may read every one of them."""

    class Visibility(models.TextChoices):
        ORGANIZERS = "organizers", _("organizers and coordinators")
        COORDINATORS = "coordinators", _("coordinators only")
        AUTHOR = "author", _("only me")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2_000, help_text=_("Nothing you would not tell them."))
    visibility = models.CharField(
        max_length=12,
        choices=Visibility,
        default=Visibility.ORGANIZERS,
        help_text=_("Who reads it, besides the person."),
    )
    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
