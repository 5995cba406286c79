"""Lists, talks and where people stand. A talk is never changed: a later one says more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from reclaim.campaigns.models import Campaign
from reclaim.people.models import Person, Role, reach

if TYPE_CHECKING:
    from reclaim.people.models import User

SEES_EVERY_LIST = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.ORGANIZER)
WITH_US = (1, 2)
AGAINST = (4, 5)
NOTE_LENGTH = 300


class ListQuerySet(models.QuerySet["List"]):
    def visible_to(self, user: User) -> ListQuerySet:
        """Organizers and up see every list of their organizations; a leader sees their own."""
        return self.filter(
            reach(user, "campaign__organization__", *SEES_EVERY_LIST)
            | Q(leader=user) & reach(user, "campaign__organization__", Role.LEADER)
        )


class List(models.Model):
    """The people one leader talks with in one campaign: ten, more or less."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, help_text=_("Night shift, third floor …"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who talks with them."),
    )
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="outreach_list_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:list", args=[self.pk])


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    def visible_to(self, user: User) -> ListEntryQuerySet:
        return self.filter(list__in=List.objects.visible_to(user))

    def waiting(self, day: date) -> ListEntryQuerySet:
        """Those to talk with on that day: never tried, or due."""
        return self.exclude(among(Standing.objects.settled(day)))


def among(standings: models.QuerySet[Standing]) -> Exists:
    """Whether the standing of an entry's person is one of these."""
    same = standings.filter(campaign=OuterRef("campaign"), person=OuterRef("person"))
    return Exists(same.order_by())


class ListEntry(models.Model):
    """One person on one list. A person is on one list of a campaign, so two leaders never
    ask them the same thing; `campaign` repeats the list's so that the database can see to it."""

    list = models.ForeignKey(List, on_delete=models.CASCADE, related_name="entries")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        ordering = ["list", "pk"]
        verbose_name_plural = "list entries"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person"], name="outreach_person_on_one_list_of_a_campaign"
            )
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.person}"


class Conversation(models.Model):
    """One talk with one person, or one attempt at it.

    `client_id` is made on the phone, so that a talk sent twice is kept once. A talk with
    somebody who was erased keeps what it counts for: no person, no note.
    """

    class Outcome(models.TextChoices):
        TALKED = "talked", _("talked")
        NO_ANSWER = "no_answer", _("did not reach them")
        WRONG_NUMBER = "wrong_number", _("wrong number or address")

    class Assessment(models.IntegerChoices):
        LEADS = 1, _("Leads: brings others")
        WITH_US = 2, _("With us: will sign in public")
        NOT_SURE = 3, _("Not sure yet")
        AGAINST = 4, _("Against, listens")
        WORKS_AGAINST = 5, _("Against, works against us")

    class WillDo(models.TextChoices):
        BRING_OTHERS = "bring_others", _("Will talk with others")
        SIGN = "sign", _("Will sign in public")
        COME = "come", _("Will come")
        NOTHING = "", _("Nothing yet")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    client_id = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(help_text=_("When they talked."))
    outcome = models.CharField(max_length=16, choices=Outcome, help_text=_("What happened."))
    assessment = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Assessment, help_text=_("Where they stand.")
    )
    will_do = models.CharField(
        max_length=16, blank=True, choices=WillDo, help_text=_("What they said they would do.")
    )
    next_on = models.DateField(null=True, blank=True, help_text=_("When to talk again."))
    note = models.CharField(
        max_length=NOTE_LENGTH, blank=True, help_text=_("What to remember. They may read it.")
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["campaign", "person", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="outreach_conversation_assessed_only_when_talked",
                condition=Q(outcome="talked") | Q(assessment=None, will_do=""),
            ),
            models.CheckConstraint(
                name="outreach_conversation_assessment_is_1_to_5",
                condition=Q(assessment=None) | Q(assessment__gte=1, assessment__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or '–'}, {self.at:%Y-%m-%d}"

    @property
    def on(self) -> date:
        """The day they talked, here."""
        return localtime(self.at).date()

    @property
    def in_words(self) -> str:
        """Where the person stood then; without that, what happened."""
        return self.get_assessment_display() or self.get_outcome_display()


class StandingQuerySet(models.QuerySet["Standing"]):
    def with_us(self) -> StandingQuerySet:
        return self.filter(assessment__in=WITH_US)

    def reached(self) -> StandingQuerySet:
        return self.filter(talked_at__isnull=False)

    def settled(self, day: date) -> StandingQuerySet:
        """Nobody need talk with them on that day. A next day decides; where none is set, they
        were talked with, cannot be reached at all, or were tried that very day."""
        without = Q(talked_at__isnull=False) | Q(tried_at__date=day)
        without |= Q(outcome=Conversation.Outcome.WRONG_NUMBER)
        return self.filter(Q(next_on__gt=day) | Q(next_on=None) & without)


class Standing(models.Model):
    """Where a person stands in a campaign now: kept current by each talk, never edited."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    assessment = models.PositiveSmallIntegerField(
        null=True, choices=Conversation.Assessment, help_text=_("The latest one given.")
    )
    assessed_at = models.DateTimeField(null=True, help_text=_("In which talk."))
    talked_at = models.DateTimeField(null=True, help_text=_("The latest talk."))
    tried_at = models.DateTimeField(help_text=_("The latest talk or attempt."))
    outcome = models.CharField(
        max_length=16, choices=Conversation.Outcome, help_text=_("Of the latest talk or attempt.")
    )
    next_on = models.DateField(null=True, help_text=_("As the latest talk or attempt left it."))

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "person"]
        indexes = [
            # Segments: who stands where, and who was talked with, by the index alone.
            models.Index(
                fields=["campaign", "assessment", "person"], name="outreach_standing_stand"
            ),
            models.Index(
                fields=["campaign", "talked_at", "person"], name="outreach_standing_talked"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="outreach_standing_once"),
            models.CheckConstraint(
                name="outreach_standing_assessed_at_a_time",
                condition=Q(assessment=None, assessed_at=None)
                | Q(assessment__isnull=False, assessed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outreach_standing_assessed_in_a_talk",
                condition=Q(assessed_at=None) | Q(talked_at__gte=F("assessed_at")),
            ),
            models.CheckConstraint(
                name="outreach_standing_talk_is_no_later_than_the_last_try",
                condition=Q(talked_at=None) | Q(tried_at__gte=F("talked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_assessment_display() or '–'}"
