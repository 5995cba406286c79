"""Saying something about oneself, and taking it back. No step here leaves a line in the audit:
even that somebody answered is theirs."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from reclaim.core.errors import require
from reclaim.people import rules
from reclaim.people.models import Person, SelfIdentification, User


@transaction.atomic
def say_of_oneself(person: Person, chosen: Collection[str], *, by: User, at: datetime) -> None:
    """Keep it sealed; nothing chosen is taking everything back."""
    require(rules.why_not_say_of(person, by))
    if not chosen:
        SelfIdentification.objects.filter(person=person).delete()
        return
    facts = {"sealed": json.dumps(sorted(chosen)), "said_on": localtime(at).date()}
    SelfIdentification.objects.update_or_create(person=person, defaults=facts)
