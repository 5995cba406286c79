"""An invitation by e-mail to hold a role in an organization."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User

LIFETIME = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, user: User) -> InvitationQuerySet:
        return self.filter(reach(user, "organization__", Role.ADMINISTRATOR, Role.COORDINATOR))


class Invitation(models.Model):
    """Goes to one address; its link works once, for fourteen days.

    The link's token is made when the message is written, and only its digest is kept:
    neither the database nor the queue lets anybody in.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=Role, help_text=_("What they will do."))
    until = models.DateField(
        null=True, blank=True, help_text=_("Last day of the role, if there is one.")
    )
    email = models.EmailField(help_text=_("Where the invitation goes."))
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, default="en", help_text=_("Of the message.")
    )
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    invited_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    refused_because = models.CharField(
        max_length=300, blank=True, editable=False, help_text=_("What the mail server answered.")
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_one_open",
            ),
            models.CheckConstraint(
                name="people_invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="people_invitation_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="people_invitation_ends_one_way",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    @property
    def expires_at(self) -> datetime:
        return self.invited_at + LIFETIME

    @property
    def status(self) -> str:
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_at <= clock.now():
            return "expired"
        if self.refused_because:
            return "refused"
        return "sent" if self.sent_at else "queued"
