"""One fight: what is demanded, of whom, by which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.languages import Bilingual
from reclaim.people.models import Organization, Person, Worksite, reach
from reclaim.places.models import BoundarySet, Office
from reclaim.watch.models import Service

if TYPE_CHECKING:
    from reclaim.people.models import User


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User, *roles: str) -> CampaignQuerySet:
        return self.filter(reach(user, "organization__", *roles))

    def running(self) -> CampaignQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))

    def public(self) -> CampaignQuerySet:
        return self.running().filter(published_at__isnull=False)


class Campaign(models.Model):
    """One fight over services, led by one organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", help_text=_("Who leads it.")
    )
    services = models.ManyToManyField(Service, related_name="+", help_text=_("What it is about."))
    worksites = models.ManyToManyField(
        Worksite, blank=True, related_name="+", help_text=_("Where its members work.")
    )
    slug = models.SlugField(unique=True, help_text=_("Its name in a public address."))
    demand_en = models.CharField(
        max_length=120, blank=True, help_text=_("The demand, as a headline.")
    )
    demand_fr = models.CharField(max_length=120, blank=True, help_text=_("The same in French."))
    where_en = models.CharField(
        max_length=200, blank=True, help_text=_("Who and where, in one line.")
    )
    where_fr = models.CharField(max_length=200, blank=True, help_text=_("The same in French."))
    poster_en = models.CharField(max_length=80, blank=True, help_text=_("Headline for the public."))
    poster_fr = models.CharField(max_length=80, blank=True, help_text=_("The same in French."))
    appeal_en = models.TextField(blank=True, help_text=_("Why, and what we ask the public to do."))
    appeal_fr = models.TextField(blank=True, help_text=_("The same in French."))
    starts_on = models.DateField(help_text=_("First day."))
    ends_on = models.DateField(null=True, blank=True, help_text=_("Last day, if known."))
    published_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when the public sees its page.")
    )
    readiness_goal = models.PositiveSmallIntegerField(
        default=65, help_text=_("Share of people with us before we go public, in percent.")
    )

    demand = Bilingual("demand")
    where = Bilingual("where")
    poster = Bilingual("poster")
    appeal = Bilingual("appeal")
    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_campaign_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="campaigns_campaign_goal_is_a_percentage",
                condition=Q(readiness_goal__gte=1, readiness_goal__lte=100),
            ),
            models.CheckConstraint(
                name="campaigns_campaign_has_a_demand",
                condition=~Q(demand_en="", demand_fr=""),
            ),
        ]

    def __str__(self) -> str:
        return self.demand

    def get_absolute_url(self) -> str:
        return reverse("campaigns:room", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User, *roles: str) -> TargetQuerySet:
        return self.filter(reach(user, "campaign__organization__", *roles))


class Target(models.Model):
    """Whom the demand is put to: one office, or every seat of one legislature."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    every_seat_of = models.ForeignKey(
        BoundarySet, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_target_is_an_office_or_a_legislature",
                condition=Q(office__isnull=False, every_seat_of=None)
                | Q(office=None, every_seat_of__isnull=False),
            ),
            models.UniqueConstraint(fields=["campaign", "office"], name="campaigns_target_once"),
            models.UniqueConstraint(
                fields=["campaign", "every_seat_of"], name="campaigns_target_legislature_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.office or self.every_seat_of)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User, *roles: str) -> MilestoneQuerySet:
        return self.filter(reach(user, "campaign__organization__", *roles))

    def waiting(self) -> MilestoneQuerySet:
        return self.filter(done_at=None)


class Milestone(models.Model):
    """A dated step of the plan. `decides` marks a day on which something is decided."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField(help_text=_("The day."))
    what_en = models.CharField(max_length=200, blank=True, help_text=_("What happens, in English."))
    what_fr = models.CharField(max_length=200, blank=True, help_text=_("The same in French."))
    decides = models.BooleanField(
        default=False, help_text=_("Something is decided that day, by us or by them.")
    )
    members_decide = models.BooleanField(
        default=False, help_text=_("Our members decide it, not those we put the demand to.")
    )
    carried_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who sees to it."),
    )
    done_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was done."))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    what = Bilingual("what")
    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_milestone_says_what", condition=~Q(what_en="", what_fr="")
            ),
            models.CheckConstraint(
                name="campaigns_milestone_members_decide_a_decision",
                condition=Q(members_decide=False) | Q(decides=True),
            ),
            models.CheckConstraint(
                name="campaigns_milestone_done_by_somebody",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"

    def get_absolute_url(self) -> str:
        return f"{reverse('campaigns:plan', args=[self.campaign_id])}#step-{self.pk}"

    @property
    def days_left(self) -> int:
        return (self.on - clock.today()).days

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def carrier(self) -> str:
        """The name of who carries it, as everybody in the room may see it: never an address."""
        person = self.carried_by
        return f"{person.given_name} {person.family_name}".strip() if person else ""

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.on < clock.today()


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, user: User, *roles: str) -> ShareQuerySet:
        """Those a partner was given; whoever leads the campaign sees them in its room."""
        return self.filter(reach(user, "partner__", *roles))

    def led_by(self, user: User, *roles: str) -> ShareQuerySet:
        return self.filter(reach(user, "campaign__organization__", *roles))

    def in_force(self) -> ShareQuerySet:
        today = clock.today()
        return self.filter(ended_at=None, since__lte=today, until__gte=today)


class Share(models.Model):
    """A campaign shown to one partner between two days: its public asks, its numbers, and the
    people who agreed to be seen by that partner. It can be ended at any moment."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=Q(kind=Organization.Kind.PARTNER),
        help_text=_("With whom."),
    )
    since = models.DateField(help_text=_("First day."))
    until = models.DateField(help_text=_("Last day."))
    counts_people = models.BooleanField(
        default=False, help_text=_("They also see how many members and friends there are.")
    )
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shared_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_share_ends_after_it_starts", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="campaigns_share_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}, {self.partner}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:shared", args=[self.pk])

    @property
    def status(self) -> str:
        """ended, past, coming or in force."""
        today = clock.today()
        if self.ended_at is not None:
            return "ended"
        if self.until < today:
            return "past"
        return "coming" if self.since > today else "in force"
