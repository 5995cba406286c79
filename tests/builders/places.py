"""Rows of places for tests."""

from __future__ import annotations

from typing import Any

from reclaim.places.models import BoundarySet, District, Office, Official, PostalArea, Term
from tests.builders.core import LONG_AGO, numbers


def make_boundary_set(**changes: Any) -> BoundarySet:
    number = next(numbers)
    facts = {
        "slug": f"drawing-{number}",
        "level": BoundarySet.Level.PROVINCIAL,
        "name_en": f"Districts {number}",
        "authority": "Elections Office",
        "in_force_from": LONG_AGO,
        **changes,
    }
    return BoundarySet.objects.create(**facts)


def make_district(boundary_set: BoundarySet | None = None, **changes: Any) -> District:
    """A district one degree wide, from the equator north and Greenwich east."""
    number = next(numbers)
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    facts = {
        "boundary_set": boundary_set or make_boundary_set(),
        "code": str(number),
        "name_en": f"Harbour {number}",
        "province": "ON",
        "shape": {"type": "Polygon", "coordinates": square},
        **changes,
    }
    return District.objects.create(**facts)


def make_postal_area(code: str = "M4C", **changes: Any) -> PostalArea:
    return PostalArea.objects.create(code=code, **{"province": "ON", **changes})


def make_office(district: District | None = None, **changes: Any) -> Office:
    number = next(numbers)
    facts = {"slug": f"office-{number}", "body_en": "Council", "title_en": f"Member {number}"}
    return Office.objects.create(district=district, **{**facts, **changes})


def make_term(office: Office | None = None, **changes: Any) -> Term:
    """Somebody in an office, today unless `until` says otherwise."""
    number = next(numbers)
    facts = {
        "official": Official(given_name="Ada", family_name=f"Ferreira {number}"),
        "email": f"member{number}@council.example",
        "source": "members.csv:2",
        **changes,
    }
    facts["official"].save()
    return Term.objects.create(office=office or make_office(), **facts)
