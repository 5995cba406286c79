"""A list sorted by what people belong to: by worksite or by local, as the reader calls it.

No index holds people by the name of their worksite, and one that did would slow down every
import. So a page is put together: the next few worksites by name, how many people are at each,
then the people of those that fill the page, by name. Whose worksite is not known, or is not among
those of the list, stand behind all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery

from reclaim.core.languages import in_french
from reclaim.people.models import Person
from reclaim.people.models.name_key import KeyField, folded
from reclaim.people.queries.among import Among
from reclaim.people.queries.beyond import Apart, Beyond, Edge

FIRST, MORE = 16, 4  # groups looked at first; so many times as many each time they fill no page
FULL = 500  # people of one group: more are asked for apart, by the index that has their order
BY_NAME = ("name_key", "id")
# SQLite folds letter by letter, which is long for thousands of names; most of them need none.
OTHER_LETTERS = "'*[^ -~]*'"
PLAIN = "REPLACE(LOWER(TRIM({})), '''', '')"
Keys = Iterator[int]
Rest = Callable[[QuerySet[Person]], Sequence[tuple[QuerySet[Person], bool]]]


class GroupKey(models.Func):
    """By which letters a group stands in a list: its name in the reader's language, folded."""

    output_field = KeyField()

    def __init__(self, through: str = "") -> None:
        names = ("name_fr", "name_en") if in_french() else ("name_en", "name_fr")
        super().__init__(*[F(through + name) for name in names])

    def as_sql(  # type: ignore[override]  # no template is filled in
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        first, other = (compiler.compile(part)[0] for part in self.source_expressions)
        key = folded(connection.vendor, first, "''", other)
        if connection.vendor == "postgresql":
            return f'{key} COLLATE "C"', []
        name = f"COALESCE(NULLIF({first}, ''), {other})"
        return f"CASE WHEN {name} GLOB {OTHER_LETTERS} THEN {key} ELSE {PLAIN.format(name)} END", []


class RowsOf(Subquery):
    """How many rows a question has that may say how many are enough."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = models.IntegerField()


def by_group(people: QuerySet[Person], column: str, is_falling: bool) -> QuerySet[Person]:
    """Sorted whole, those of no group last, or first in a list that is turned round."""
    key, names = F("group_key"), (column, *BY_NAME)
    people = people.annotate(group_key=GroupKey(f"{column}__"))
    if is_falling:
        return people.order_by(key.desc(nulls_first=True), *[f"-{name}" for name in names])
    return people.order_by(key.asc(nulls_last=True), *names)


@dataclass(frozen=True)
class Groups:
    """`listed`: the groups of a list; `column` of a person names theirs. `rest` takes the people
    of the list and gives those of no listed group, in parts; of each, whether it is few enough
    to be sorted as it is."""

    column: str
    listed: QuerySet[Any]
    rest: Rest


@dataclass(frozen=True)
class Walk:
    """Through people by group and name, `most` of them at once."""

    groups: Groups
    people: QuerySet[Person]
    is_falling: bool
    most: int

    def keys(self, edge: Edge | None) -> list[int]:
        """Behind the edge, which is a person's group, name and number."""
        return list(islice(self.steps(edge), self.most))

    def steps(self, edge: Edge | None) -> Keys:
        group, name = (edge[0], edge[1:]) if edge is not None else (None, None)
        start = self.place_of(group)
        is_in_rest = name is not None and start is None
        if self.is_falling and (name is None or is_in_rest):
            yield from self.without(name)
        if group is not None and start is not None:
            yield from self.members(group, name)
        if self.is_falling or not is_in_rest:
            yield from self.following(start)
        if not self.is_falling:
            yield from self.without(name if is_in_rest else None)

    @property
    def sign(self) -> str:
        return "<" if self.is_falling else ">"

    def in_order(self, *keys: Any) -> list[Any]:
        return [key.desc() if self.is_falling else key.asc() for key in keys]

    def place_of(self, group: int | None) -> Edge | None:
        """Nothing for somebody of no listed group."""
        if group is None:
            return None
        return self.named.filter(pk=group).values_list("key", "pk").first()

    @property
    def named(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.groups.listed.order_by().annotate(key=GroupKey())
        return found

    def members(self, group: int, name: Edge | None = None) -> Keys:
        theirs = self.people.filter(**{self.groups.column: group})
        if name is not None:
            theirs = theirs.filter(Beyond(BY_NAME, name, self.sign))
        theirs = theirs.order_by(*self.in_order(*map(F, BY_NAME)))
        yield from theirs.values_list("pk", flat=True)[: self.most]

    def following(self, start: Edge | None) -> Keys:
        """The people of the groups behind that one."""
        size = FIRST
        while some := self.next_groups(start, size):
            yield from self.of_groups([pk for _key, pk in some])
            start, size = some[-1], size * MORE

    def next_groups(self, start: Edge | None, size: int) -> list[Edge]:
        found = self.named
        if start is not None:
            found = found.filter(Beyond(("key", "id"), start, self.sign))
        found = found.order_by(*self.in_order(F("key"), F("id")))
        return list(found.values_list("key", "pk")[:size])

    def of_groups(self, keys: list[int]) -> Keys:
        counted, waiting = self.counted(keys), dict[int, int]()
        for key in keys:
            if counted.get(key, 0) > FULL:
                yield from self.together([*waiting])
                yield from self.members(key)
                waiting.clear()
            elif key in counted:
                waiting[key] = counted[key]
            if sum(waiting.values()) >= self.most:
                yield from self.together([*waiting])
                waiting.clear()
        yield from self.together([*waiting])

    def counted(self, keys: list[int]) -> Mapping[int, int]:
        """Those of a group, as far as there is a difference."""
        theirs = self.people.filter(**{self.groups.column: OuterRef("pk")}).order_by()
        groups = self.groups.listed.filter(Among("pk", keys)).order_by()
        counted = groups.annotate(there=RowsOf(theirs.values("pk")[: FULL + 1]))
        return {key: there for key, there in counted.values_list("pk", "there") if there}

    def together(self, keys: list[int]) -> Keys:
        """Few enough to be put in order here."""
        if not keys:
            return
        place = {key: -number if self.is_falling else number for number, key in enumerate(keys)}
        there = self.people.filter(Among(self.groups.column, keys)).order_by()
        rows = there.values_list(self.groups.column, *BY_NAME)
        found = sorted((place[group], name, pk) for group, name, pk in rows)
        yield from (pk for _place, _name, pk in (found[::-1] if self.is_falling else found))

    def without(self, name: Edge | None) -> Keys:
        """The people of no listed group, by name."""
        found = [self.next_of(part, is_few, name) for part, is_few in self.groups.rest(self.people)]
        rows = sorted((row for rows in found for row in rows), reverse=self.is_falling)
        yield from (pk for _name, pk in rows[: self.most])

    def next_of(self, people: QuerySet[Person], is_few: bool, name: Edge | None) -> list[Edge]:
        if name is not None:
            people = people.filter(Beyond(BY_NAME, name, self.sign))
        keys = [Apart(one) if is_few else F(one) for one in BY_NAME]
        return list(people.order_by(*self.in_order(*keys)).values_list(*BY_NAME)[: self.most])
