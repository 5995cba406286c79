"""What a campaign asks the public to write about, and the facts they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.campaigns.models import Campaign
from reclaim.core.languages import Bilingual
from reclaim.evidence.models import Finding
from reclaim.people.models import reach

if TYPE_CHECKING:
    from reclaim.people.models import User


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, user: User, *roles: str) -> AppealQuerySet:
        return self.filter(reach(user, "campaign__organization__", *roles))

    def public(self) -> AppealQuerySet:
        return self.filter(campaign__in=Campaign.objects.public())


class Appeal(models.Model):
    """The call to write that goes with a campaign: a start, never a finished opinion."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="+")
    subject_en = models.CharField(
        _("subject in English"), max_length=120, help_text=_("Offered to the writer.")
    )
    subject_fr = models.CharField(
        _("subject in French"), max_length=120, blank=True, help_text=_("Offered to the writer.")
    )
    guidance_en = models.TextField(
        _("what to write about, in English"), help_text=_("Two or three plain sentences.")
    )
    guidance_fr = models.TextField(
        _("what to write about, in French"), blank=True, help_text=_("Two or three sentences.")
    )
    starter_en = models.TextField(
        _("first words in English"),
        help_text=_("A start with gaps (…) that the writer fills: My name is … and I live near …"),
    )
    starter_fr = models.TextField(
        _("first words in French"),
        blank=True,
        help_text=_("A start with gaps (…) that the writer fills: Je m’appelle …"),
    )
    per_hour = models.PositiveSmallIntegerField(
        _("letters an hour to one official"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(3600)],
        help_text=_(
            "A flood is filtered as junk and read by nobody; one a minute is read by a person."
        ),
    )
    confirmed = models.PositiveIntegerField(default=0, editable=False)
    delivered = models.PositiveIntegerField(default=0, editable=False)

    subject = Bilingual("subject")
    guidance = Bilingual("guidance")
    starter = Bilingual("starter")
    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["campaign"]
        constraints = [
            models.CheckConstraint(
                name="letters_appeal_delivers_what_was_confirmed",
                condition=Q(delivered__lte=F("confirmed")),
            ),
            models.CheckConstraint(
                name="letters_appeal_sends_something_each_hour", condition=Q(per_hour__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("letters:start", args=[self.campaign.slug])


class Fact(models.Model):
    """One sentence a writer may use, with its source; from a finding where there is one."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="facts")
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sentence_en = models.CharField(max_length=300, help_text=_("The fact, in English."))
    sentence_fr = models.CharField(max_length=300, blank=True, help_text=_("The same in French."))
    source_en = models.CharField(max_length=300, help_text=_("Who published it, and when."))
    source_fr = models.CharField(max_length=300, blank=True, help_text=_("The same in French."))
    url = models.URLField(blank=True, help_text=_("Where it can be read, if published."))
    place = models.PositiveSmallIntegerField(default=1, help_text=_("First, second, …"))

    sentence = Bilingual("sentence")
    source = Bilingual("source")

    class Meta:
        ordering = ["appeal", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                name="letters_fact_has_a_source", condition=~Q(source_en="") & ~Q(sentence_en="")
            )
        ]

    def __str__(self) -> str:
        return self.sentence
