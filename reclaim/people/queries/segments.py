"""Whom a segment means, how many, and what it says in words.

Access follows whoever looks: a segment asks its question of the people they reach. A line that
can't be asked (its filter is gone, or what it names is out of reach) is answered neither yes nor
no, and so brings in nobody, denied or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from reclaim.core import offers
from reclaim.core.offers import Rows, SegmentFilter
from reclaim.people.models import Organization, Person, Segment, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.rules import definitions
from reclaim.people.rules.definitions import Group, Line, Node

FEW = 200  # organizations named one by one
NOBODY = Q(pk__in=[])
EVERYBODY = Q()
FEWER = 200_000  # rows up to which it is worth beginning with them
PER_QUESTION = 20  # lines a database answers in one question


def filters_for(user: User) -> dict[str, SegmentFilter]:
    """What a segment may ask, by key, room by room."""
    return {one.key: one for offer in offers.segment_filters for one in offer(user)}


def people_seen(user: User) -> QuerySet[Person]:
    """`Person.objects.visible_to`, said in the way that is quickest for this account."""
    everywhere = Organization.objects.exclude(
        pk__in=Organization.objects.visible_to(user, *SEES_PEOPLE).order_by().values("pk")
    )
    if user.paths(*SEES_PEOPLE) and not everywhere.exists():
        return Person.objects.all()
    reached = Organization.objects.visible_to(user, *SEES_PEOPLE).order_by()
    few = list(reached.values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Person.objects.in_organizations(few)
    return Person.objects.visible_to(user)


@dataclass(frozen=True)
class Asked:
    """One line as this account may ask it; without `matching` it can't."""

    line: Line
    filter: SegmentFilter | None
    matching: Q | Rows | None

    @property
    def q(self) -> Q | None:
        return self.matching.exists() if isinstance(self.matching, Rows) else self.matching

    def said(self, user: User, is_not: bool) -> str:
        if self.filter is None:
            return _("… (a question nobody here asks any more: finds nobody)")
        if self.matching is None:
            return _("… (%(question)s: out of your reach or gone, finds nobody)") % {
                "question": self.filter.label
            }
        return self.filter.says(user, self.line.value, not is_not)


