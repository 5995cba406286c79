"""What the pages of segments show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core.money import count
from reclaim.people.models import Person, Segment, User
from reclaim.people.queries.segments import Question, people_seen
from reclaim.people.rules import definitions
from reclaim.people.rules.definitions import Group, Line, Path

A_LOOK = 50  # people named on the page of a segment
QUICK = 50_000  # people whose answers to every line a page waits for


@dataclass(frozen=True)
class Row:
    """A line, or the head of a group, as a page shows it."""

    at: str
    level: int
    text: str
    effect: str
    is_not: bool
    is_group: bool
    is_any: bool
    cannot: bool


class Shown:
    """A segment as it is put together: its lines, what each does, and how many are meant."""

    def __init__(self, asked: Group, user: User, *, wants_effects: bool = False) -> None:
        self.question = Question(asked, user)
        self.wants_effects = wants_effects

    @property
    def packed(self) -> str:
        return definitions.packed(self.question.asked)

    @property
    def sentence(self) -> str:
        return self.question.sentence

    @property
    def is_any(self) -> bool:
        return self.question.asked.is_any

    @cached_property
    def reached(self) -> int:
        return people_seen(self.question.user).order_by().count()

    @cached_property
    def total(self) -> int:
        if self.has_effects:
            return self.question.counted(self.question.asked)
        return self.question.count()

    @property
    def has_effects(self) -> bool:
        """Every line's share is known: at once for few people, for many when asked."""
        return bool(self.question.lines) and (self.wants_effects or self.reached <= QUICK)

    @property
    def first_people(self) -> list[Person]:
        """By name, as many as one looks through."""
        found = self.question.people.select_related("organization", "worksite")
        return list(found[:A_LOOK])

    @property
    def cannot(self) -> bool:
        return bool(self.question.cannot)

    @property
    def rows(self) -> list[Row]:
        return list(self.inside(self.question.asked, ()))

    def inside(self, group: Group, path: Path) -> Iterator[Row]:
        for place, node in enumerate(group.of):
            at = (*path, place)
            is_group = isinstance(node, Group)
            yield Row(
                at=".".join(map(str, at)),
                level=len(path),
                text="" if is_group else self.line_in_words(node),
                effect=self.effect(at),
                is_not=node.is_not,
                is_group=is_group,
                is_any=isinstance(node, Group) and node.is_any,
                cannot=isinstance(node, Line) and self.question.by_line[id(node)].matching is None,
            )
            if isinstance(node, Group):
                yield from self.inside(node, at)

    def line_in_words(self, line: object) -> str:
        assert isinstance(line, Line)  # noqa: S101 (a group has rows of its own)
        return self.question.by_line[id(line)].said(self.question.user, line.is_not)

    def effect(self, at: Path) -> str:
        if not self.has_effects:
            return ""
        without = definitions.removed(self.question.asked, at)
        return in_words(self.total - self.question.counted(without))


def in_words(more: int) -> str:
    if not more:
        return _("changes nothing")
    if more > 0:
        return ngettext("adds %(n)s person", "adds %(n)s people", more) % {"n": count(more)}
    less = -more
    return ngettext("takes away %(n)s person", "takes away %(n)s people", less) % {"n": count(less)}


def segments_of(user: User) -> list[tuple[Segment, str]]:
    """Those this account may use, each with what it means."""
    rows = Segment.objects.visible_to(user).open().select_related("organization", "made_by")
    return [(one, Question(definitions.read(one.definition), user).sentence) for one in rows[:100]]
