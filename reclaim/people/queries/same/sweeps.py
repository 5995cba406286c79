"""What the last look through a union's register left out, as its page says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reclaim.people.models import Organization, Sweep
from reclaim.people.queries.same.pairing import A_HOUSE, CROWD
from reclaim.people.queries.same.wording import shared_by_many


@dataclass(frozen=True)
class LastSweep:
    at: datetime
    people: int
    within_local: list[tuple[str, int]]
    not_at_all: list[tuple[str, int]]
    crowd: int = CROWD
    house: int = A_HOUSE


def last_sweep(organization: Organization) -> LastSweep | None:
    top = organization.path[: Organization.steplen]
    found = Sweep.objects.filter(organization__path=top).defer("marks").first()
    if found is None:
        return None
    left_out = found.left_out
    return LastSweep(
        at=found.at,
        people=found.people,
        within_local=shared_by_many(left_out.get("within_local", {})),
        not_at_all=shared_by_many(left_out.get("not_at_all", {})),
    )
