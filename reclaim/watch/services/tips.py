"""What becomes of a tip: each step has a day, and is read by whoever told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import User
from reclaim.watch.models import Service, Threat, Tip, TipStep
from reclaim.watch.models.reporter import Reporter
from reclaim.watch.rules import tips as rules

Kind = TipStep.Kind


def held(tip: Tip) -> tuple[Tip, str]:
    """The tip, kept from others meanwhile, and how it stands."""
    Tip.objects.select_for_update().get(pk=tip.pk)
    found: Any = Tip.objects.with_state().select_related("organization").get(pk=tip.pk)
    return found, str(found.state)


def step(tip: Tip, kind: TipStep.Kind, *, by: User, at: datetime, **facts: Any) -> TipStep:
    """Note it for the reporter and in the audit; the audit gets no words."""
    made = TipStep.objects.create(tip=tip, kind=kind, on=localtime(at).date(), by=by, **facts)
    told = {"reason": made.reason} if made.reason else {}
    audit.record(f"tip: {kind.value}", tip, by=by, at=at, **told)
    return made


@transaction.atomic
def take_up(tip: Tip, *, by: User, at: datetime) -> None:
    tip, state = held(tip)
    require(rules.why_not_take_up(by, tip, state))
    step(tip, Kind.LOOKED, by=by, at=at)


@transaction.atomic
def put_to_threat(tip: Tip, threat: Threat, *, answer: str = "", by: User, at: datetime) -> Threat:
    """It is part of a threat we know of."""
    tip, state = held(tip)
    require(rules.why_not_put_to(by, tip, state, threat))
    step(tip, Kind.THREAT, threat=threat, answer=answer.strip(), by=by, at=at)
    return threat


@dataclass(frozen=True)
class NewThreat:
    """A threat in the words of whoever makes it: others read them, not those of the reporter."""

    service: Service
    told_as: str
    due_on: date | None = None


@transaction.atomic
def make_threat_of(tip: Tip, new: NewThreat, *, answer: str = "", by: User, at: datetime) -> Threat:
    """A threat of its own, in the one list with those found in calls for bids."""
    threat = Threat(
        service=new.service, told_as=new.told_as.strip(), due_on=new.due_on, found_at=at
    )
    require(rules.why_not_put_to(by, tip, Tip.State.RECEIVED, threat))
    threat.save()
    audit.record("make threat of tip", threat, by=by, at=at)
    return put_to_threat(tip, threat, answer=answer, by=by, at=at)


@transaction.atomic
def set_tip_aside(tip: Tip, reason: str, *, answer: str = "", by: User, at: datetime) -> None:
    tip, state = held(tip)
    require(rules.why_not_set_aside_tip(by, tip, state, reason))
    step(tip, Kind.ASIDE, reason=reason, answer=answer.strip(), by=by, at=at)


@transaction.atomic
def take_up_again(tip: Tip, *, by: User, at: datetime) -> None:
    tip, state = held(tip)
    require(rules.why_not_take_up_again(by, tip, state))
    step(tip, Kind.AGAIN, by=by, at=at)


@transaction.atomic
def show_reporter(tip: Tip, reason: str, *, by: User, at: datetime) -> Reporter:
    """Open the seal for one look. The reporter reads that it was done, and why."""
    tip, _state = held(tip)
    require(rules.why_not_show_who(by, tip, reason))
    step(tip, Kind.SHOWN, reason=reason, by=by, at=at)
    return Reporter.from_text(tip.reporter)
