"""Lists of people, a page at a time: any page of a million as quickly as the first.

A page is found from a person at its edge, never by counting those before it; so there is no
number of a page, but a first and a last one, the next and the one before, and letters to jump to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from reclaim.people.models import LocalMembership, Organization, Person, Segment, User, Worksite
from reclaim.people.models.person import SEES_PEOPLE, PersonQuerySet
from reclaim.people.queries import FEW
from reclaim.people.queries.among import Among
from reclaim.people.queries.beyond import Apart, Beyond, Edge
from reclaim.people.queries.grouped import Groups, Rest, Walk, by_group

A_PAGE = 50
# So many people are found by their organizations, counted and sorted at once. Among more, the
# next fifty are found sooner by walking through everybody in the order of the list.
SMALL = 5_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
AFTER_Z = "~"  # names in other scripts
# In which orders a list is offered; each has its index, but for those by what people belong to.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("name_key", "id"),
    "email": ("email", "name_key", "id"),
    "job": ("job_title", "name_key", "id"),
    "language": ("language", "name_key", "id"),
    "added": ("id",),
    "worksite": ("worksite", "name_key", "id"),
    "local": ("organization", "name_key", "id"),
}
GROUPED = ("worksite", "local")
Pair = tuple[str, str | Promise]  # what may be chosen, and its words


@dataclass(frozen=True)
class Scope:
    """Whose people a list shows: of all organizations in reach, or of one and those below it."""

    user: User
    chosen: Organization | None

    @cached_property
    def reached(self) -> list[Organization]:
        """To choose from, and one more; nothing else is sure when they are many."""
        return list(Organization.objects.visible_to(self.user, *SEES_PEOPLE)[: FEW + 1])

    @property
    def offers_organizations(self) -> bool:
        return 1 < len(self.reached) <= FEW

    @property
    def add_to(self) -> Organization | None:
        """Where a new person would go, if that is clear."""
        return self.chosen or (self.reached[0] if len(self.reached) == 1 else None)

    @cached_property
    def worksites(self) -> list[Pair]:
        """Of one organization: among all a union has, nobody finds theirs in one field."""
        if self.add_to is None:
            return []
        sites = Worksite.objects.filter(organization__path__startswith=self.add_to.path)
        found: list[Pair] = [(str(site.pk), site.name) for site in sites[: FEW + 1]]
        return found if len(found) <= FEW else []

    @cached_property
    def segments(self) -> list[Pair]:
        seen = Segment.objects.visible_to(self.user)
        return [(str(one.pk), one.name) for one in seen[:FEW]]

    @cached_property
    def tops(self) -> list[str]:
        return [self.chosen.path] if self.chosen else self.user.paths(*SEES_PEOPLE)

    @cached_property
    def is_everything(self) -> bool:
        """Nobody stands outside of it."""
        roots = Organization.objects.filter(depth=1).values_list("path", flat=True)
        return all(path in self.tops for path in roots)

    def holds(self, path: str) -> bool:
        return any(path.startswith(top) for top in self.tops)

    def within(self, through: str) -> Q:
        found = Q(pk__in=[])
        for path in self.tops:
            found |= Q(**{f"{through}path__startswith": path})
        return found

    @cached_property
    def organizations(self) -> list[int]:
        return list(Organization.objects.filter(self.within("")).values_list("pk", flat=True))

    @cached_property
    def guests(self) -> list[int]:
        """Who belongs here besides, and whose record an organization outside of it keeps."""
        if self.is_everything or not self.tops:
            return []
        elsewhere = LocalMembership.objects.in_force().filter(is_elsewhere=True).order_by()
        there = elsewhere.filter(Among("organization", self.organizations))
        outside = there.exclude(Among("person__organization", self.organizations))
        return list(outside.values_list("person", flat=True).distinct())

    @property
    def kept_here(self) -> Q:
        return Q(Among("organization", self.organizations))

    @property
    def here_besides(self) -> Q:
        return Q(Among("pk", self.guests))

    @cached_property
    def is_small(self) -> bool:
        kept = Person.objects.filter(self.kept_here).order_by()
        return len(kept.values_list("pk")[: SMALL + 1]) <= SMALL

    def everybody(self) -> PersonQuerySet:
        """Found by organization when they are few; else looked through in the order asked for."""
        if self.is_everything and not self.is_small:
            return Person.objects.all()
        if self.is_small:
            return Person.objects.filter(self.kept_here | self.here_besides)
        below = Organization.objects.filter(self.within(""), pk=OuterRef("organization"))
        return Person.objects.filter(Q(Exists(below.order_by())) | self.here_besides)

    def groups(self, key: str) -> Groups:
        """By what the list is sorted, when it is by worksite or by local."""
        if key == "worksite":
            sites = Worksite.objects.all()
            if not self.is_everything:
                sites = sites.filter(self.within("organization__"))
            return Groups("worksite", sites, self.at_none_of(sites))
        keeping = Person.objects.filter(self.here_besides).order_by().values("organization")
        kept = Organization.objects.filter(self.within("") | Q(pk__in=keeping))
        return Groups("organization", kept, lambda people: [])

    def at_none_of(self, sites: QuerySet[Worksite]) -> Rest:
        """A database that looks for them by name never finds the last of few, and one that finds
        them first sorts half a million."""

        def found(people: QuerySet[Person]) -> list[tuple[QuerySet[Person], bool]]:
            if self.is_everything and not self.is_small:
                unplaced = Person.objects.filter(worksite=None).order_by().values_list("pk")
                if len(unplaced[: SMALL + 1]) <= SMALL:
                    return [(people.filter(worksite=None), True)]
                return [(people.annotate(site=Apart("worksite")).filter(site=None), False)]
            away = people.exclude(worksite__in=sites.order_by().values("pk"))
            return [(away.filter(self.kept_here), True), (away.filter(self.here_besides), True)]

        return found


def scope(user: User, slug: str) -> Scope:
    seen = Organization.objects.visible_to(user, *SEES_PEOPLE)
    return Scope(user, seen.filter(slug=slug).first() if slug else None)


@dataclass(frozen=True)
class Order:
    """How a list is sorted."""

    key: str = "name"
    is_descending: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return ORDERS[self.key]

    def sorted(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """All of them at once, as for a sheet."""
        if self.key in GROUPED:
            return by_group(people, self.fields[0], self.is_descending)
        return people.order_by(
            *[f"-{name}" if self.is_descending else name for name in self.fields]
        )

    @classmethod
    def read(cls, text: str) -> Order:
        """`job` or `-job`; anything else is by name."""
        key = text.removeprefix("-")
        return cls(key, text.startswith("-")) if key in ORDERS else cls()

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_descending else self.key


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind or before somebody, at a letter, at the end or the beginning."""

    after: int | None = None
    before: int | None = None
    letter: str = ""
    is_last: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Place:
        def number(name: str) -> int | None:
            text = asked.get(name, "")
            return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None

        letter = asked.get("from", "")[:1].lower()
        known = letter if letter in LETTERS + AFTER_Z else ""
        return cls(number("after"), number("before"), known, "last" in asked)


