"""People we organize with, and where they work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.languages import Bilingual
from reclaim.people.models.name_key import KeyField, NameKey
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User

SEES_PEOPLE = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.ORGANIZER)


class WorksiteQuerySet(models.QuerySet["Worksite"]):
    def visible_to(self, user: User, *roles: str) -> WorksiteQuerySet:
        return self.filter(reach(user, "organization__", *roles))


class Worksite(models.Model):
    """A place, or a team, where members of one local work."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=200, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=200, blank=True, help_text=_("Its name in French."))
    headcount = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("People who work there, as far as is known.")
    )

    name = Bilingual("name")
    objects = WorksiteQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name_en"], name="people_worksite_once")
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User, *roles: str) -> PersonQuerySet:
        """Organizers and up see the people of their organizations.

        Leaders meet the people on their own lists through the outreach room, not here. A member
        of two locals is seen by both, and their record kept by one.
        """
        seen = roles or SEES_PEOPLE
        elsewhere = self.elsewhere(reach(user, "local_memberships__organization__", *seen))
        return self.filter(reach(user, "organization__", *seen) | elsewhere)

    def in_organizations(self, organizations: Sequence[int]) -> PersonQuerySet:
        """Whose record these organizations keep, or who belong to them besides."""
        elsewhere = self.elsewhere(Q(local_memberships__organization__in=organizations))
        return self.filter(Q(organization__in=organizations) | elsewhere)

    @staticmethod
    def elsewhere(there: Q) -> Q:
        """Today's members of a local that does not keep their record."""
        today = clock.today()
        until = Q(local_memberships__until=None) | Q(local_memberships__until__gte=today)
        since = Q(local_memberships__since=None) | Q(local_memberships__since__lte=today)
        members = Person.objects.filter(
            there, since, until, local_memberships__is_elsewhere=True
        ).order_by()
        return Q(pk__in=members.values("pk"))

    def named(self, words: str) -> PersonQuerySet:
        """Every word begins the given or the family name."""
        found = self
        for word in words.split():
            found = found.filter(Q(given_name__istartswith=word) | Q(family_name__istartswith=word))
        return found


class Person(models.Model):
    """A member or a friend: names as they write them."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_name = models.CharField(max_length=120, blank=True, help_text=_("As they write it."))
    family_name = models.CharField(max_length=120, blank=True, help_text=_("May be empty."))
    pronouns = models.CharField(max_length=40, blank=True, help_text=_("As they give them."))
    email = models.EmailField(blank=True, help_text=_("Not an address at work."))
    phone = models.CharField(max_length=40, blank=True, help_text=_("As they gave it."))
    language = models.CharField(max_length=12, default="en", help_text=_("They prefer it."))
    also_speaks = models.CharField(
        max_length=120, blank=True, help_text=_("Codes of other languages, a space between.")
    )
    worksite = models.ForeignKey(
        Worksite, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    job_title = models.CharField(max_length=120, blank=True, help_text=_("Their job."))
    shift = models.CharField(max_length=40, blank=True, help_text=_("When they work."))
    is_invented = models.BooleanField(default=False, help_text=_("Made up for the demonstration."))

    name_key = models.GeneratedField(
        expression=NameKey("family_name", "given_name", "email"),
        output_field=KeyField(max_length=300),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        # One for each order a list is offered in, so that its last page is as near as its first.
        indexes = [
            # The worksite stands in the first so that whoever has none is found by it alone.
            models.Index(
                fields=["organization", "name_key", "id", "worksite"], name="people_person_of"
            ),
            models.Index(fields=["name_key", "id"], name="people_person_by_name"),
            models.Index(fields=["email", "name_key", "id"], name="people_person_by_email"),
            models.Index(fields=["job_title", "name_key", "id"], name="people_person_by_job"),
            models.Index(fields=["language", "name_key", "id"], name="people_person_by_tongue"),
        ]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        named = f"{self.given_name} {self.family_name}".strip() or self.email
        return named or gettext("somebody without a name")

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])
