"""Rows of scoreboard for tests."""

from __future__ import annotations

from typing import Any

from reclaim.core import clock
from reclaim.people.models import User
from reclaim.watch.models import Service
from reclaim.win.scoreboard.models import Outcome, read_when


def make_outcome(service: Service, result: str, when: str, by: User, **changes: Any) -> Outcome:
    """What came of a service: `make_outcome(laundry, "lost", "2024-05", ana)`."""
    known = read_when(when)
    facts = {
        "title_en": f"The service was {result}",
        "earliest_on": known.earliest,
        "latest_on": known.latest,
        "noted_at": clock.now(),
        "noted_by": by,
        **changes,
    }
    return Outcome.objects.create(service=service, result=result, **facts)
