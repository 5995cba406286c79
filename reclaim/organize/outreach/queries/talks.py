"""The people of one list: what was said last, who is next, and what the phone shows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reclaim.core import clock, money
from reclaim.organize.outreach.models import (
    Conversation,
    List,
    ListEntry,
    ListEntryQuerySet,
    Standing,
)
from reclaim.people.models import Person


@dataclass(frozen=True)
class Line:
    """One person of a list, with where they stand and the last talk, if there was one."""

    entry: ListEntry
    standing: Standing | None
    last: Conversation | None

    @property
    def is_due(self) -> bool:
        due_on = self.standing.next_on if self.standing else None
        return due_on is not None and due_on <= clock.today()


def lines(chosen: List) -> list[Line]:
    """The people of a list in its order: three queries, however many people."""
    entries = list(entries_of(chosen))
    people = [entry.person_id for entry in entries]
    standings = Standing.objects.filter(campaign=chosen.campaign_id, person__in=people)
    stands = {standing.person_id: standing for standing in standings}
    said = last_talks(chosen, people)
    return [Line(one, stands.get(one.person_id), said.get(one.person_id)) for one in entries]


def entries_of(chosen: List) -> ListEntryQuerySet:
    found = ListEntry.objects.filter(list=chosen)
    return found.select_related("person").order_by("pk")


def last_talks(chosen: List, people: list[int]) -> dict[int, Conversation]:
    """The latest talk or attempt with each."""
    here = Conversation.objects.filter(campaign=chosen.campaign_id, person__in=people)
    newest = here.order_by().values("person").annotate(at=Max("at")).values_list("person", "at")
    moments = dict(newest)
    found = here.filter(at__in=set(moments.values())).select_related("by").order_by("pk")
    return {
        pk: talk for talk in found if (pk := talk.person_id) is not None and talk.at == moments[pk]
    }


def waiting(chosen: List, after: ListEntry | None = None) -> list[ListEntry]:
    """Those to talk with today in the list's order, from the one after `after` round to it."""
    found = list(entries_of(chosen).waiting(clock.today()))
    if after is None:
        return found
    later = [entry for entry in found if entry.pk > after.pk]
    return later + [entry for entry in found if entry.pk < after.pk]


@dataclass(frozen=True)
class Screen:
    """What the phone says about one person; all of it text, so that it also works offline."""

    entry: ListEntry
    client_id: UUID
    who: str
    place: str
    before: str
    phone: str


def screens(chosen: List, entry: ListEntry) -> list[Screen]:
    """This person's, then those of everybody else still to talk with today."""
    everybody = lines(chosen)
    places = {line.entry.pk: number for number, line in enumerate(everybody, start=1)}
    found = {line.entry.pk: line for line in everybody}
    return [
        screen(found[one.pk], places[one.pk], len(everybody))
        for one in [entry, *waiting(chosen, after=entry)]
    ]


def screen(line: Line, number: int, people: int) -> Screen:
    person = line.entry.person
    place = _("%(number)d of %(people)d") % {"number": number, "people": people}
    return Screen(
        entry=line.entry,
        client_id=uuid4(),
        who=called(person),
        place=f"{place} · {shift(person)}" if person.shift else place,
        before=said_before(line.last),
        phone=person.phone,
    )


def said_before(talk: Conversation | None) -> str:
    if talk is None:
        return _("Nobody has tried yet.")
    said = {"day": money.short_day(talk.on), "what": talk.in_words}
    words = _("Last time, %(day)s: %(what)s.") % said
    return f"{words} {talk.note}".strip()


def called(person: Person) -> str:
    """As one says it at their door."""
    return person.given_name or str(person)


def shift(person: Person) -> str:
    """In the reader's language where it is one of the usual words."""
    usual = {
        "days": pgettext("shift", "day shift"),
        "evenings": pgettext("shift", "evening shift"),
        "nights": pgettext("shift", "night shift"),
    }
    return usual.get(person.shift.strip().lower(), person.shift)
