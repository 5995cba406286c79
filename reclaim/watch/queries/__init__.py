"""Reads of the watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from reclaim.core import clock
from reclaim.watch import figures
from reclaim.watch.models import Reading, Service, ServiceTerm, Source, Threat
from reclaim.watch.models.threats import UNDECIDED_FOR, ThreatQuerySet

if TYPE_CHECKING:
    from reclaim.people.models import User

SOON = timedelta(days=30)


def threats_by_clock(
    user: User, *, service: Service | None = None, status: str = ""
) -> ThreatQuerySet:
    """Threats the user sees: open ones first, soonest clock first; the past, latest first."""
    found = Threat.objects.visible_to(user).select_related("service", "notice__source")
    if service is not None:
        found = found.filter(service=service)
    return by_clock(with_status(found, status))


def with_status(found: ThreatQuerySet, status: str) -> ThreatQuerySet:
    long_ago = clock.today() - UNDECIDED_FOR
    match status:
        case "open":
            return found.open()
        case "undecided":
            return found.undecided()
        case "awarded":
            return found.filter(dismissed_at=None, notice__awarded_on__isnull=False)
        case "past":
            return found.standing().with_clock().filter(Q(due__lt=long_ago))
        case "dismissed":
            return found.filter(dismissed_at__isnull=False)
    return found


def by_clock(found: ThreatQuerySet) -> ThreatQuerySet:
    today = clock.today()
    dropped = Q(dismissed_at__isnull=False)
    awarded = Q(notice__awarded_on__isnull=False)
    is_open = Q(due=None) | Q(due__gte=today)
    rank = Case(
        When(dropped, then=Value(4)),
        When(awarded, then=Value(2)),
        When(is_open, then=Value(0)),
        When(due__gte=today - UNDECIDED_FOR, then=Value(1)),
        default=Value(3),
        output_field=IntegerField(),
    )
    soonest = Case(When(is_open, then=F("due")))
    return (
        found.with_clock()
        .annotate(rank=rank)
        .order_by("rank", soonest.asc(nulls_last=True), F("due").desc(nulls_last=True), "pk")
    )


def threats_due_soon(user: User) -> ThreatQuerySet:
    """Open threats whose clock runs out within 30 days."""
    soon = clock.today() + SOON
    found = Threat.objects.visible_to(user).open().filter(Q(due__lte=soon))
    return found.select_related("service", "notice").order_by(F("due"))


def services_with_counts(user: User) -> QuerySet[Service]:
    """Services the user sees, with how many words they look for and what they found."""
    today = clock.today()
    standing = Q(threats__dismissed_at=None, threats__notice__awarded_on=None)
    due = Coalesce("threats__notice__closes_on", "threats__due_on")
    is_open = Q(due=None) | Q(due__gte=today)
    return (
        Service.objects.visible_to(user)
        .select_related("organization", "community")
        .alias(due=due)
        .annotate(
            found=Count("threats", distinct=True),
            open_threats=Count(
                "threats", filter=Q(threats__isnull=False) & standing & is_open, distinct=True
            ),
            words=Count("terms", distinct=True),
        )
    )


def terms_by_kind(service: Service) -> list[tuple[str, list[ServiceTerm]]]:
    """(heading, terms) for each kind that has some."""
    terms = list(service.terms.all())
    listed = [(kind, [term for term in terms if term.kind == kind]) for kind in ServiceTerm.Kind]
    return [(str(kind.label), found) for kind, found in listed if found]


def sources_with_readings() -> list[tuple[Source, Reading | None]]:
    """Every source with its latest reading, if there is one; two queries."""
    latest = {found.source_id: found for found in Reading.objects.order_by("read_at", "pk")}
    return [(source, latest.get(source.pk)) for source in Source.objects.all()]


def readings_told(source: Source) -> list[dict[str, Any]]:
    """Each reading of a source with its reasons and notes in words, the most frequent first."""
    return [
        {
            "reading": reading,
            "reasons": counted(reading.set_aside, figures.about_reason),
            "notes": counted(reading.notes, figures.about_note),
        }
        for reading in source.readings.all()
    ]


def counted(counts: dict[str, int], tell: Any) -> list[tuple[str, int]]:
    return [(tell(code), number) for code, number in sorted(counts.items(), key=lambda c: -c[1])]


class SetAsideRows(Sequence[dict[str, Any]]):
    """The rows of a source that were set aside, fetched a page at a time for a Paginator."""

    def __init__(self, source: Source) -> None:
        self.source = source
        reading = source.readings.first()
        self.total = reading.rows_set_aside if reading else 0

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: Any) -> Any:
        start, stop, _ = wanted.indices(self.total)
        return figures.set_aside_rows(self.source.slug, start, max(0, stop - start))


def source_of(row: figures.Row) -> Source | None:
    return Source.objects.filter(slug=row.source).first()
