"""What members tell us they saw, and what became of it. Why it is built so that nobody can find
out who told: `docs/decisions/0007-a-tip-points-at-nobody.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reclaim.core.sealing import SealedField
from reclaim.people.models import Organization, Worksite, reach
from reclaim.watch.models.services import Service
from reclaim.watch.models.threats import Threat

if TYPE_CHECKING:
    from reclaim.people.models import User


class TipQuerySet(models.QuerySet["Tip"]):
    def visible_to(self, user: User, *roles: str) -> TipQuerySet:
        return self.filter(reach(user, "organization__", *roles))

    def with_state(self) -> TipQuerySet:
        """With `state`: what the newest step came to, as in Tip.State."""
        steps = TipStep.objects.filter(tip=OuterRef("pk")).exclude(kind=TipStep.Kind.SHOWN)
        newest = Subquery(steps.order_by("-pk").values("kind")[:1])
        return self.annotate(state=Coalesce(newest, Value(Tip.State.RECEIVED.value)))

    def waiting(self) -> TipQuerySet:
        """Nobody decided yet whether it is part of a threat."""
        return self.with_state().filter(Q(state__in=Tip.WAITING))


class Tip(models.Model):
    """Something seen at work, told in a minute from a phone.

    `reporter` seals who told: an account, what a visitor typed, or that nobody said. It points at
    nothing, is as long for everybody, and the day alone is kept: a row tells nobody apart. All
    that was typed is sealed too, since people sign what they write, or are known by it.
    """

    class Seen(models.TextChoices):
        DAY = "day", _("on a day")
        WEEK = "week", _("in the last week")
        EARLIER = "earlier", _("earlier, or nobody knows")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("tip", "received")
        LOOKED = "looked", pgettext_lazy("tip", "being looked at")
        AGAIN = "again", pgettext_lazy("tip", "being looked at again")
        THREAT = "threat", pgettext_lazy("tip", "part of a threat")
        ASIDE = "aside", pgettext_lazy("tip", "set aside")

    WAITING = (State.RECEIVED.value, State.LOOKED.value, State.AGAIN.value)

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", help_text=_("Who was told.")
    )
    received_on = models.DateField(help_text=_("The day it came. No hour, see the decision."))
    language = models.CharField(max_length=8, default="en", help_text=_("Of the page."))
    words = SealedField(help_text=_("What was seen, sealed."))
    seen = models.CharField(max_length=8, choices=Seen, default=Seen.DAY, help_text=_("When."))
    seen_on = models.DateField(null=True, blank=True, help_text=_("The day, if it was one."))
    worksite = models.ForeignKey(
        Worksite, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    place = SealedField(blank=True, default="", help_text=_("Where, in their words, sealed."))
    contractor = SealedField(blank=True, default="", help_text=_("The firm, as told, sealed."))
    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Which service it may touch."),
    )
    reporter = SealedField(help_text=_("Who told, or that nobody said: sealed."))
    receipt = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("Digest of the address of its receipt; empty once who told is forgotten."),
    )
    unnamed_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("The day whoever told took their name off. No hour, see the decision."),
    )

    objects = TipQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"], condition=~Q(receipt=""), name="watch_tip_receipt_once"
            ),
            models.CheckConstraint(
                name="watch_tip_seen_on_a_day_or_not",
                condition=Q(seen="day", seen_on__isnull=False) | (~Q(seen="day") & Q(seen_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("watch:tip", args=[self.pk])


class TipStep(models.Model):
    """One thing done with a tip, on a day. Steps are added, never changed: they are what the
    reporter reads, and what says how the tip stands."""

    class Kind(models.TextChoices):
        LOOKED = "looked", _("taken up")
        THREAT = "threat", _("made part of a threat")
        ASIDE = "aside", pgettext_lazy("tip", "set aside")
        AGAIN = "again", _("taken up again")
        SHOWN = "shown", _("asked who told")

    class Reason(models.TextChoices):
        # why it is set aside
        OURS = "ours", _("It was our own people, or work that was never ours.")
        KNOWN = "known", _("We knew it already, and it is being dealt with.")
        OVER = "over", _("It is over, and nothing can be done about it now.")
        UNCLEAR = "unclear", _("We could not find out more.")
        ELSEWHERE = "elsewhere", _("It belongs elsewhere: the steward or the safety committee.")
        # why somebody asked who told
        ASK = "ask", _("To ask something that only they know.")
        PROTECT = "protect", _("To protect them.")
        WITNESS = "witness", _("To ask whether they would be a witness.")

    SETS_ASIDE = (Reason.OURS, Reason.KNOWN, Reason.OVER, Reason.UNCLEAR, Reason.ELSEWHERE)
    SHOWS = (Reason.ASK, Reason.PROTECT, Reason.WITNESS)

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind, help_text=_("What was done."))
    on = models.DateField(help_text=_("The day."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    threat = models.ForeignKey(
        Threat, null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    reason = models.CharField(max_length=12, choices=Reason, blank=True, help_text=_("Why."))
    answer = SealedField(
        blank=True, default="", help_text=_("What the reporter reads besides, sealed.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="watch_tip_step_names_a_threat_or_not",
                condition=Q(kind="threat", threat__isnull=False)
                | (~Q(kind="threat") & Q(threat=None)),
            ),
            models.CheckConstraint(
                name="watch_tip_step_gives_a_reason_where_one_is_due",
                condition=(Q(kind__in=["aside", "shown"]) & ~Q(reason=""))
                | (~Q(kind__in=["aside", "shown"]) & Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"


class TipPage(models.Model):
    """A page on which anybody who has its address may report to one organization. Closing it
    deletes the row; a page opened again has another address, so that old posters are dead."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="+", help_text=_("Who is told.")
    )
    token = models.CharField(max_length=40, unique=True, help_text=_("The end of its address."))
    opened_on = models.DateField(help_text=_("The day."))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["organization__path"]

    def __str__(self) -> str:
        return f"{self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("watch:tell-openly", args=[self.token])
