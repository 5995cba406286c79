"""Rows of outreach for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.organize.outreach.models import List, ListEntry
from reclaim.organize.outreach.services import Talk
from reclaim.people.models import Person, User
from tests.builders.core import numbers


def make_list(
    campaign: Campaign, *people: Person, leader: User | None = None, **changes: Any
) -> List:
    """A list in a leader's hands, with these people in this order."""
    facts = {"name": f"List {next(numbers)}", "made_at": clock.now(), **changes}
    made = List.objects.create(campaign=campaign, leader=leader, **facts)
    for person in people:
        ListEntry.objects.create(list=made, campaign=campaign, person=person)
    return made


def make_talk(assessment: int | None = 2, **changes: Any) -> Talk:
    """What was said; without an assessment nobody was reached."""
    outcome = "talked" if assessment else "no_answer"
    return Talk(**{"client_id": uuid4(), "outcome": outcome, "assessment": assessment, **changes})
