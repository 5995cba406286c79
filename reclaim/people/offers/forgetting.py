"""What this room forgets when its time is over."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from reclaim.core.offers import Forgetting
from reclaim.people.models import BulkChange, Correction, Import, Invitation, Look, Note
from reclaim.people.services.imports import erase_imports, throw_sheets_away


def forgets() -> list[Forgetting]:
    return [
        Forgetting("sessions", over_sessions),
        Forgetting("devices", lambda before: UserSession.objects.filter(last_seen_at__lte=before)),
        Forgetting("imports", finished_imports, erase_imports),
        Forgetting("sheets", left_sheets, throw_sheets_away),
        Forgetting("invitations", unanswered),
        Forgetting("looks", lambda before: Look.objects.filter(day__lte=before.date())),
        Forgetting("notes", lambda before: Note.objects.filter(written_at__lte=before)),
        Forgetting("bulk-changes", lambda before: BulkChange.objects.filter(at__lte=before)),
        Forgetting("corrections", answered_before),
        Forgetting("steps", lambda before: LogEntry.objects.filter(timestamp__lte=before)),
    ]


def over_sessions(before: datetime) -> QuerySet[Session]:
    """They end in the real present, whatever day this installation plays."""
    return Session.objects.filter(expire_date__lte=timezone.now())


def finished_imports(before: datetime) -> QuerySet[Import]:
    return Import.objects.filter(finished_at__lt=before, erased_at=None)


def left_sheets(before: datetime) -> QuerySet[Import]:
    return Import.objects.filter(started_at=None, dropped_at__lt=before)


def answered_before(before: datetime) -> QuerySet[Correction]:
    return Correction.objects.filter(answered_at__lte=before)


def unanswered(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, invited_at__lte=before)
