"""From a position on the earth to the district around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from math import cos, hypot, radians

from django.db.models import Max
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from reclaim.places.models import BoundarySet, Community, District

Fingerprint = tuple[int, datetime | None, int | None]


def find_by_position(
    latitude: float, longitude: float, boundary_set: BoundarySet
) -> District | None:
    """The district that holds the position; None on the water, abroad, or off the globe."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    tree, keys = shapes_of(fingerprint(boundary_set))
    inside = tree.query(Point(longitude, latitude), predicate="intersects")
    if not len(inside):
        return None
    return District.objects.defer("shape").filter(pk=keys[int(inside[0])]).first()


def fingerprint(boundary_set: BoundarySet) -> Fingerprint:
    """Changes whenever the drawing does, in whichever process it was read."""
    fresh = BoundarySet.objects.filter(pk=boundary_set.pk).aggregate(
        changed_at=Max("changed_at"), last=Max("districts__pk")
    )
    return boundary_set.pk, fresh["changed_at"], fresh["last"]


@lru_cache(maxsize=8)
def shapes_of(drawing: Fingerprint) -> tuple[STRtree, list[int]]:
    """Built once a process for each drawing: a tenth of a second for a country."""
    rows = District.objects.filter(boundary_set=drawing[0]).values_list("pk", "shape")
    found: list[tuple[int, BaseGeometry]] = [(key, shape(drawn)) for key, drawn in rows]
    return STRtree([drawn for _, drawn in found]), [key for key, _ in found]


def nearest_community(latitude: float | None, longitude: float | None) -> Community | None:
    """The city, town or village whose centre is nearest, within about a hundred kilometres."""
    if latitude is None or longitude is None:
        return None
    narrowing = cos(radians(latitude))
    near: Iterable[Community] = Community.objects.filter(
        latitude__range=(latitude - 1, latitude + 1),
        longitude__range=(longitude - 2, longitude + 2),
    )
    return min(
        near,
        key=lambda place: hypot(
            place.latitude - latitude, (place.longitude - longitude) * narrowing
        ),
        default=None,
    )
