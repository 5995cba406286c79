"""Every change to lists and talks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Value

from reclaim.campaigns.models import Campaign
from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.core.offers import Traces
from reclaim.organize.outreach import rules
from reclaim.organize.outreach.models import (
    NOTE_LENGTH,
    SEES_EVERY_LIST,
    Conversation,
    List,
    ListEntry,
    Standing,
    among,
)
from reclaim.people.models import BulkChangeRow, Person, User, reach
from reclaim.people.services.inserting import insert_for
from reclaim.people.services.keeping import begin, keep


@dataclass(frozen=True)
class Talk:
    """What was said, as the phone or a form sends it."""

    client_id: UUID
    outcome: str
    assessment: int | None = None
    will_do: str = ""
    next_on: date | None = None
    note: str = ""


@transaction.atomic
def make_list(
    campaign: Campaign,
    name: str,
    *,
    leader: User | None = None,
    people: Iterable[Person] = (),
    by: User,
    at: datetime,
) -> List:
    """A new list, perhaps with its people and its leader."""
    require(rules.why_not_make_list(campaign, name, by))
    made = List.objects.create(campaign=campaign, name=name.strip(), made_at=at, made_by=by)
    add_people(made, people, by=by, at=at)
    if leader is not None:
        hand_list(made, leader, by=by, at=at)
    audit.record("make_list", made, by=by, at=at)
    return made


@transaction.atomic
def hand_list(chosen: List, leader: User, *, by: User, at: datetime) -> List:
    """Put the list in a leader's hands."""
    require(rules.why_not_keep_lists(chosen.campaign, by))
    require(rules.why_not_lead(chosen.campaign, leader))
    chosen.leader = leader
    chosen.save(update_fields=["leader"])
    audit.record("hand_list", chosen, by=by, at=at, leader=leader.pk)
    return chosen


@transaction.atomic
def add_people(chosen: List, people: Iterable[Person], *, by: User, at: datetime) -> int:
    """Add those who are on no list of this campaign yet; return how many were added."""
    wanted = list(people)
    require(rules.why_not_keep_lists(chosen.campaign, by))
    require(rules.why_not_add(wanted, by))
    taken = set(
        ListEntry.objects.filter(campaign=chosen.campaign, person__in=wanted).values_list(
            "person", flat=True
        )
    )
    added = ListEntry.objects.bulk_create(
        ListEntry(list=chosen, campaign=chosen.campaign, person=person)
        for person in wanted
        if person.pk not in taken
    )
    if added:
        audit.record("add_people", chosen, by=by, at=at, people=len(added))
    return len(added)


@transaction.atomic
def add_several(chosen: List, people: QuerySet[Person], *, by: User, at: datetime) -> int:
    """The same with whoever was chosen on a list of people, however many, in one statement."""
    require(rules.why_not_keep_lists(chosen.campaign, by))
    for _why, whom in rules.not_added(chosen.campaign, by):
        people = people.exclude(whom)
    most = rules.MOST_ON_A_LIST + 1
    keys = list(people.order_by().values_list("pk", flat=True)[:most])
    require(rules.why_not_so_many(len(keys)))
    wanted = Person.objects.filter(pk__in=keys)
    added = insert_for(wanted, ListEntry, {"list": chosen.pk, "campaign": chosen.campaign_id})
    if added:
        entries = ListEntry.objects.filter(list=chosen, person__in=keys)
        kept = Value(str(chosen.pk))
        keep(begin("outreach.list", added, by=by, at=at), entries, after=kept, is_made=True)
        audit.record("add_people", chosen, by=by, at=at, people=added)
    return added


def put_off_lists(rows: Sequence[BulkChangeRow], *, by: User) -> dict[int, str]:
    """Those put on a list together leave it again. Says whom it leaves there, and why."""
    numbers = [row.about for row in rows if row.about]
    kept = reach(by, "campaign__organization__", *SEES_EVERY_LIST)
    entries = ListEntry.objects.filter(kept, pk__in=numbers)
    lists = dict(entries.values_list("pk", "list"))
    tried = (
        Standing.objects.filter(tried_at__gte=rows[0].of.at) if rows else Standing.objects.none()
    )
    met = set(entries.filter(among(tried)).values_list("pk", flat=True))
    left_out = {
        row.person_id: reason
        for row in rows
        if (reason := rules.why_not_off(row, lists.get(row.about or 0), row.about in met))
    }
    entries.exclude(person__in=left_out).delete()
    return left_out


@transaction.atomic
def record_conversation(
    campaign: Campaign, person: Person, talk: Talk, *, by: User, at: datetime
) -> Conversation:
    """Keep a talk and bring the person's standing up to date. Sent twice, it is kept once."""
    require(rules.why_not_talk(campaign, person, by))
    require(rules.why_not_record(talk.outcome, talk.assessment, talk.will_do))
    require(rules.why_not_again(campaign, person, talk.client_id))
    said = {
        "campaign": campaign,
        "person": person,
        "by": by,
        "at": at,
        "outcome": talk.outcome,
        "assessment": talk.assessment,
        "will_do": talk.will_do,
        "next_on": talk.next_on,
        "note": talk.note.strip()[:NOTE_LENGTH],
    }
    kept, is_new = Conversation.objects.get_or_create(client_id=talk.client_id, defaults=said)
    if is_new:
        follow(kept)
        audit.record("record_conversation", kept, by=by, at=at)
    return kept


def follow(talk: Conversation) -> None:
    """Bring the standing up to date. A talk that arrives late changes only what it is newest in."""
    standing, _is_new = Standing.objects.select_for_update().get_or_create(
        campaign=talk.campaign,
        person=talk.person,
        defaults={"tried_at": talk.at, "outcome": talk.outcome},
    )
    if talk.at >= standing.tried_at:
        standing.tried_at, standing.outcome = talk.at, talk.outcome
        standing.next_on = talk.next_on
    if talk.outcome == Conversation.Outcome.TALKED:
        standing.talked_at = max(talk.at, standing.talked_at or talk.at)
    if talk.assessment and (standing.assessed_at is None or talk.at >= standing.assessed_at):
        standing.assessment, standing.assessed_at = talk.assessment, talk.at
    standing.save()


def forget_person(about: Traces, at: datetime) -> None:
    """The talks stay as what they counted for. Lists and standings go with the record."""
    talks = Conversation.objects.filter(person__in=about.people)
    talks.update(person=None, note="", next_on=None)
    if about.user_id is not None:
        List.objects.filter(leader=about.user_id).update(leader=None)
