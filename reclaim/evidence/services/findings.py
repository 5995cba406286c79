"""Findings: asked anew, kept when the answer is new, left alone when it is not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from reclaim.evidence import figures
from reclaim.evidence.models import Finding
from reclaim.watch.figures import Words
from reclaim.watch.models import Service, ServiceTerm

SAID = ("number", "unit", "answer", "unknown", "rows", "method", "version")


@dataclass(frozen=True)
class Refreshed:
    """How many answers are new, and how many are what they were."""

    new: int = 0
    unchanged: int = 0


def refresh_findings(service: Service, *, as_of: date, at: datetime) -> Refreshed:
    """Ask the five questions about one service."""
    return refresh([service], as_of=as_of, at=at)


def refresh_all_findings(*, as_of: date, at: datetime) -> Refreshed:
    """Ask them about every service we guard, in one pass."""
    return refresh(Service.objects.all(), as_of=as_of, at=at)


@transaction.atomic
def refresh(services: Iterable[Service], *, as_of: date, at: datetime) -> Refreshed:
    """A new answer replaces the one before, which is kept. The same answer is only dated anew."""
    world = ask(services, as_of=as_of)
    current = {
        (finding.service_id, finding.kind): finding
        for finding in Finding.objects.current().filter(
            service__in=[one.service for one in world.asked]
        )
    }
    fresh = [finding_of(answer, as_of=as_of, at=at) for answer in world.answers()]
    pairs = [(finding, current.get((finding.service_id, finding.kind))) for finding in fresh]
    new = [finding for finding, known in pairs if known is None or differs(finding, known)]
    still_true = [known for finding, known in pairs if known and not differs(finding, known)]
    replace(new, world, at=at)
    date_anew(still_true, world)
    return Refreshed(len(new), len(still_true))


def ask(services: Iterable[Service], *, as_of: date) -> figures.World:
    asked = [
        figures.Asked(service.pk, service.buyer, tuple(service.divisions)) for service in services
    ]
    return figures.World(asked, words_of(asked), as_of=as_of)


def charts_of(finding: Finding, world: figures.World) -> dict[str, str]:
    """The awards of a service in time, in each language; other findings have no picture."""
    if finding.kind != Finding.Kind.AWARDED:
        return {}
    return {code: world.chart(finding.service_id, code) for code, _ in settings.LANGUAGES}


def words_of(asked: Iterable[figures.Asked]) -> list[Words]:
    terms = ServiceTerm.objects.filter(service__in=[one.service for one in asked])
    return [Words(*term) for term in terms.values_list("service", "words", "kind", "language")]


def finding_of(answer: figures.Answer, *, as_of: date, at: datetime) -> Finding:
    return Finding(
        service_id=answer.service,
        kind=answer.kind,
        as_of=as_of,
        number=answer.number,
        unit=answer.unit,
        answer=as_kept(answer.answer),
        unknown=answer.unknown,
        rows=answer.rows,
        method=answer.method,
        version=figures.version(),
        made_at=at,
    )


def as_kept(value: Any) -> Any:
    """As it will come back from the database."""
    return json.loads(json.dumps(value))


def differs(fresh: Finding, current: Finding) -> bool:
    return any(getattr(fresh, name) != getattr(current, name) for name in SAID)


def replace(new: list[Finding], world: figures.World, *, at: datetime) -> None:
    same = Q(pk__in=[])
    for finding in new:
        same |= Q(service_id=finding.service_id, kind=finding.kind)
        finding.charts = charts_of(finding, world)
    Finding.objects.current().filter(same).update(replaced_at=at)
    Finding.objects.bulk_create(new)


def date_anew(still_true: list[Finding], world: figures.World) -> None:
    older = [finding for finding in still_true if finding.as_of < world.as_of]
    for finding in older:
        finding.as_of, finding.charts = world.as_of, charts_of(finding, world)
    Finding.objects.bulk_update(older, ["as_of", "charts"])
