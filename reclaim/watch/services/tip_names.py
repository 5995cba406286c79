"""Whoever told takes their name off one tip.

The audit gets its line in the day's round, without an hour: one written at once could be laid
beside who was here at that minute, and would say who told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from reclaim.core import audit
from reclaim.watch.models import Tip
from reclaim.watch.models.reporter import Reporter

TAKEN_OFF = "tip: name taken off"
LOOKS_BACK = timedelta(days=60)  # for a round that did not run


def take_name_off(tip: Tip, *, at: datetime) -> None:
    """What was told stays, as if nobody had said who they are, and its receipt goes on opening.
    Twice changes nothing."""
    found = Tip.objects.filter(pk=tip.pk, unnamed_on=None)
    found.update(reporter=Reporter().as_text(), unnamed_on=localtime(at).date())


@transaction.atomic
def note_names_taken_off(*, at: datetime) -> int:
    """Those of days that are over, each once."""
    today = localtime(at).date()
    found = Tip.objects.filter(unnamed_on__lt=today, unnamed_on__gte=today - LOOKS_BACK)
    new = [tip for tip in found.order_by("pk") if not audit.is_recorded(TAKEN_OFF, tip)]
    for tip in new:
        audit.record(TAKEN_OFF, tip, by=None, at=at, on=str(tip.unnamed_on))
    return len(new)
