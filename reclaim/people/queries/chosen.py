"""Whom somebody chose on a list: those they ticked, those of one page, or all it shows.

What they chose travels in the address as numbers of records and as the filters of the list; it is
asked for anew at every step, among the people this account sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet

from reclaim.people.models import Person, User
from reclaim.people.queries.among import Among
from reclaim.people.queries.list_filters import Asked, asked
from reclaim.people.queries.lists import A_PAGE

TICKED, PAGE, LIST = "ticked", "page", "list"


@dataclass(frozen=True)
class Chosen:
    asked: Asked
    who: str
    keys: tuple[int, ...] = ()
    shown: int | None = None  # how many the list said it has

    @cached_property
    def people(self) -> QuerySet[Person]:
        if self.who == LIST:
            return self.asked.people
        return Person.objects.visible_to(self.asked.scope.user).filter(Among("pk", self.keys))

    @cached_property
    def count(self) -> int:
        return self.people.order_by().count()

    @property
    def is_empty(self) -> bool:
        """Nothing was ticked."""
        return self.who != LIST and not self.keys

    @property
    def has_changed(self) -> bool:
        """Somebody came or went since the list was opened."""
        return self.shown is not None and self.shown != self.count

    @property
    def facts(self) -> dict[str, str]:
        """As the address of the next step keeps it."""
        if self.who != LIST:
            return {**self.list_facts, "who": PAGE, PAGE: ".".join(map(str, self.keys))}
        return {**self.list_facts, "who": LIST}

    @property
    def list_facts(self) -> dict[str, str]:
        return {**self.asked.facts, "order": str(self.asked.order)}

    @property
    def query(self) -> str:
        return urlencode(self.facts)

    @property
    def back(self) -> str:
        return self.asked.link()


def chosen(user: User, said: Mapping[str, str], ticked: Sequence[str]) -> Chosen:
    who, wanted = said.get("who", TICKED), asked(user, said)
    if who == LIST:
        return Chosen(wanted, LIST, (), number(said.get("shown", "")))
    given = said.get(PAGE, "").split(".") if who == PAGE else ticked
    keys = {key for text in given[: 2 * A_PAGE] if (key := number(text)) is not None}
    return Chosen(wanted, who, tuple(sorted(keys)))


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