@dataclass(frozen=True)
class Page:
    people: list[Person]
    has_earlier: bool
    has_later: bool


def page(scope: Scope, people: QuerySet[Person], order: Order, place: Place) -> Page:
    """Somebody at whose edge it was to begin and who is gone makes it the first one."""
    edge = edge_of(scope, order, place)
    backwards = place.is_last or (place.before is not None and edge is not None)
    is_falling = order.is_descending is not backwards
    if edge is None and place.letter and str(order) == "name":
        people = people.filter(name_key__gte=place.letter)
    if order.key in GROUPED:
        found = Walk(scope.groups(order.key), people, is_falling, A_PAGE + 1).keys(edge)
    else:
        found = next_keys(people, order, edge, is_falling, is_small=scope.is_small)
    shown, more = found[:A_PAGE], len(found) > A_PAGE
    if backwards:
        return Page(rows_of(scope.user, shown[::-1]), more, edge is not None)
    return Page(rows_of(scope.user, shown), edge is not None or bool(place.letter), more)


def next_keys(
    people: QuerySet[Person], order: Order, edge: Edge | None, is_falling: bool, *, is_small: bool
) -> list[int]:
    if edge is not None:
        people = people.filter(Beyond(order.fields, edge, "<" if is_falling else ">"))
    keys = [Apart(name) if is_small else F(name) for name in order.fields]
    people = people.order_by(*[key.desc() if is_falling else key.asc() for key in keys])
    return list(people.values_list("pk", flat=True)[: A_PAGE + 1])


def edge_of(scope: Scope, order: Order, place: Place) -> Edge | None:
    """Nothing is told of where somebody out of reach would stand."""
    pk = place.before if place.before is not None else place.after
    if pk is None:
        return None
    facts = ("organization__path", *order.fields)
    found = Person.objects.filter(pk=pk).order_by().values_list(*facts).first()
    if found is None or not (scope.holds(found[0]) or pk in scope.guests):
        return None
    return tuple(found[1:])


def rows_of(user: User, keys: list[int]) -> list[Person]:
    """Their records, in this order."""
    seen = Person.objects.visible_to(user).filter(pk__in=keys).order_by()
    found = {one.pk: one for one in seen.select_related("organization", "worksite")}
    return [found[pk] for pk in keys if pk in found]
