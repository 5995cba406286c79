"""Any segment that can be put together finds exactly whom a plain reading of it means.

Questions are made of every filter the rooms offer, joined with and, or and not, three groups deep;
each is answered twice: by the database, and here, person by person, in three values: what can't be
asked is neither so nor not so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.core import clock
from reclaim.organize.outreach import services as outreach
from reclaim.people import services
from reclaim.people.models import ContactPoint, ImportRow, LocalMembership, Organization, Person
from reclaim.people.queries.segments import Question, filters_for
from reclaim.people.rules import consent as consent_rules
from reclaim.people.rules.definitions import Group, Line, Node, read
from tests import builders

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("RECLAIM_SEGMENTS", "60"))
TODAY = date(2026, 10, 5)
Value = Mapping[str, str]
DAYS = ["2026-09-01", "2026-09-02", "2020-01-01", "soon", ""]


@dataclass
class Facts:
    """One person as a human would write them down."""

    homes: set[int] = field(default_factory=set)  # keeps the record, or a member there besides
    kinds: set[str] = field(default_factory=set)
    joined: list[date] = field(default_factory=list)
    site: int = 0
    speaks: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    may: set[tuple[str, str]] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)
    fields: dict[str, str] = field(default_factory=dict)
    stands: int = 0
    talked: date | None = None
    lists: set[int] = field(default_factory=set)


@dataclass
class Register:
    people: dict[Person, Facts]
    values: dict[str, list[dict[str, str]]]  # what may be filled in, by filter
    below: dict[int, set[int]]
    campaign: int


@pytest.fixture
def register(*, local, other_local, division, council, ana, lea, cleo, dora) -> Register:
    """Twelve people of two locals, each with another bit of everything."""
    now = clock.now()
    campaign = builders.make_public_campaign(local)
    sites = [builders.make_worksite(local), builders.make_worksite(other_local)]
    kinds = ("text", "number", "date", "yes_no", "choice")
    made = {
        kind: services.add_custom_field(
            division, kind=kind, name_en=kind, choices="M\nXL", by=dora, at=now
        )
        for kind in kinds
    }
    sheets = [
        builders.make_import(
            where, who, mapped_at=now, checked_at=now, started_at=now, finished_at=now
        )
        for where, who in ((local, ana), (other_local, cleo))
    ]
    people: dict[Person, Facts] = {}
    for number in range(12):
        home, boss = ((local, ana), (other_local, cleo))[number % 5 == 4]
        person, facts = person_of(number, home, boss, sites)
        fill_fields(number, person, facts, made, boss)
        if number % 3 == 0:
            facts.sheets.add(sheets[home == other_local].pk)
            ImportRow.objects.create(
                of=sheets[home == other_local], number=number + 2, outcome="added", person=person
            )
        if number in {0, 9}:  # a member of the other local besides
            there = other_local if home == local else local
            services.join_local(person, there, by=dora, at=now)
            facts.homes.add(there.pk)
            facts.kinds.add("member")
        people[person] = facts
    in_the_fight(people, campaign, local, lea, ana)
    for person, facts in people.items():
        say_something(person, facts, dora)
    lists = [one for facts in people.values() for one in facts.lists]
    return Register(
        people,
        values_of(made, sites, sheets, campaign, lists, (local, other_local, council, division)),
        {
            local.pk: {local.pk},
            other_local.pk: {other_local.pk},
            council.pk: {council.pk, local.pk, other_local.pk},
            division.pk: {division.pk, council.pk, local.pk, other_local.pk},
        },
        campaign.pk,
    )


def person_of(number: int, home: Organization, boss: Any, sites: list[Any]) -> tuple[Person, Facts]:
    now = clock.now()
    speaks = [["en"], ["fr", "ar"], ["zh", "fr", "en"], ["fra"]][number % 4]
    site = sites[home != sites[0].organization] if number % 2 else None
    person = services.add_person(
        home, by=boss, at=now, given_name=f"P{number}", language=speaks[0],
        also_speaks=" ".join(speaks[1:]), worksite=site,
        email=f"p{number}@x.example" if number % 3 else "",
        phone=f"416 555 01{number:02}" if number % 4 == 1 else "",
    )  # fmt: skip
    facts = Facts(homes={home.pk}, site=site.pk if site else 0, speaks=set(speaks))
    facts.ways = {kind for kind in ("email", "phone") if getattr(person, kind)}
    code = ["M4C 1A1", "M4E 2B2", "H2X 3C3", ""][number % 4]
    if code:
        services.note_contact(person, "address", f"1 Elm, {code}", by=boss, at=now)
        facts.codes, facts.ways = {code.replace(" ", "")}, facts.ways | {"address"}
    if number % 6 == 2:
        services.mark_contact(person.contact_points.get(kind="address"), "ended", by=boss, at=now)
        facts.codes, facts.ways = set(), facts.ways - {"address"}
    if number % 5:
        join(number, person, facts, home, boss)
    return person, facts


def join(number: int, person: Person, facts: Facts, home: Organization, boss: Any) -> None:
    kind = ["member", "friend", "retired", "member"][number % 4]
    since = [None, date(2026, 9, 1), date(2026, 8, 31)][number % 3]
    held = services.join_local(person, home, kind=kind, since=since, by=boss, at=clock.now())
    if number in {7, 8}:  # it was until yesterday
        LocalMembership.objects.filter(pk=held.pk).update(until=date(2026, 10, 4))
        return
    facts.kinds.add(kind)
    facts.joined += [since] if since else []


def fill_fields(number: int, person: Person, facts: Facts, made: Any, boss: Any) -> None:
    told = {
        "text": ["Blue", "blue", "Grün", ""][number % 4],
        "number": ["9", "10", "-1.5", "", "100"][number % 5],
        "date": ["2026-09-01", "", "2020-01-01"][number % 3],
        "yes_no": ["yes", "no", ""][number % 3],
        "choice": ["M", "XL", ""][(number + 1) % 3],
    }
    values = {made[kind].pk: value for kind, value in told.items()}
    services.fill_custom_fields(person, values, by=boss, at=clock.now())
    facts.fields = {f"people.custom.{made[kind].pk}": value for kind, value in told.items()}


def in_the_fight(people: Any, campaign: Any, local: Organization, lea: Any, ana: Any) -> None:
    ours = [person for person in people if person.organization_id == local.pk]
    made = outreach.make_list(
        campaign, "Nights", leader=lea, people=ours[:5], by=ana, at=clock.now()
    )
    for place, person in enumerate(ours[:5]):
        people[person].lists.add(made.pk)
        at = datetime(2026, 9, 1 + place % 2, 16, tzinfo=UTC)
        stands = [1, 2, 3, 5, None][place]
        outcome = "talked" if stands else "no_answer"
        talk = outreach.Talk(client_id=uuid4(), outcome=outcome, assessment=stands)
        outreach.record_conversation(campaign, person, talk, by=lea, at=at)
        if stands:
            people[person].stands = stands if stands <= 3 else 0
            people[person].talked = at.date()


def say_something(person: Person, facts: Facts, by: Any) -> None:
    """A yes, a no or nothing, by key; then what the rule for one person at a time says of it."""
    if person.pk % 3:
        said = {"is_given": person.pk % 3 == 1, "source": "paper", "by": by, "at": clock.now()}
        services.record_consent(person, "email", "campaign", **said)
    facts.may = {
        (channel, purpose)
        for channel in ("email", "sms", "call", "post")
        for purpose in ("campaign", "commercial")
        if not consent_rules.why_not_write(person, channel, purpose, TODAY)
    }


def values_of(
    made: Any, sites: Any, sheets: Any, campaign: Any, lists: list[int], places: Any
) -> dict[str, list[dict[str, str]]]:
    gone = "999999"
    found = {
        "people.organization": each("organization", *(one.pk for one in places), gone),
        "people.kind": each("kind", "member", "friend", "retired", "boss"),
        "people.joined": each("since", *DAYS),
        "people.worksite": each("worksite", *(one.pk for one in sites), gone),
        "people.language": each("language", "en", "fr", "ar", "zh", ""),
        "people.postal": each("begins", "M", "m4", "M4C", "M4C 1A1", "H", "W", ""),
        "people.consent": [
            {"channel": channel, "purpose": purpose}
            for channel in ("email", "sms", "call", "post")
            for purpose in ("campaign", "commercial", "x")
        ],
        "people.contact": each("kind", *ContactPoint.Kind.values, "pigeon"),
        "people.import": each("sheet", *(one.pk for one in sheets), gone),
        "outreach.assessment": [
            {"campaign": str(campaign.pk), "stand": stand} for stand in ("1", "2", "3", "5")
        ],
        "outreach.talked": [{"campaign": str(campaign.pk), "since": since} for since in DAYS],
        "outreach.list": each("list", *lists[:1], gone),
        "letters.gone": each("any", "1"),
    }
    for kind, one in made.items():
        found[f"people.custom.{one.pk}"] = list(CUSTOM[kind])
    return found


def each(key: str, *values: object) -> list[dict[str, str]]:
    return [{key: str(value)} for value in values]


HOWS = ("least", "most", "since", "until", "is")
CUSTOM = {
    "text": each("value", "blue", "grün", "Bl", ""),
    "yes_no": each("value", "yes", "no", "maybe"),
    "choice": each("value", "M", "XL", "S"),
    "number": [
        {"how": how, "value": value}
        for how in HOWS
        for value in ("9", "10", "-1.5", "9.99", "ten", "NaN", "Infinity", "9" * 40)
    ],
    "date": [{"how": how, "value": day} for how in HOWS for day in DAYS],
}


# --- a plain reading, one person at a time -------------------------------------------------------
def so(facts: Facts, register: Register, reached: set[int], line: Line) -> bool | None:
    key, value = line.filter, line.value
    if value not in register.values.get(key, []):
        raise LookupError(key)
    if key in facts.fields:
        return field_is_so(facts.fields[key], value)
    return READINGS[key](facts, value, register, reached)


def field_is_so(kept: str, value: Value) -> bool | None:
    wanted, how = value["value"], value.get("how", "")
    if not wanted or wanted in {"maybe", "S", "soon"}:
        return None
    if not how:
        return kept.lower() == wanted.lower()
    is_day = wanted in DAYS and how in {"since", "until"}
    is_number = wanted in {"9", "10", "-1.5", "9.99"} and how in {"least", "most"}
    if not (is_day or is_number):
        return None
    return bool(kept) and compared(kept, wanted, how)


def compared(kept: str, wanted: str, how: str) -> bool:
    as_read: Callable[[str], Any] = Decimal if how in {"least", "most"} else date.fromisoformat
    one, other = as_read(kept), as_read(wanted)
    return bool(one >= other if how in {"least", "since"} else one <= other)


def in_place(facts: Facts, value: Value, register: Register, reached: set[int]) -> bool | None:
    top = int(value["organization"])
    return bool(facts.homes & register.below[top]) if top in reached else None


def since(day: date | None, value: Value) -> bool | None:
    if value["since"] == "soon":
        return None
    return day is not None and (not value["since"] or day.isoformat() >= value["since"])


def joined(facts: Facts, value: Value, *_: Any) -> bool | None:
    if not value["since"]:
        return None
    return None if value["since"] == "soon" else any(since(day, value) for day in facts.joined)


def at_site(facts: Facts, value: Value, register: Register, reached: set[int]) -> bool | None:
    known = {one.worksite_id: one.organization_id for one in register.people if one.worksite_id}
    site = int(value["worksite"])
    return facts.site == site if known.get(site) in reached else None


def lives(facts: Facts, value: Value, *_: Any) -> bool | None:
    begins = value["begins"].replace(" ", "").upper()
    return any(one.startswith(begins) for one in facts.codes) if begins not in {"", "W"} else None


def sheet(facts: Facts, value: Value, register: Register, reached: set[int]) -> bool | None:
    sheets = [one["sheet"] for one in register.values["people.import"][:2]]
    mine = sheets if len(reached) > 1 else sheets[:1]  # of her own local
    return int(value["sheet"]) in facts.sheets if value["sheet"] in mine else None


def known(choices: set[str], value: str, answer: bool) -> bool | None:
    return answer if value in choices else None


Reading = Callable[..., bool | None]
READINGS: dict[str, Reading] = {
    "people.organization": in_place,
    "people.kind": lambda f, v, *_: None if v["kind"] == "boss" else v["kind"] in f.kinds,
    "people.joined": joined,
    "people.worksite": at_site,
    "people.language": lambda f, v, *_: v["language"] in f.speaks if v["language"] else None,
    "people.postal": lives,
    "people.consent": lambda f, v, *_: (
        None if v["purpose"] == "x" else (v["channel"], v["purpose"]) in f.may
    ),
    "people.contact": lambda f, v, *_: None if v["kind"] == "pigeon" else v["kind"] in f.ways,
    "people.import": sheet,
    "outreach.assessment": lambda f, v, *_: (
        None if v["stand"] == "5" else f.stands == int(v["stand"])
    ),
    "outreach.talked": lambda f, v, *_: since(f.talked, v),
    "outreach.list": lambda f, v, *_: None if v["list"] == "999999" else int(v["list"]) in f.lists,
    "letters.gone": lambda *_: None,
}


def holds(node: Node, answer: Callable[[Line], bool | None]) -> bool | None:
    if isinstance(node, Line):
        found = answer(node)
    else:
        parts = [holds(one, answer) for one in node.of]
        decides = node.is_any  # one yes decides an or, one no an and
        found = decides if decides in parts else None if None in parts else not decides
        found = True if not parts else found
    return found if found is None else found != node.is_not


# --- any question -------------------------------------------------------------------------------
def questions(register: Register) -> st.SearchStrategy[Group]:
    filled = [(key, value) for key, values in register.values.items() for value in values]
    by_filter = st.sampled_from(sorted(register.values)).flatmap(
        lambda key: st.sampled_from([one for one in filled if one[0] == key])
    )
    lines: st.SearchStrategy[Node] = st.builds(
        lambda told, is_not: Line(told[0], told[1], is_not), by_filter, st.booleans()
    )
    inner: st.SearchStrategy[Node] = lines
    for most in (3, 3, 4):
        of = st.lists(st.one_of(lines, inner), max_size=most).map(tuple)
        inner = st.builds(Group, of, st.booleans(), st.booleans())
    return inner


@pytest.mark.parametrize("who", ["ana", "dora"])
def test_it_finds_exactly_whom_a_plain_reading_means(
    who, request, register, ana, dora, local, division
):
    asker = {"ana": ana, "dora": dora}[who]
    reached = {local.pk} if who == "ana" else register.below[division.pk]
    seen = {one: facts for one, facts in register.people.items() if facts.homes & reached}
    assert set(filters_for(asker)) <= set(register.values), "a new filter needs a reading here"

    def same(asked: Group) -> None:
        asked = read(asked.kept)
        meant = {
            person
            for person, facts in seen.items()
            if holds(asked, partial(so, facts, register, reached)) is True
        }
        question = Question(asked, asker)
        assert set(question.people) == meant, asked
        assert question.count() == question.counted(asked) == len(meant), asked
        assert question.sentence

    for key, values in register.values.items():
        for value in values:
            for is_not in (False, True):
                same(Group((Line(key, value, is_not),)))

    @given(asked=questions(register))
    @settings(
        max_examples=HOW_MANY,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def random_ones(asked: Group) -> None:
        same(asked)

    random_ones()
