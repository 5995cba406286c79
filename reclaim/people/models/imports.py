"""Sheets of people dropped on an organization, and what became of each row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.retention import period
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.person import SEES_PEOPLE, Person, Worksite

if TYPE_CHECKING:
    from reclaim.people.models.user import User

UNDOABLE = period("imports")  # then the rows' values are erased
SILENCE = timedelta(minutes=2)  # a job that said nothing for so long has stopped


NAME_HERE = "{…}"  # in a reason, where the name of somebody we know stands


def named(reason: str, name: str) -> str:
    return reason.replace(NAME_HERE, name or _now("somebody who is gone"))


def unguessable() -> str:
    return uuid4().hex


class ExternalId(models.Model):
    """How another system calls a person, so that its next export finds them again."""

    class System(models.TextChoices):
        ACTION_NETWORK = "action_network", "Action Network"
        NATIONBUILDER = "nationbuilder", "NationBuilder"
        CIVICRM = "civicrm", "CiviCRM"
        OTHER = "other", _("another system")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=16, choices=System, help_text=_("Which system."))
    value = models.CharField(max_length=80, help_text=_("What it calls them."))

    class Meta:
        ordering = ["system", "pk"]
        indexes = [models.Index(fields=["value", "system"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "system"], name="people_external_id_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> ImportQuerySet:
        return self.filter(reach(user, "organization__", *SEES_PEOPLE))

    def at_work(self) -> ImportQuerySet:
        reading = Q(read_at=None)
        checking = Q(mapped_at__isnull=False, checked_at=None)
        running = Q(started_at__isnull=False, finished_at=None)
        undoing = Q(undo_asked_at__isnull=False, undone_at=None)
        return self.filter(reading | checking | running | undoing, failed_because="")


class Import(models.Model):
    """One sheet: dropped, read, its columns said, checked, brought in, perhaps undone.

    The counts are those of the check until it is started, then those of what was done. `rows` are
    those read so far until it is read; what was read to its end and left no header can't be read.
    The file stays until the import is finished or thrown away; what was in the rows, thirty days longer.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200, help_text=_("As it was dropped."))
    kept_as = models.CharField(max_length=32, default=unguessable, unique=True, editable=False)
    sheet = models.JSONField(default=dict, help_text=_("Its header, width and examples."))
    mapping = models.JSONField(default=dict, help_text=_("What each column holds."))
    language = models.CharField(max_length=8, help_text=_("In which reasons are written."))
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    dropped_at = models.DateTimeField(editable=False)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, editable=False)
    mapped_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    undo_asked_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)
    failed_because = models.CharField(max_length=300, blank=True, help_text=_("Why it stopped."))

    made_worksites = models.ManyToManyField(
        Worksite, related_name="+", help_text=_("Go again when it is undone and nobody is there.")
    )

    rows = models.PositiveIntegerField(default=0, help_text=_("Rows that are not blank."))
    done = models.PositiveIntegerField(default=0, help_text=_("Rows dealt with so far."))
    added = models.PositiveIntegerField(default=0, help_text=_("New people."))
    updated = models.PositiveIntegerField(default=0, help_text=_("People it told us more of."))
    unchanged = models.PositiveIntegerField(default=0, help_text=_("Nothing new."))
    set_aside = models.PositiveIntegerField(default=0, help_text=_("Kept with the reason."))
    by_name = models.PositiveIntegerField(
        default=0, help_text=_("Of the unchanged, those known by nothing but their name.")
    )
    undone = models.PositiveIntegerField(default=0, help_text=_("Rows taken back."))
    not_undone = models.PositiveIntegerField(default=0, help_text=_("Could not be taken back."))

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-dropped_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="people_import_rows_add_up",
                condition=Q(done=F("added") + F("updated") + F("unchanged") + F("set_aside")),
            ),
            models.CheckConstraint(
                name="people_import_read_before_said",
                condition=Q(mapped_at=None) | Q(read_at__isnull=False),
            ),
            models.CheckConstraint(
                name="people_import_finished_is_whole",
                condition=Q(finished_at=None) | Q(done=F("rows")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:import", args=[self.pk])

    @property
    def stage(self) -> str:
        """Where it stands: read (or unreadable), columns, check, checked, run, finished, undo or
        undone."""
        steps = (
            ("undone", self.undone_at),
            ("undo", self.undo_asked_at),
            ("finished", self.finished_at),
            ("run", self.started_at),
            ("checked", self.checked_at),
            ("check", self.mapped_at),
            ("columns", self.read_at and self.sheet),
            ("unreadable", self.read_at),
        )
        return next((name for name, at in steps if at), "read")

    @property
    def is_at_work(self) -> bool:
        return self.stage in {"read", "check", "run", "undo"} and not self.failed_because

    @property
    def is_silent(self) -> bool:
        """The worker was stopped in the middle; what is done stays done."""
        return self.is_at_work and clock.now() - (self.heard_at or self.dropped_at) > SILENCE

    @property
    def undoable_until(self) -> date | None:
        return localtime(self.finished_at + UNDOABLE).date() if self.finished_at else None

    def option(self, name: str, default: Any = "") -> Any:
        return self.mapping.get("options", {}).get(name, default)


class ImportRow(models.Model):
    """What one row did, as long as it can be undone; or what it said, when it was set aside."""

    class Outcome(models.TextChoices):
        ADDED = "added", _("added")
        UPDATED = "updated", _("updated")
        SET_ASIDE = "set_aside", _("set aside with the reason")

    of = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="import_rows", db_index=False
    )
    number = models.PositiveIntegerField(help_text=_("Its line in the sheet."))
    outcome = models.CharField(max_length=12, choices=Outcome, help_text=_("What became of it."))
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why it was set aside."))
    about = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        help_text=_("Whom the reason names; their name is kept in no other place."),
    )
    cells = models.JSONField(null=True, help_text=_("What it said, when it was set aside."))
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="import_rows"
    )
    before = models.JSONField(null=True, help_text=_("What it changed, from what."))
    not_undone = models.CharField(
        max_length=300, blank=True, help_text=_("Why it could not be taken back.")
    )

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="people_import_row_once")
        ]
        indexes = [
            models.Index(fields=["of", "outcome", "number"]),
            models.Index(
                fields=["about"], condition=Q(about__isnull=False), name="people_import_row_about"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of}, {self.number}"

    @property
    def said(self) -> str:
        """The reason, with the name it leaves open."""
        return named(self.reason, str(self.about or ""))


class ImportLayout(models.Model):
    """What an organization said the columns under one header hold, for the next time."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, help_text=_("Of the header."))
    mapping = models.JSONField(help_text=_("What each column holds."))
    used_at = models.DateTimeField(help_text=_("The last time."))

    class Meta:
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "digest"], name="people_import_layout_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.digest[:8]}"
