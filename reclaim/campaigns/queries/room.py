"""The campaign room: one screen for a fight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from reclaim.campaigns import rules
from reclaim.campaigns.models import Campaign, Target
from reclaim.campaigns.queries.basis import Basis, basis_of
from reclaim.campaigns.queries.cards import cards, rows_url
from reclaim.campaigns.queries.plan import Plan, plan_of, seats_of, targets_of
from reclaim.core.offers import Card, Part
from reclaim.evidence import queries as evidence
from reclaim.people.models import User


@dataclass(frozen=True)
class Room:
    campaign: Campaign
    plan: Plan
    cards: Sequence[Card]
    parts: Sequence[Part]
    targets: Sequence[Target]
    seats: int
    chart: str
    basis: Basis
    rows_url: str
    may_plan: bool


def room(campaign: Campaign, user: User) -> Room:
    services = list(campaign.services.all())
    language = get_language() or "en"
    basis = basis_of(services, language)
    plan, targets = plan_of(campaign), targets_of(campaign)
    may_plan = not rules.why_not_lead(campaign.organization, user)
    shown = cards(campaign, basis, plan, user, may_plan)
    return Room(
        campaign=campaign,
        plan=plan,
        cards=shown,
        parts=[card.part for card in shown if card.part is not None],
        targets=targets,
        seats=seats_of(targets),
        chart=evidence.charts_of(basis.findings, {s.pk: s.name for s in services}, language),
        basis=basis,
        rows_url=rows_url(campaign, basis),
        may_plan=may_plan,
    )
