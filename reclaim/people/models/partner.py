"""Who agreed to be seen by which partner: a ledger that is only added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.consent import ConsentEvent, ConsentWording
from reclaim.people.models.organization import Organization
from reclaim.people.models.person import Person

SEEN_BY_PARTNER = "partner"  # the purpose of its wording


class PartnerConsent(models.Model):
    """One line: a yes to one partner, or that it was taken back. The last line counts, and there
    is no yes that follows from anything else: being a member is not agreeing to be shown."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="partner_consents")
    partner = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to=Q(kind=Organization.Kind.PARTNER),
    )
    is_given = models.BooleanField(help_text=_("Yes; or no, and that they took it back."))
    wording = models.ForeignKey(
        ConsentWording, null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=8, help_text=_("The language they read it in."))
    source = models.CharField(
        max_length=12, choices=ConsentEvent.Source, help_text=_("Where it was said.")
    )
    at = models.DateTimeField(help_text=_("When it was said."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["partner", "person", "at"])]

    def __str__(self) -> str:
        return f"{self.partner}: {self.is_given}"
