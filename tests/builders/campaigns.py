"""Rows of campaigns for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from reclaim.campaigns.models import Campaign, Milestone, Share
from reclaim.core import clock
from reclaim.evidence.models import Dossier, Finding
from reclaim.people.models import Organization, User
from reclaim.watch.models import Service
from tests.builders.core import LONG_AGO, numbers
from tests.builders.people import make_organization
from tests.builders.watch import make_service


def make_awarded(service: Service, *amounts: str | None, **changes: Any) -> Finding:
    """How much was awarded for the service, contract by contract; None is not published."""
    contracts = [make_contract(amount) for amount in amounts]
    known = [Decimal(amount) for amount in amounts if amount is not None]
    facts = {
        "kind": Finding.Kind.AWARDED,
        "as_of": clock.today(),
        "number": sum(known) if known else None,
        "unit": "CAD",
        "answer": {"contracts": contracts},
        "unknown": {"amounts": amounts.count(None)},
        "rows": [row for contract in contracts for row in contract["rows"]],
        "method": "contracts",
        "version": "1",
        "made_at": clock.now(),
        **changes,
    }
    return Finding.objects.create(service=service, **facts)


def make_dossier(service: Service, **changes: Any) -> Dossier:
    number = next(numbers)
    facts = {
        "language": "en",
        "made_of": f"findings {number}",
        "file": f"dossier-{number}.pdf",
        "sha256": "0" * 64,
        "pages": 3,
        "made_at": clock.now(),
        **changes,
    }
    return Dossier.objects.create(service=service, **facts)


def make_contract(amount: str | None, **changes: Any) -> dict[str, Any]:
    """One contract as a finding keeps it."""
    number = next(numbers)
    facts = {
        "supplier": f"Firm {number}",
        "firm": f"firm {number}",
        "on": "2023-05-01",
        "ends_on": None,
        "document_number": f"44{number:08}",
        "amount": amount,
        "rows": [f"toronto-awards:{number}"],
    }
    return {**facts, **changes}


def make_campaign(
    organization: Organization, services: Iterable[Service] | None = None, **changes: Any
) -> Campaign:
    """A room over one service, with every text in both languages; not public."""
    facts = {
        "slug": f"campaign-{next(numbers)}",
        "demand_en": "Bring laundry back in house",
        "demand_fr": "Ramenons la buanderie à l'interne",
        "where_en": "Local 4120 · long-term care homes",
        "where_fr": "Section locale 4120 · foyers de soins de longue durée",
        "poster_en": "Clean sheets, public hands",
        "poster_fr": "Des draps propres, des mains publiques",
        "appeal_en": "Write to your member.",
        "appeal_fr": "Écrivez à votre députée.",
        "starts_on": LONG_AGO,
        **changes,
    }
    campaign = Campaign.objects.create(organization=organization, **facts)
    campaign.services.set([make_service(organization)] if services is None else services)
    return campaign


def make_milestone(campaign: Campaign, in_days: int = 7, **changes: Any) -> Milestone:
    """A step so many days from today."""
    facts = {"on": clock.today() + timedelta(days=in_days), "what_en": "Print the dossier"}
    return Milestone.objects.create(campaign=campaign, **{**facts, **changes})


def make_campaign_share(
    campaign: Campaign, by: User, partner: Organization | None = None, **changes: Any
) -> Share:
    """A campaign shared with a partner since long ago, and for another month."""
    partner = partner or make_organization("Neighbours", Organization.Kind.PARTNER)
    until = clock.today() + timedelta(days=30)
    facts = {"since": LONG_AGO, "until": until, "shared_by": by, "shared_at": clock.now()}
    return Share.objects.create(campaign=campaign, partner=partner, **{**facts, **changes})
