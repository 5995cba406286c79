"""Everything we know about a place somebody asks for: both houses, members, people, mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from reclaim.places.models import BoundarySet, Community, District, Office, PostalArea, Term
from reclaim.places.queries.names import folded
from reclaim.places.queries.officials import (
    boundary_set_in_use,
    members_of,
    office_for,
    official_for,
)
from reclaim.places.queries.positions import find_by_position, nearest_community
from reclaim.places.queries.postal_codes import Candidate, Found, find_by_postal_code

LEVELS = (BoundarySet.Level.PROVINCIAL, BoundarySet.Level.FEDERAL)


@dataclass(frozen=True)
class Seat:
    """One house's answer: the district, who speaks for it, and what else it might be."""

    boundary_set: BoundarySet
    district: District | None = None
    office: Office | None = None
    term: Term | None = None
    found: Found | None = None
    is_chosen: bool = False

    @property
    def others(self) -> list[Candidate]:
        """The candidates when the district was taken for them: the way out."""
        candidates = self.found.candidates if self.found else []
        return [] if self.district is None else candidates


@dataclass(frozen=True)
class Answer:
    """What the page shows for one postal code or one position."""

    code: str = ""
    postal_area: PostalArea | None = None
    community: Community | None = None
    seats: list[Seat] = field(default_factory=list)


def drawings_in_use() -> list[BoundarySet]:
    found = [boundary_set_in_use(level) for level in LEVELS]
    return [drawing for drawing in found if drawing is not None]


def look_up(code: str, chosen: Mapping[str, int | None]) -> Answer:
    """Both houses for a postal code. `chosen` is the district a person picked, by level.

    Refused when the area is unknown.
    """
    seats = []
    area: PostalArea | None = None
    for drawing in drawings_in_use():
        found = find_by_postal_code(code, drawing)
        area, code = found.postal_area, found.code
        picked = known_districts().filter(boundary_set=drawing, pk=chosen.get(drawing.level) or 0)
        district = picked.first()
        seats.append(seat(drawing, district or found.district, found, district is not None))
    community = nearest_community(area.latitude, area.longitude) if area else None
    return Answer(code, area, community, seats)


def look_up_position(latitude: float, longitude: float) -> Answer:
    seats = [
        seat(drawing, find_by_position(latitude, longitude, drawing))
        for drawing in drawings_in_use()
    ]
    return Answer(community=nearest_community(latitude, longitude), seats=seats)


def seat(
    drawing: BoundarySet,
    district: District | None,
    found: Found | None = None,
    is_chosen: bool = False,
) -> Seat:
    if district is None:
        return Seat(drawing, found=found)
    office, term = office_for(district), official_for(district)
    return Seat(drawing, district, office, term, found, is_chosen)


def known_districts() -> QuerySet[District]:
    """Without their shapes, which are heavy and rarely read."""
    return District.objects.defer("shape").select_related("boundary_set")


@dataclass(frozen=True)
class ListedDistrict:
    district: District
    term: Term | None


def search_districts(text: str) -> list[tuple[BoundarySet, list[ListedDistrict]]]:
    """Districts by part of their name or their member's, in either language, any accents."""
    wanted = folded(text)
    districts = list(known_districts().filter(boundary_set__in=drawings_in_use()))
    terms = members_of(districts)
    listed = [ListedDistrict(district, terms.get(district.pk)) for district in districts]
    hits = [entry for entry in listed if wanted in folded(words_of(entry))]
    return [
        (drawing, [entry for entry in hits if entry.district.boundary_set == drawing])
        for drawing in drawings_in_use()
    ]


def words_of(entry: ListedDistrict) -> str:
    names = f"{entry.district.name_en} {entry.district.name_fr}"
    return f"{names} {entry.term.official}" if entry.term else names
