"""Names, addresses and numbers of the erased, where somebody typed them into a segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from reclaim.people.models import Segment

Mentions = Callable[[Iterable[object]], bool]


def forget_in_segments(mentions: Mentions) -> int:
    """What was filled in is emptied, and a line with nothing filled in finds nobody: a segment
    never finds others than it did because somebody is gone."""
    changed = [one for one in Segment.objects.select_for_update() if forget(one, mentions)]
    for segment in changed:
        segment.save(update_fields=["name", "definition"])
    return len(changed)


def forget(segment: Segment, mentions: Mentions) -> bool:
    before = segment.name, segment.definition
    segment.definition = without(segment.definition, mentions)
    if mentions([segment.name]):
        segment.name = _("Segment %(number)d") % {"number": segment.pk}
    return before != (segment.name, segment.definition)


def without(told: Any, mentions: Mentions) -> Any:
    """Whatever is kept there, also what an older house wrote."""
    if isinstance(told, dict):
        return {key: without(value, mentions) for key, value in told.items()}
    if isinstance(told, list):
        return [without(one, mentions) for one in told]
    return "" if isinstance(told, str) and mentions([told]) else told
