"""An invitation by e-mail to hold a role in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.user import Role

if TYPE_CHECKING:
    from reclaim.people.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, user: User) -> InvitationQuerySet:
        return self.filter(reach(user, "organization__", Role.ADMINISTRATOR, Role.COORDINATOR))


class Invitation(models.Model):
    """Sent once to one address; the link works once, for fourteen days.

    Only a digest of the link's token is kept, so the database alone lets nobody in.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=Role, help_text=_("What they will do."))
    email = models.EmailField(help_text=_("Where the invitation goes."))
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, default="en", help_text=_("Of the message.")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email", "role"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
