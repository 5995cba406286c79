"""TopoJSON: shapes that share their borders as numbered arcs of small whole steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from reclaim.core.errors import Refused

Position = tuple[float, float]


def shapes_in(topology: Any, *, name: str) -> list[tuple[str, MultiPolygon]]:
    """Every polygon of the file's first object with its property `name`.

    Follows TopoJSON 1: arcs are delta-encoded, `~n` means arc n backwards, and neighbouring
    arcs of a ring share their end point.
    """
    try:
        arcs = unpacked(topology["arcs"], topology["transform"])
        objects = next(iter(topology["objects"].values()))["geometries"]
        return [(str(thing["properties"][name]), polygons_of(thing, arcs)) for thing in objects]
    except (KeyError, TypeError, StopIteration, IndexError) as error:
        raise Refused(_("The file of postal shapes is not valid TopoJSON.")) from error


def unpacked(arcs: Sequence[Any], transform: Any) -> list[list[Position]]:
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    found = []
    for arc in arcs:
        steps = accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
        found.append([(x * scale_x + shift_x, y * scale_y + shift_y) for x, y in steps])
    return found


def polygons_of(thing: Any, arcs: Sequence[Sequence[Position]]) -> MultiPolygon:
    polygons = thing["arcs"] if thing["type"] == "MultiPolygon" else [thing["arcs"]]
    drawn = [[ring_of(ring, arcs) for ring in polygon] for polygon in polygons]
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in drawn])


def ring_of(numbers: Sequence[int], arcs: Sequence[Sequence[Position]]) -> list[Position]:
    ring: list[Position] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
