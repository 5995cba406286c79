"""A district drawn as paths of one small picture: itself, its neighbours, its larger places."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from shapely import STRtree, clip_by_rect
from shapely.geometry import Point, box, shape
from shapely.geometry.base import BaseGeometry

from reclaim.places.models import Community, District
from reclaim.places.queries.positions import fingerprint, shapes_of

WIDTH = 600  # of the picture, in its own units; the page scales it
MARGIN = 0.08  # of the longer side, so that a neighbour shows on every side
MOST_PLACES = 4
APART = 60  # names of places nearer to each other than this would overlap


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    name: str

    @property
    def is_right(self) -> bool:
        """In the right part of the picture, where a name has to stand before its dot."""
        return self.x > 0.65 * WIDTH


@dataclass(frozen=True)
class DistrictMap:
    """`view_box` and path texts for an inline SVG."""

    view_box: str
    outline: str
    neighbours: list[str]
    places: list[Dot]


class Frame:
    """The window of the earth a picture shows, and where a position falls in it."""

    def __init__(self, drawn: BaseGeometry) -> None:
        west, south, east, north = drawn.bounds
        self.narrowing = cos(radians((south + north) / 2))
        margin = MARGIN * max((east - west) * self.narrowing, north - south)
        self.west, self.east = west - margin / self.narrowing, east + margin / self.narrowing
        self.south, self.north = south - margin, north + margin
        self.scale = WIDTH / ((self.east - self.west) * self.narrowing)

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {round((self.north - self.south) * self.scale)}"

    def clip(self, drawn: BaseGeometry) -> BaseGeometry:
        return clip_by_rect(drawn, self.west, self.south, self.east, self.north)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.narrowing * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def path(self, drawn: BaseGeometry) -> str:
        """The text of an SVG path along lines; filled with the even-odd rule, holes stay open."""
        return "".join(self.line(list(line.coords)) for line in lines_in(drawn))

    def line(self, positions: list[tuple[float, ...]]) -> str:
        points = [self.at(position[0], position[1]) for position in positions]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def lines_in(drawn: BaseGeometry) -> list[BaseGeometry]:
    """The parts of a border, which may be one line or many."""
    parts = getattr(drawn, "geoms", [drawn])
    return [part for part in parts if part.geom_type == "LineString" and not part.is_empty]


def map_of(district: District) -> DistrictMap:
    """The picture of one district among its neighbours of the same drawing."""
    drawn = shape(district.shape)
    frame = Frame(drawn)
    tree, keys = shapes_of(fingerprint(district.boundary_set))
    return DistrictMap(
        view_box=frame.view_box,
        outline=frame.path(drawn.boundary),
        neighbours=neighbours(district, frame, tree, keys),
        places=larger_places(drawn, frame),
    )


def neighbours(district: District, frame: Frame, tree: STRtree, keys: list[int]) -> list[str]:
    window = box(frame.west, frame.south, frame.east, frame.north)
    near = [index for index in tree.query(window).tolist() if keys[index] != district.pk]
    paths = [frame.path(frame.clip(tree.geometries[index].boundary)) for index in near]
    return [path for path in paths if path]


def larger_places(drawn: BaseGeometry, frame: Frame) -> list[Dot]:
    """The communities inside with the most people, no two so near that their names collide."""
    west, south, east, north = drawn.bounds
    inside = Community.objects.filter(
        latitude__range=(south, north), longitude__range=(west, east)
    ).order_by("-population")
    dots: list[Dot] = []
    for place in inside[:40]:
        x, y = frame.at(place.longitude, place.latitude)
        is_free = all(abs(y - dot.y) > APART / 2 or abs(x - dot.x) > 4 * APART for dot in dots)
        if is_free and drawn.contains(Point(place.longitude, place.latitude)):
            dots.append(Dot(x, y, place.name))
        if len(dots) == MOST_PLACES:
            break
    return dots
