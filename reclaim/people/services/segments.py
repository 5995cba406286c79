"""Saving, changing, sharing and ending a segment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Organization, Segment, User
from reclaim.people.rules import segments as rules
from reclaim.people.rules.definitions import Group


@transaction.atomic
def save_segment(
    organization: Organization, name: str, asked: Group, *, by: User, at: datetime
) -> Segment:
    """Keep the question, for oneself at first."""
    require(rules.why_not_save(by, organization, name, asked))
    segment = Segment.objects.create(
        organization=organization,
        name=name.strip(),
        definition=asked.kept,
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    audit.record("save segment", segment, by=by, at=at)
    return segment


@transaction.atomic
def change_segment(segment: Segment, name: str, asked: Group, *, by: User, at: datetime) -> Segment:
    """Who uses it asks the new question from now on."""
    segment = held(segment)
    require(rules.why_not_change(segment, by, name, asked))
    segment.name, segment.definition, segment.changed_at = name.strip(), asked.kept, at
    segment.save()
    audit.record("change segment", segment, by=by, at=at)
    return segment


@transaction.atomic
def share_segment(segment: Segment, sharing: str, *, by: User, at: datetime) -> Segment:
    segment = held(segment)
    require(rules.why_not_keep(segment, by))
    segment.sharing, segment.changed_at = Segment.Sharing(sharing), at
    segment.save()
    audit.record("share segment", segment, by=by, at=at, sharing=str(sharing))
    return segment


@transaction.atomic
def end_segment(segment: Segment, *, by: User, at: datetime) -> Segment:
    """Nobody uses it any more. The row stays: what was asked is history."""
    segment = held(segment)
    require(rules.why_not_keep(segment, by))
    segment.ended_at = at
    segment.save()
    audit.record("end segment", segment, by=by, at=at)
    return segment


def held(segment: Segment) -> Segment:
    rows = Segment.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=segment.pk)
