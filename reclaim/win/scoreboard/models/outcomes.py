"""What came of it: a service held, lost or brought back, on a date, from a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import Bilingual
from reclaim.people.models import reach
from reclaim.watch.models import Service
from reclaim.win.scoreboard.models.when import When

if TYPE_CHECKING:
    from reclaim.people.models import User


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, user: User, *roles: str) -> OutcomeQuerySet:
        """Of the services this account reaches. Cases elsewhere belong to no organization."""
        return self.filter(reach(user, "service__organization__", *roles))

    def elsewhere(self) -> OutcomeQuerySet:
        return self.filter(service=None)

    def in_force(self) -> OutcomeQuerySet:
        """Not corrected by a later row, and not taken back as a mistake."""
        newer = Outcome.objects.filter(replaces=OuterRef("pk"))
        return self.filter(~Exists(newer)).exclude(result=Outcome.Result.MISTAKE)


class Outcome(models.Model):
    """Never overwritten: a correction is a new row that `replaces` the old one."""

    class Result(models.TextChoices):
        HELD = "held", _("held: still done by public workers")
        LOST = "lost", _("lost: contracted out")
        RETURNED = "returned", _("returned: brought back in house")
        MISTAKE = "mistake", _("noted by mistake: it did not happen")

    class Check(models.TextChoices):
        REPORTED = "reported", _("reported; not yet checked by us")
        VERIFIED = "verified", _("verified by us")

    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The service we guard; empty for a case elsewhere."),
    )
    place = models.CharField(
        max_length=120, blank=True, help_text=_("Where, if it is not a service we guard.")
    )
    result = models.CharField(max_length=10, choices=Result, help_text=_("What came of it."))
    earliest_on = models.DateField(
        null=True, blank=True, help_text=_("The first day it can have been; unknown if empty.")
    )
    latest_on = models.DateField(
        null=True, blank=True, help_text=_("The last day it can have been; unknown if empty.")
    )
    title_en = models.CharField(
        max_length=300, blank=True, help_text=_("What happened, in one line.")
    )
    title_fr = models.CharField(max_length=300, blank=True, help_text=_("The same in French."))
    source = models.URLField(
        max_length=500, blank=True, help_text=_("The address where it can be read.")
    )
    check_state = models.CharField(
        max_length=10,
        choices=Check,
        default=Check.REPORTED,
        help_text=_("Whether somebody of ours made sure."),
    )
    noted_at = models.DateTimeField(help_text=_("When it was noted."))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty for cases read from a file."),
    )
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text=_("The row this one corrects."),
    )

    title = Bilingual("title")
    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = [F("latest_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="scoreboard_outcome_of_a_service_or_a_place",
                condition=Q(service__isnull=False, place="") | Q(service=None) & ~Q(place=""),
            ),
            models.CheckConstraint(
                name="scoreboard_outcome_ends_after_it_starts",
                condition=Q(earliest_on=None)
                | Q(latest_on__isnull=False, latest_on__gte=F("earliest_on")),
            ),
            models.CheckConstraint(
                name="scoreboard_outcome_says_what", condition=~Q(title_en="", title_fr="")
            ),
            models.CheckConstraint(
                name="scoreboard_outcome_mistakes_replace_something",
                condition=~Q(result="mistake") | Q(replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="scoreboard_outcome_of_ours_noted_by_somebody",
                condition=Q(service=None) | Q(noted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.place}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("scoreboard:story", args=[self.service_id])

    @property
    def when(self) -> When:
        return When(self.earliest_on, self.latest_on)

    @property
    def is_replaced(self) -> bool:
        return hasattr(self, "replaced_by")
