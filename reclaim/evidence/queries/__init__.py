"""What other floors may ask for: current findings, their words, the timeline, the dossier."""

from reclaim.evidence.queries.findings import (
    Receipt,
    chart_of,
    charts_of,
    dossiers_of,
    findings_for,
    findings_of,
    holders_chart,
    latest_dossier,
    receipt,
    receipts,
    services_with_findings,
    unknown_of,
)
from reclaim.evidence.queries.words import Told, card, tell

__all__ = [
    "Receipt",
    "Told",
    "card",
    "chart_of",
    "charts_of",
    "dossiers_of",
    "findings_for",
    "findings_of",
    "holders_chart",
    "latest_dossier",
    "receipt",
    "receipts",
    "services_with_findings",
    "tell",
    "unknown_of",
]
