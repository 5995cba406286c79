"""What a coordinator does about a letter that did not arrive."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from reclaim.act.letters import rules
from reclaim.act.letters.models import Delivery
from reclaim.act.letters.services.rounds import deliver_letters
from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import User


@transaction.atomic
def try_again(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Back into the queue, with the same Message-ID, so that a second copy can be recognised."""
    delivery = locked(delivery)
    require(rules.why_not_try_again(delivery, by))
    was = delivery.state  # not the server's words: they may name somebody
    delivery.claimed_at = delivery.started_at = delivery.next_try_at = None
    delivery.refused_at, delivery.refused_because = None, ""
    delivery.set_aside_at = delivery.set_aside_by = None
    delivery.attempts = 0
    delivery.save()
    audit.record("try_letter_again", delivery, by=by, at=at, was=str(was))
    deliver_letters.enqueue()
    return delivery


@transaction.atomic
def set_aside(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Leave it as it is: somebody has looked, and nothing can be done."""
    delivery = locked(delivery)
    require(rules.why_not_set_aside(delivery, by))
    delivery.set_aside_at, delivery.set_aside_by = at, by
    delivery.save(update_fields=["set_aside_at", "set_aside_by"])
    audit.record("set_letter_aside", delivery, by=by, at=at)
    return delivery


def locked(delivery: Delivery) -> Delivery:
    found = Delivery.objects.select_for_update(of=("self",)).select_related(
        "letter__appeal__campaign__organization"
    )
    return found.get(pk=delivery.pk)
