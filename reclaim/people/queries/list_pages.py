"""Everything one page of a list of people shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reclaim.people.queries.list_columns import Column, chosen_columns, lines
from reclaim.people.queries.list_filters import Asked
from reclaim.people.queries.lists import Page, Place, page
from reclaim.people.queries.several import actions_for


@dataclass(frozen=True)
class Heading:
    title: str | Promise
    url: str = ""
    state: str = ""  # as aria-sort says it


@dataclass(frozen=True)
class Turns:
    """Where the links below a list lead; an empty one leads nowhere."""

    first: str
    earlier: str
    later: str
    last: str


def shown(asked: Asked, said: Mapping[str, str]) -> dict[str, Any]:
    found = page(asked.scope, asked.people, asked.order, Place.read(said))
    columns = chosen_columns(asked.scope.user)
    return {
        "asked": asked,
        "scope": asked.scope,
        "headings": headings(asked, columns),
        "lines": lines(found.people, columns),
        "turns": turns(asked, found),
        "count": asked.count,
        "actions": actions_for(asked.scope.user) if found.people else {},
    }


def headings(asked: Asked, columns: list[Column]) -> list[Heading]:
    named = [(_("Name"), "name"), *[(column.title, column.order) for column in columns]]
    return [Heading(title, *(asked.heading(key) if key else ())) for title, key in named]


def turns(asked: Asked, found: Page) -> Turns | None:
    if not (found.has_earlier or found.has_later) or not found.people:
        return None
    first, last = found.people[0].pk, found.people[-1].pk
    return Turns(
        first=asked.link() if found.has_earlier else "",
        earlier=asked.link(before=first) if found.has_earlier else "",
        later=asked.link(after=last) if found.has_later else "",
        last=asked.link(last=1) if found.has_later else "",
    )
