"""Once a day every room forgets what is over, by the periods of `retention`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from reclaim.core import clock, offers
from reclaim.core.offers import Forgetting
from reclaim.core.retention import Kind, kinds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """One kind, and how many of it are over."""

    kind: Kind
    amount: int


def forgettings() -> Iterator[Forgetting]:
    for room in offers.retentions:
        yield from room


def what_is_over(at: datetime) -> list[Round]:
    """What the next round would forget; changes nothing."""
    found = [(kinds()[one.kind], one) for one in forgettings()]
    return [Round(kind, one.rows(kind.over_before(at)).count()) for kind, one in found]


def forget(at: datetime) -> list[Round]:
    """Forget it, each kind in its own transaction: one that fails keeps no other from it."""
    return [forget_one(one, at) for one in forgettings()]


def forget_one(one: Forgetting, at: datetime) -> Round:
    kind = kinds()[one.kind]
    with transaction.atomic():
        rows = one.rows(kind.over_before(at))
        amount = rows.count()
        if amount:
            one.forget(rows)
    return Round(kind, amount)


def days_round() -> str:
    done = [one for one in forget(clock.now()) if one.amount]
    return ", ".join(f"{one.kind.code}: {one.amount}" for one in done) or "nothing to forget"
