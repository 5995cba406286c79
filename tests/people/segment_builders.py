"""Builders of segments for tests: `line("people.language", language="fr")`."""

from __future__ import annotations

from typing import Any

from reclaim.core import clock
from reclaim.people.models import Organization, Person, Segment, User
from reclaim.people.queries.segments import Question
from reclaim.people.rules.definitions import Group, Line, Node
from reclaim.people.services import save_segment


def line(key: str, is_not: bool = False, **value: Any) -> Line:
    return Line(key, {name: str(one) for name, one in value.items()}, is_not)


FRENCH = line("people.language", language="fr")


def all_of(*of: Node, is_not: bool = False) -> Group:
    return Group(of, is_not=is_not)


def any_of(*of: Node, is_not: bool = False) -> Group:
    return Group(of, is_any=True, is_not=is_not)


def found(user: User, *of: Node) -> set[Person]:
    """Whom this account finds who meet all of these."""
    return set(Question(all_of(*of), user).people)


def make_segment(organization: Organization, by: User, *of: Node, name: str = "Ours") -> Segment:
    asked = all_of(*(of or (line("people.language", language="fr"),)))
    return save_segment(organization, name, asked, by=by, at=clock.now())
