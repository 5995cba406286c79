"""Whom a list shows: what somebody asked for in its filters, as the address keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from reclaim.core import clock
from reclaim.core.languages import spoken_languages
from reclaim.people.models import LocalMembership, Person, Segment, User
from reclaim.people.models.consent import Channel, Purpose
from reclaim.people.queries import segments
from reclaim.people.queries.consent import reachable
from reclaim.people.queries.lists import LETTERS, Order, Pair, Scope, scope


@dataclass(frozen=True)
class Filter:
    """One choice above a list: what may be chosen, and what is."""

    name: str
    label: str
    options: Sequence[Pair]
    value: str


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see. Anything that can't be asked is left out."""

    scope: Scope
    words: str = ""
    language: str = ""
    kind: str = ""
    worksite: str = ""
    may: str = ""
    segment: str = ""
    order: Order = field(default_factory=Order)

    @cached_property
    def filters(self) -> list[Filter]:
        found = [
            Filter("language", _("Language"), spoken_languages(), self.language),
            Filter("kind", _("What they are there"), LocalMembership.Kind.choices, self.kind),
            Filter("may", _("May be written to"), Channel.choices, self.may),
        ]
        if self.scope.segments:
            found.append(Filter("segment", _("Segment"), self.scope.segments, self.segment))
        if self.scope.worksites:
            found.insert(0, Filter("worksite", _("Worksite"), self.scope.worksites, self.worksite))
        return found

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.is_filtered)

    @property
    def is_filtered(self) -> bool:
        return any(one.value for one in self.filters)

    @cached_property
    def people(self) -> QuerySet[Person]:
        found: QuerySet[Person] = self.scope.everybody().named(self.words)
        if self.language:
            found = found.filter(language=self.language)
        if self.worksite:
            found = found.filter(worksite=int(self.worksite))
        if self.kind:
            theirs = LocalMembership.objects.in_force().filter(person=OuterRef("pk"))
            found = found.filter(Exists(theirs.filter(kind=self.kind).order_by()))
        if self.may:
            found = reachable(found, self.may, Purpose.CAMPAIGN, clock.today())
        if self.segment:
            segment = Segment.objects.visible_to(self.scope.user).get(pk=self.segment)
            meant = segments.question(segment, self.scope.user)
            found = found.filter(meant.condition(meant.asked, True))
        return found

    def counted(self) -> int:
        return self.people.order_by().count()

    @cached_property
    def count(self) -> int | None:
        """Those of few are counted with every page. To count among many takes longer than to
        show fifty of them, so that is asked for apart."""
        return self.counted() if self.scope.is_small else None

    @property
    def facts(self) -> dict[str, str]:
        chosen = {one.name: one.value for one in self.filters if one.value}
        where = self.scope.chosen.slug if self.scope.chosen else ""
        kept = {"organization": where, "q": self.words, **chosen}
        return {name: value for name, value in kept.items() if value}

    @property
    def query(self) -> str:
        """Whom it shows, without how they are sorted."""
        return urlencode(self.facts)

    def link(self, **changes: object) -> str:
        order = {} if str(self.order) == "name" else {"order": str(self.order)}
        return "?" + urlencode({**self.facts, **order, **changes})

    @property
    def letters(self) -> list[Pair]:
        """Where the list can be entered, when it is by name."""
        if str(self.order) != "name" or self.count is not None:
            return []
        named = [(letter.upper(), self.link(**{"from": letter})) for letter in LETTERS]
        return [*named, (_("others"), self.link(**{"from": "~"}))]

    def heading(self, key: str) -> tuple[str, str]:
        """Where a click on the head of a column leads, and how the list is sorted by it now."""
        is_this = self.order.key == key
        turned = Order(key, is_this and not self.order.is_descending)
        state = ("descending" if self.order.is_descending else "ascending") if is_this else ""
        return "?" + urlencode({**self.facts, "order": str(turned)}), state


def asked(user: User, said: Mapping[str, str]) -> Asked:
    where = scope(user, said.get("organization", ""))
    read = Asked(
        where,
        words=" ".join(said.get("q", "").split())[:200],
        order=Order.read(said.get("order", "")),
        **{name: said.get(name, "") for name in ("language", "kind", "worksite", "may", "segment")},
    )
    known = {one.name: {value for value, _label in one.options} for one in read.filters}
    names = ("language", "kind", "worksite", "may", "segment")
    chosen = {name: said.get(name, "") for name in names}
    kept = {name: value if value in known.get(name, ()) else "" for name, value in chosen.items()}
    return Asked(where, words=read.words, order=read.order, **kept)
