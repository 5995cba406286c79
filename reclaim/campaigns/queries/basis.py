"""What the numbers of a room are made of: the threats and the findings of its services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reclaim.evidence.models import Dossier, Finding
from reclaim.watch.models import Service, Threat


@dataclass(frozen=True)
class Basis:
    """Read once for a room, so that its cards and its page of rows cannot disagree."""

    threats: Sequence[Threat]
    findings: Sequence[Finding]
    dossiers: Sequence[Dossier]

    @property
    def notices(self) -> int:
        """A notice that names two services is one notice."""
        return len({threat.notice_id for threat in self.threats})

    @property
    def awarded(self) -> Decimal | None:
        known = [finding.number for finding in self.findings if finding.number is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def rows(self) -> int:
        return len({row for finding in self.findings for row in finding.rows})

    @property
    def shared_rows(self) -> int:
        """Rows that two services both stand on: their amounts are in the sum twice."""
        times = Counter(row for finding in self.findings for row in set(finding.rows))
        return sum(1 for number in times.values() if number > 1)

    @property
    def unknown_amounts(self) -> int:
        return sum(finding.unknown.get("amount", 0) for finding in self.findings)


def basis_of(services: Sequence[Service]) -> Basis:
    threats = Threat.objects.open().filter(service__in=services)
    return Basis(
        threats=sorted(
            threats.select_related("notice", "service"),
            key=lambda threat: (threat.clock or date.max, threat.pk),
        ),
        findings=list(
            Finding.objects.current()
            .filter(service__in=services, kind=Finding.Kind.AWARDED)
            .select_related("service")
        ),
        dossiers=list(Dossier.objects.filter(service__in=services).select_related("service")),
    )
