"""Reads of findings and dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from reclaim.core.offers import Card
from reclaim.evidence.models import Dossier, Finding
from reclaim.evidence.queries.words import Told, card, tell
from reclaim.watch import figures as watch_figures
from reclaim.watch.figures import Row
from reclaim.watch.models import Service

if TYPE_CHECKING:
    from reclaim.people.models import User

ORDER = {kind: at for at, kind in enumerate(Finding.Kind.values)}


def findings_for(services: Iterable[Service | int]) -> dict[tuple[int, str], Finding]:
    """The current finding of each (service, kind), in one query."""
    keys = [service if isinstance(service, int) else service.pk for service in services]
    found = Finding.objects.current().filter(service__in=keys)
    return {(finding.service_id, finding.kind): finding for finding in found}


def findings_of(service: Service) -> list[Told]:
    """The five current findings of a service, in the order the questions are asked."""
    found = sorted(findings_for([service]).values(), key=lambda finding: ORDER[finding.kind])
    return [tell(finding) for finding in found]


@dataclass(frozen=True)
class Shown:
    """A service with what is known of it."""

    service: Service
    cards: list[Card]


def services_with_findings(user: User) -> list[Shown]:
    """Every service the user sees with its current findings; two queries."""
    services = list(Service.objects.visible_to(user).select_related("organization"))
    found = findings_for(services)
    return [
        Shown(
            service,
            [card(tell(found[service.pk, kind])) for kind in ORDER if (service.pk, kind) in found],
        )
        for service in services
    ]


def latest_dossier(services: Iterable[Service | int], language: str) -> Dossier | None:
    """The newest dossier of any of these services in a language."""
    keys = [service if isinstance(service, int) else service.pk for service in services]
    found = Dossier.objects.filter(service__in=keys, language=language)
    return found.order_by("-made_at", "-pk").first()


def dossiers_of(service: Service) -> list[tuple[str, str, Dossier | None]]:
    """(code, name, newest dossier or None) for each language; one query."""
    found = Dossier.objects.filter(service=service).order_by("made_at", "pk")
    newest = {dossier.language: dossier for dossier in found}
    return [(code, str(name), newest.get(code)) for code, name in settings.LANGUAGES]


def unknown_of(told: Iterable[Told]) -> list[str]:
    """What can't be known about a service, each sentence once."""
    return list(dict.fromkeys(line for one in told for line in one.unknown))


def chart_of(told: Iterable[Told], language: str) -> SafeString:
    """The awards of a service in time, from findings already read."""
    pictures = (one.finding.charts.get(language, "") for one in told)
    return SafeString(next((picture for picture in pictures if picture), ""))


def holders_chart(services: Iterable[Service | int], language: str) -> SafeString:
    """Who was awarded the work when, as SVG that takes the page's colours; one query.

    Several services give a captioned figure each; a service without an award gives none.
    """
    found = [finding for (_, kind), finding in findings_for(services).items() if kind == "awarded"]
    names = Service.objects.in_bulk([f.service_id for f in found]) if len(found) > 1 else {}
    return charts_of(found, {key: service.name for key, service in names.items()}, language)


def charts_of(awarded: Iterable[Finding], names: Mapping[int, str], language: str) -> SafeString:
    """The same from findings already read; no query."""
    drawn = [(finding, picture) for finding in awarded if (picture := finding.charts.get(language))]
    if len(drawn) == 1:
        return SafeString(drawn[0][1])
    return format_html_join(
        "",
        "<figure><figcaption>{}</figcaption>{}</figure>",
        ((names[finding.service_id], SafeString(picture)) for finding, picture in drawn),
    )


@dataclass(frozen=True)
class Receipt:
    """The published rows under a finding, and what they add up to."""

    rows: list[Row]
    total: Decimal | None
    without_amount: int


def receipts(findings: Iterable[Finding]) -> dict[str, Receipt]:
    """The rows each finding of one service stands on, by kind: one question to the warehouse."""
    findings = list(findings)
    wanted = {row for finding in findings for row in finding.rows}
    found = watch_figures.rows(wanted) if wanted else []
    return {finding.kind: added_up(finding, found) for finding in findings}


def receipt(finding: Finding) -> Receipt:
    """The rows a finding stands on, in the order of their files, added up again."""
    return receipts([finding])[finding.kind]


def added_up(finding: Finding, found: list[Row]) -> Receipt:
    wanted = set(finding.rows)
    rows = [row for row in found if row.row_id in wanted]
    known = [row.amount for row in rows if row.amount is not None]
    return Receipt(rows, sum(known, Decimal()) if known else None, len(rows) - len(known))
