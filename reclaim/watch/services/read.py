"""The daily work: read the sources, and hold what they say against what we guard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reclaim.core.errors import Refused
from reclaim.watch import figures
from reclaim.watch.models import Notice, Reading, Service, ServiceTerm, Source, Threat

Progress = Callable[[Source, int], None]


@dataclass(frozen=True)
class SourceRead:
    """What came of reading one source. `trouble` is a sentence; then nothing was read."""

    source: Source
    is_new: bool = False
    rows_in: int = 0
    rows_kept: int = 0
    rows_new: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    trouble: str = ""

    @property
    def rows_set_aside(self) -> int:
        return sum(self.set_aside.values())


def read_sources(*, at: datetime, progress: Progress | None = None) -> list[SourceRead]:
    """Read each source's file into the warehouse. A file read before says nothing new.

    A source that can't be read is reported and does not keep the others from being read.
    """
    return [read_source(source, at=at, progress=progress) for source in Source.objects.all()]


def read_source(source: Source, *, at: datetime, progress: Progress | None = None) -> SourceRead:
    told = None if progress is None else lambda rows: progress(source, rows)
    try:
        report = figures.read_file(Path(settings.DATA) / source.place, told)
    except Refused as trouble:
        return SourceRead(source, trouble=str(trouble))
    _, is_first = Reading.objects.get_or_create(
        source=source,
        sha256=report.sha256,
        defaults={
            "read_at": at,
            "rows_in": report.rows_in,
            "rows_kept": report.rows_kept,
            "rows_new": report.rows_new,
            "set_aside": report.set_aside,
            "notes": report.notes,
            "encoding": report.encoding,
            "broke_at": (report.broken or "")[:300],
        },
    )
    return SourceRead(
        source,
        is_new=is_first,
        rows_in=report.rows_in,
        rows_kept=report.rows_kept,
        rows_new=report.rows_new,
        set_aside=report.set_aside,
        seconds=report.seconds,
    )


@dataclass(frozen=True)
class Matched:
    """What a matching changed."""

    calls: int = 0
    new_notices: int = 0
    changed_notices: int = 0
    new_threats: int = 0


@transaction.atomic
def match_notices(*, at: datetime) -> Matched:
    """Hold every current call against every service; keep what is new. Twice changes nothing."""
    calls = figures.calls_that_match(*what_we_look_for())
    notices, new, changed = keep_notices(calls)
    threats = Threat.objects.bulk_create(new_threats(calls, notices, at=at))
    return Matched(len({call.row for call in calls}), new, changed, len(threats))


def what_we_look_for() -> tuple[list[figures.Words], dict[int, list[str]]]:
    """Every term, and for each service where it must stand: its divisions, else its buyer."""
    terms = ServiceTerm.objects.values_list("service", "words", "kind", "language")
    services = Service.objects.values_list("pk", "divisions", "buyer")
    return [figures.Words(*term) for term in terms], {
        pk: divisions or [buyer] for pk, divisions, buyer in services
    }


def keep_notices(calls: Iterable[figures.Call]) -> tuple[dict[str, Notice], int, int]:
    """The notice of each call, by its row; how many are new, how many changed."""
    sources = {source.slug: source for source in Source.objects.all()}
    known = {notice.row: notice for notice in Notice.objects.all()}
    found = {call.row: call for call in calls if call.source in sources}
    earlier = {published_as(n): n for n in known.values() if n.row not in found}
    new: list[Notice] = []
    changed: list[Notice] = []
    for row, call in found.items():
        fresh = notice_of(call, sources[call.source])
        if old := known.get(row) or earlier.pop(published_as(fresh), None):
            known[row] = old
            if follow(old, fresh):
                changed.append(old)
        else:
            known[row] = fresh
            new.append(fresh)
    Notice.objects.bulk_update(changed, FOLLOWED)
    Notice.objects.bulk_create(new)
    return known, len(new), len(changed)


FOLLOWED = ["row", "title", "division", "issued_on", "closes_on", "awarded_on"]


def notice_of(call: figures.Call, source: Source) -> Notice:
    return Notice(
        source=source,
        row=call.row,
        document_number=call.document_number[:80],
        kind=call.kind[:120],
        title=call.title,
        division=call.division,
        issued_on=call.issued_on,
        closes_on=call.closes_on,
        awarded_on=call.awarded_on,
    )


def published_as(notice: Notice) -> tuple[int, str, str]:
    """What stays when the buyer publishes a call again with another day or text."""
    return notice.source_id, notice.document_number or notice.row, notice.kind


def follow(notice: Notice, fresh: Notice) -> bool:
    """Take over what the newer row says; whether anything differed."""
    differs = [name for name in FOLLOWED if getattr(notice, name) != getattr(fresh, name)]
    for name in differs:
        setattr(notice, name, getattr(fresh, name))
    return bool(differs)


def new_threats(
    calls: Iterable[figures.Call], notices: dict[str, Notice], *, at: datetime
) -> list[Threat]:
    kept = set(Threat.objects.values_list("service", "notice"))
    pairs = {(call.service, notices[call.row].pk): call for call in calls if call.row in notices}
    return [
        Threat(service_id=service, notice_id=notice, matched_words=list(call.words), found_at=at)
        for (service, notice), call in pairs.items()
        if (service, notice) not in kept
    ]
