"""Who belongs to which local, since when: a person may belong to several, and that is history."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models.organization import Organization
from reclaim.people.models.person import Person


class LocalMembershipQuerySet(models.QuerySet["LocalMembership"]):
    def in_force(self) -> LocalMembershipQuerySet:
        today = clock.today()
        begun = Q(since=None) | Q(since__lte=today)
        return self.filter(begun, Q(until=None) | Q(until__gte=today))


class LocalMembership(models.Model):
    """What one person is in one local, from a day until a day."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        PROBATION = "probation", _("on probation")
        LAID_OFF = "laid_off", _("laid off with recall rights")
        RETIRED = "retired", _("retired")
        FRIEND = "friend", _("friend, not a member")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="local_memberships", db_index=False
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(
        max_length=12, choices=Kind, default=Kind.MEMBER, help_text=_("What they are there.")
    )
    number = models.CharField(max_length=40, blank=True, help_text=_("Their member number."))
    since = models.DateField(null=True, blank=True, help_text=_("First day, if it is known."))
    until = models.DateField(null=True, blank=True, help_text=_("Last day, if there is one."))

    is_elsewhere = models.BooleanField(
        default=False, editable=False, help_text=_("Another organization keeps their record.")
    )

    objects = LocalMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [
            # Whether somebody is a member, by the index alone.
            models.Index(fields=["person", "kind", "until", "since"], name="people_member_person"),
            models.Index(fields=["organization", "number"]),
            models.Index(fields=["number"], condition=~Q(number=""), name="people_member_number"),
            models.Index(
                fields=["organization"],
                condition=Q(is_elsewhere=True),
                name="people_member_elsewhere",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="people_local_membership_ends_after_it_starts",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                "person",
                "organization",
                "kind",
                Coalesce("since", models.Value(date.min)),
                name="people_local_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organization}"
