"""Answers to threats: no threat after all, or a threat again."""

from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import User
from reclaim.watch import rules
from reclaim.watch.models import Threat


@transaction.atomic
def dismiss_threat(threat: Threat, because: str, *, by: User, at: datetime) -> Threat:
    """Say that this notice is no threat, and why."""
    threat = Threat.objects.select_for_update().get(pk=threat.pk)
    require(rules.why_not_dismiss(by, threat, because))
    threat.dismissed_at, threat.dismissed_by = at, by
    threat.dismissed_because = because.strip()[:300]
    threat.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_because"])
    audit.record("dismiss threat", threat, by=by, at=at)
    return threat


@transaction.atomic
def reopen_threat(threat: Threat, *, by: User, at: datetime) -> Threat:
    """Take a dismissal back."""
    threat = Threat.objects.select_for_update().get(pk=threat.pk)
    require(rules.why_not_reopen(by, threat))
    threat.dismissed_at, threat.dismissed_by, threat.dismissed_because = None, None, ""
    threat.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_because"])
    audit.record("reopen threat", threat, by=by, at=at)
    return threat
