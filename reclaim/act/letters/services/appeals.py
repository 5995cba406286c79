"""What a campaign asks the public to write about."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from reclaim.act.letters import rules
from reclaim.act.letters.models import Appeal, Fact
from reclaim.campaigns.models import Campaign
from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.evidence.models import Finding
from reclaim.people.models import User


class AppealTexts(TypedDict, total=False):
    subject_en: str
    subject_fr: str
    guidance_en: str
    guidance_fr: str
    starter_en: str
    starter_fr: str
    per_hour: int


class FactTexts(TypedDict, total=False):
    sentence_en: str
    sentence_fr: str
    source_en: str
    source_fr: str
    url: str
    finding: Finding | None
    place: int


@transaction.atomic
def open_appeal(
    campaign: Campaign, *, by: User, at: datetime, **texts: Unpack[AppealTexts]
) -> Appeal:
    """Ask the public to write. The page shows once the campaign is published."""
    require(rules.why_not_coordinate(campaign.organization, by))
    require(rules.why_not_start_with(texts.get("starter_en", ""), texts.get("starter_fr", "")))
    appeal = Appeal.objects.create(campaign=campaign, **texts)
    audit.record("open_appeal", appeal, by=by, at=at)
    return appeal


@transaction.atomic
def edit_appeal(appeal: Appeal, *, by: User, at: datetime, **texts: Unpack[AppealTexts]) -> Appeal:
    """Change what is given. Letters already written keep the words their writers chose."""
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    require(rules.why_not_coordinate(appeal.campaign.organization, by))
    for name, text in texts.items():
        setattr(appeal, name, text)
    require(rules.why_not_start_with(appeal.starter_en, appeal.starter_fr))
    appeal.save(update_fields=list(texts))
    audit.record("edit_appeal", appeal, by=by, at=at, fields=sorted(texts))
    return appeal


@transaction.atomic
def add_fact(appeal: Appeal, *, by: User, at: datetime, **texts: Unpack[FactTexts]) -> Fact:
    """Offer writers a sentence, with its source."""
    require(rules.why_not_coordinate(appeal.campaign.organization, by))
    require(rules.why_not_fact(texts.get("sentence_en", ""), texts.get("source_en", "")))
    texts.setdefault("place", appeal.facts.count() + 1)
    fact = Fact.objects.create(appeal=appeal, **texts)
    audit.record("add_fact", appeal, by=by, at=at, fact=fact.pk)
    return fact


@transaction.atomic
def remove_fact(fact: Fact, *, by: User, at: datetime) -> Appeal:
    appeal = fact.appeal
    require(rules.why_not_coordinate(appeal.campaign.organization, by))
    audit.record("remove_fact", appeal, by=by, at=at, fact=fact.pk)
    fact.delete()
    return appeal
