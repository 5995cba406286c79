"""What the numbers of a room are made of: the threats and the findings of its services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from reclaim.core import clock
from reclaim.evidence import queries as evidence
from reclaim.evidence.models import Dossier, Finding
from reclaim.watch.models import Service, Threat


@dataclass(frozen=True)
class Basis:
    """Read once for a room, so that its cards and its page of rows cannot disagree."""

    threats: Sequence[Threat]
    findings: Sequence[Finding]
    dossier: Dossier | None

    @property
    def notices(self) -> int:
        """Published calls; one that names two services is one."""
        return len({threat.notice_id for threat in self.threats if threat.notice_id})

    @property
    def tips(self) -> int:
        """Threats that members told; each is one, however many told it."""
        return sum(threat.notice_id is None for threat in self.threats)

    @cached_property
    def contracts(self) -> list[dict[str, Any]]:
        """The contracts the findings found; one that names two services is one contract."""
        found = [c for finding in self.findings for c in finding.answer["contracts"]]
        return list({tuple(sorted(contract["rows"])): contract for contract in found}.values())

    @property
    def awarded(self) -> Decimal | None:
        """The sum of the amounts that are published; none is not zero."""
        known = [Decimal(c["amount"]) for c in self.contracts if c["amount"] is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def unknown_amounts(self) -> int:
        """Also those of contracts of which another part is published."""
        return sum(
            contract.get("unknown_amounts") or contract["amount"] is None
            for contract in self.contracts
        )

    @property
    def counted_once(self) -> int:
        """Contracts that two of the services share, and that are in the sum once."""
        return sum(len(f.answer["contracts"]) for f in self.findings) - len(self.contracts)

    @property
    def as_of(self) -> date | None:
        return max((finding.as_of for finding in self.findings), default=None)

    @property
    def since(self) -> str:
        """The year of the first award."""
        days = [contract["on"] for contract in self.contracts if contract["on"]]
        return min(days)[:4] if days else ""


def basis_of(services: Sequence[Service], language: str) -> Basis:
    threats = Threat.objects.live().filter(service__in=services)
    found = evidence.findings_for(services)
    names = {service.pk: service for service in services}
    awarded = [finding for (_, kind), finding in found.items() if kind == Finding.Kind.AWARDED]
    for finding in awarded:
        finding.service = names[finding.service_id]
    return Basis(
        threats=sorted(threats.select_related("notice", "service"), key=by_clock),
        findings=awarded,
        dossier=evidence.latest_dossier(services, language),
    )


def by_clock(threat: Threat) -> tuple[bool, date, int]:
    """Calls still open first, the soonest first; then those whose bids are in."""
    closes = threat.clock or date.max
    is_closed = closes < clock.today()
    return (is_closed, closes, threat.pk)
