"""How many, never who: counts of what people said of themselves, small ones not told."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.people.models import Organization, Person, SelfIdentification
from reclaim.people.models.self_identification import Identity

FEWEST = 5
QUESTIONS = ["", *Identity.values]  # "": whether they answered at all
Cells = list[int | None]


@dataclass(frozen=True)
class Row:
    """One organization and all below it; None where telling would point at somebody."""

    name: str
    answered: int | None
    cells: Cells


@dataclass(frozen=True)
class Counts:
    columns: list[str]
    rows: list[Row]
    total: Row


Said = tuple[str, frozenset[str]]


def counts_of(organization: Organization) -> Counts:
    """A row for each organization directly below, and the total.

    A number is told when at least five said so and at least five did not. Where a single number
    of a column is held back, the total would give it away, so the next smallest is held back too.
    What is held back in the table of the organization above is held back here as well, so that
    two pages together tell no more than one.
    """
    root = Organization.objects.get_root(organization)
    said = said_in(root)
    above: Organization | None = Organization.objects.get_parent(organization)
    totals = totals_of(organization, above, said)
    children = list(Organization.objects.get_children(organization))
    columns = [
        below(children, said, value, total) for value, total in zip(QUESTIONS, totals, strict=True)
    ]
    rows = [
        Row(child.name, columns[0][number], [column[number] for column in columns[1:]])
        for number, child in enumerate(children)
    ]
    total = Row(organization.name, totals[0], totals[1:])
    return Counts([str(label) for label in Identity.labels], rows, total)


def totals_of(organization: Organization, above: Organization | None, said: list[Said]) -> Cells:
    """What may be told of the organization as a whole, given what the one above tells of it."""
    if above is None:
        return [count(organization, said, value) for value in QUESTIONS]
    siblings = list(Organization.objects.get_children(above))
    place = [one.pk for one in siblings].index(organization.pk)
    known = totals_of(above, Organization.objects.get_parent(above), said)
    return [
        below(siblings, said, value, total)[place]
        for value, total in zip(QUESTIONS, known, strict=True)
    ]


def below(places: list[Organization], said: list[Said], value: str, total: int | None) -> Cells:
    return held_back([count(place, said, value) for place in places], total)


def said_in(organization: Organization) -> list[Said]:
    people = Person.objects.filter(organization__path__startswith=organization.path).order_by()
    rows = SelfIdentification.objects.filter(person__in=people).select_related(
        "person__organization"
    )
    return [(row.person.organization.path, row.chosen) for row in rows.iterator()]


def count(place: Organization, said: list[Said], value: str) -> int | None:
    """How many there said so, unless so few did, or did not, that it tells who. "" counts those
    who answered."""
    there = [chosen for path, chosen in said if path.startswith(place.path)]
    if not there:
        return 0  # nobody answered, so it points at nobody
    if not value:
        return len(there) if len(there) >= FEWEST else None
    many = sum(value in chosen for chosen in there)
    return many if min(many, len(there) - many) >= FEWEST else None


def held_back(cells: Cells, total: int | None) -> Cells:
    """A single gap beside a known total is no gap: hold back the smallest other too."""
    known = [number for number, cell in enumerate(cells) if cell is not None]
    if total is None or len(cells) - len(known) != 1 or not known:
        return cells
    smallest = min(known, key=lambda number: cells[number] or 0)
    return [None if number == smallest else cell for number, cell in enumerate(cells)]