class Question:
    """A definition, asked by one account. Each line is looked up once."""

    def __init__(self, asked: Group, user: User) -> None:
        self.asked, self.user = asked, user

    @cached_property
    def filters(self) -> dict[str, SegmentFilter]:
        return filters_for(self.user)

    @cached_property
    def lines(self) -> list[Asked]:
        """Of the definition, in the order they are read."""
        return [self.resolved(line) for line in self.asked.lines]

    @cached_property
    def by_line(self) -> dict[int, Asked]:
        return {id(one.line): one for one in self.lines}

    def resolved(self, line: Line) -> Asked:
        found = self.filters.get(line.filter)
        return Asked(line, found, found.matching(self.user, line.value) if found else None)

    @property
    def people(self) -> QuerySet[Person]:
        """Who is meant, of those this account sees: one question to the database."""
        return people_seen(self.user).filter(self.condition(self.asked, True))

    @property
    def cannot(self) -> list[Asked]:
        """The lines that can't be asked."""
        return [one for one in self.lines if one.matching is None]

    def count(self) -> int:
        return self.people.order_by().count()

    def condition(self, node: Node, wanted: bool) -> Q:
        """Of whom this is surely so (or surely not so). Denial is carried down to the lines,
        where what can't be asked stays unanswered."""
        wanted = wanted != node.is_not
        if isinstance(node, Line):
            return self.answer(node, wanted)
        inside = self.in_order if node is self.asked else node.of
        parts = [self.condition(one, wanted) for one in inside]
        if node.is_any == wanted and parts:
            return any_of(parts)
        return all_of(parts)

    def answer(self, line: Line, wanted: bool) -> Q:
        asked = self.by_line[id(line)]
        if asked.q is None:
            return NOBODY
        if wanted and line is self.first and isinstance(asked.matching, Rows):
            return asked.matching.listed()
        return asked.q if wanted else ~asked.q

    @cached_property
    def sizes(self) -> list[tuple[int, int, Line]]:
        """Of the lines all must meet, how many rows each stands on, as far as it is worth
        counting. PostgreSQL knows it without being asked."""
        if connection.vendor != "sqlite" or self.asked.is_any or self.asked.is_not:
            return []
        sizes: list[tuple[int, int, Line]] = []
        for node in self.asked.of:
            matching = self.by_line[id(node)].matching if isinstance(node, Line) else None
            if isinstance(node, Line) and isinstance(matching, Rows) and not node.is_not:
                rows = matching.found.order_by().values(matching.person)
                sizes.append((rows[:FEWER].count(), len(sizes), node))
        return sorted(sizes)

    @property
    def first(self) -> Line | None:
        """The line the database should begin with: the narrowest."""
        return self.sizes[0][2] if self.sizes and self.sizes[0][0] < FEWER else None

    @property
    def in_order(self) -> list[Node]:
        """The narrowest lines first: SQLite looks at them one after the other."""
        narrow: list[Node] = [line for _size, _place, line in self.sizes]
        known = {id(node) for node in narrow}
        return narrow + [node for node in self.asked.of if id(node) not in known]

    @cached_property
    def answers(self) -> Counter[tuple[bool | None, ...]]:
        """How many people answer the lines how: every combination there is, in one question."""
        asked = [(place, one.q) for place, one in enumerate(self.lines) if one.q is not None]
        bits = sum(
            (
                Case(When(q, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
                for place, q in asked
            ),
            start=Value(0, output_field=IntegerField()),
        )
        rows = people_seen(self.user).order_by().annotate(bits=bits).values("bits")
        counted: Counter[tuple[bool | None, ...]] = Counter()
        for row in rows.annotate(n=Count("pk")):
            counted[self.unpacked(row["bits"])] += row["n"]
        return counted

    def unpacked(self, bits: int) -> tuple[bool | None, ...]:
        return tuple(
            None if one.q is None else bool(bits >> place & 1)
            for place, one in enumerate(self.lines)
        )

    def counted(self, asked: Group) -> int:
        """How many are meant by a variation of this definition, without asking again."""
        places = {id(line): place for place, line in enumerate(self.asked.lines)}
        return sum(
            number
            for answer, number in self.answers.items()
            if holds(asked, {key: answer[place] for key, place in places.items()}) is True
        )

    @cached_property
    def sentence(self) -> str:
        """What it means, in plain words."""
        if not self.asked.of:
            return _("Everybody you reach.")
        return _("People who %(are)s.") % {"are": self.words(self.asked, False)}

    def words(self, node: Node, is_not: bool) -> str:
        is_not = is_not != node.is_not
        if isinstance(node, Line):
            return self.by_line[id(node)].said(self.user, is_not)
        parts = [(self.part(one, is_not), self.is_denied(one, is_not)) for one in node.of]
        if node.is_any != is_not:
            return joined([text for text, _denied in parts], _("or"))
        return with_but(parts)

    def part(self, node: Node, is_not: bool) -> str:
        """A group of several inside another stands in parentheses."""
        text = self.words(node, is_not)
        return f"({text})" if isinstance(node, Group) and len(node.of) > 1 else text

    @staticmethod
    def is_denied(node: Node, is_not: bool) -> bool:
        return isinstance(node, Line) and node.is_not != is_not


def any_of(parts: Sequence[Q]) -> Q:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part
    return whole


def all_of(parts: Sequence[Q]) -> Q:
    whole = EVERYBODY
    for part in parts:
        whole = whole & part
    return whole


def holds(node: Node, answers: Mapping[int, bool | None]) -> bool | None:
    """Whether it is so, by the answers to the lines; None where that can't be said."""
    if isinstance(node, Line):
        found = answers[id(node)]
    else:
        parts = [holds(one, answers) for one in node.of]
        found = either(parts) if node.is_any and parts else both(parts)
    return found if found is None else found != node.is_not


def either(parts: Sequence[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False


def both(parts: Sequence[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def joined(parts: Sequence[str], word: str) -> str:
    """“a, b and c”."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def with_but(parts: Sequence[tuple[str, bool]]) -> str:
    """What is so, then what is not: “a and b, but not c”."""
    so = joined([text for text, is_denied in parts if not is_denied], _("and"))
    not_so = joined([text for text, is_denied in parts if is_denied], _("and"))
    return (
        _("%(so)s, but %(not_so)s") % {"so": so, "not_so": not_so}
        if so and not_so
        else so or not_so
    )


def question(segment: Segment, user: User) -> Question:
    return Question(definitions.read(segment.definition), user)


def people_in(segment: Segment, user: User) -> QuerySet[Person]:
    """Whom a saved segment finds for this account, in the usual order of a list."""
    return question(segment, user).people
