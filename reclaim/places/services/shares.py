"""Which part of a postal area lies in which district: by addresses, else by area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import cos, radians
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from shapely import STRtree, make_valid, transform
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from reclaim.core import audit
from reclaim.core.errors import Refused
from reclaim.places.models import BoundarySet, District, PostalArea, PostalShare
from reclaim.places.queries import folded
from reclaim.places.services.reading import Report, keep_rows, read_json
from reclaim.places.services.topology import shapes_in

# Parts of an area smaller than this are where two simplified lines miss each other.
SLIVER = 0.005
# Two drawings of one district overlap at least this much; the rest is the simplifying.
SAME_DISTRICT = 0.95

Shares = Mapping[int, float]  # district key → share


@transaction.atomic
def load_address_shares(
    path: Path, boundary_set: BoundarySet, *, by: AbstractBaseUser | None, at: datetime
) -> Report:
    """Read shares counted from sampled postal codes: the best measure, for it counts doors."""
    rows = read_json(path)
    if not (isinstance(rows, list) and rows and "fsa" in rows[0]):
        raise Refused(_("%(file)s has no postal areas in it.") % {"file": path.name})
    report = Report(path.name, rows=len(rows))
    areas = PostalArea.objects.in_bulk(field_name="code")
    districts = dict(boundary_set.districts.values_list("code", "pk"))
    found: dict[int, Shares] = {}
    for line, row in enumerate(rows, start=1):
        if reason := why_not_counted(row, areas, districts):
            report.leave(line, reason, row)
        else:
            found[areas[row["fsa"]].pk] = counted(row, districts)
    report.kept = len(found)
    keep_shares(boundary_set, found, PostalShare.Measure.ADDRESSES, report)
    record(report, boundary_set, by=by, at=at)
    return report


def why_not_counted(
    row: Mapping[str, Any], areas: Mapping[str, Any], districts: Mapping[str, int]
) -> str:
    if row["fsa"] not in areas:
        return _("not a postal area we know")
    if not any(entry["count"] for entry in row["eds"]):
        return _("no address was found in it")
    if any(entry["id"] not in districts for entry in row["eds"]):
        return _("a district we don't know")
    return ""


def counted(row: Mapping[str, Any], districts: Mapping[str, int]) -> Shares:
    whole = sum(entry["count"] for entry in row["eds"])
    return {
        districts[entry["id"]]: entry["count"] / whole for entry in row["eds"] if entry["count"]
    }


@transaction.atomic
def carry_address_shares(
    origin: BoundarySet, target: BoundarySet, *, by: AbstractBaseUser | None, at: datetime
) -> Report:
    """Use shares counted in one drawing for another, where their districts are the same.

    South of the north, Ontario's districts are the federal ridings of 2013 by law. An area is
    carried over only when every district its addresses lie in has its twin.
    """
    same = twins(origin, target)
    counted_shares: dict[int, dict[int, float]] = {}
    for share in PostalShare.objects.filter(
        district__boundary_set=origin, measure=PostalShare.Measure.ADDRESSES
    ):
        counted_shares.setdefault(share.postal_area_id, {})[share.district_id] = share.share
    found = {
        area: {same[key]: share for key, share in shares.items()}
        for area, shares in counted_shares.items()
        if shares.keys() <= same.keys()
    }
    report = Report(f"{origin.slug} → {target.slug}", rows=len(counted_shares), kept=len(found))
    for area in counted_shares.keys() - found.keys():
        report.leave(area, _("its districts are drawn differently"), {"postal_area": area})
    keep_shares(target, found, PostalShare.Measure.ADDRESSES, report)
    record(report, target, by=by, at=at)
    return report


def twins(origin: BoundarySet, target: BoundarySet) -> dict[int, int]:
    """District → the district of the same name and all but the same shape in the other set."""
    others = {
        (folded(name), province): (key, shape(drawn))
        for key, name, province, drawn in described(target)
    }
    found = {}
    for key, name, province, drawn in described(origin):
        other = others.get((folded(name), province))
        if other and overlap(shape(drawn), other[1]) >= SAME_DISTRICT:
            found[key] = other[0]
    return found


def described(boundary_set: BoundarySet) -> list[tuple[int, str, str, Any]]:
    return list(boundary_set.districts.values_list("pk", "name_en", "province", "shape"))


def overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    return one.intersection(other).area / one.union(other).area


@transaction.atomic
def load_area_shares(
    path: Path, boundary_set: BoundarySet, *, by: AbstractBaseUser | None, at: datetime
) -> Report:
    """Lay postal areas (TopoJSON) over districts, where no addresses were counted."""
    drawn = shapes_in(read_json(path), name="CFSAUID")
    report = Report(f"{path.name} × {boundary_set.slug}", rows=len(drawn))
    areas = dict(PostalArea.objects.values_list("code", "pk"))
    counted_areas = set(
        PostalShare.objects.filter(
            district__boundary_set=boundary_set, measure=PostalShare.Measure.ADDRESSES
        ).values_list("postal_area_id", flat=True)
    )
    layer = Layer(boundary_set)
    found: dict[int, Shares] = {}
    for line, (code, outline) in enumerate(drawn, start=1):
        area = areas.get(code)
        if area is None:
            report.leave(line, _("not a postal area we know"), {"postal_area": code})
        elif area in counted_areas:
            report.leave(line, _("its addresses were counted"), {"postal_area": code})
        elif shares := layer.under(outline):
            found[area] = shares
        else:
            report.leave(line, _("outside every district"), {"postal_area": code})
    report.kept = len(found)
    keep_shares(boundary_set, found, PostalShare.Measure.AREA, report)
    record(report, boundary_set, by=by, at=at)
    return report


class Layer:
    """The districts of one set, ready to be asked what lies under a shape."""

    def __init__(self, boundary_set: BoundarySet) -> None:
        rows = list(District.objects.filter(boundary_set=boundary_set).values_list("pk", "shape"))
        self.keys = [key for key, _drawn in rows]
        self.shapes = [shape(drawn) for _key, drawn in rows]
        self.tree = STRtree(self.shapes)

    def under(self, outline: BaseGeometry) -> Shares:
        """Shares of the part that lies in any district, so that shore lines don't matter."""
        outline = outline if outline.is_valid else make_valid(outline)
        parts = {
            self.keys[index]: flat_area(outline.intersection(self.shapes[index]))
            for index in self.tree.query(outline, predicate="intersects").tolist()
        }
        whole = sum(parts.values())
        kept = {key: part for key, part in parts.items() if part > SLIVER * whole}
        rest = sum(kept.values())
        return {key: part / rest for key, part in kept.items()}


def flat_area(part: BaseGeometry) -> float:
    """Area in equal measure from south to north: degrees of longitude narrow by the cosine."""

    def narrowed(points: Any) -> Any:
        return points * [cos(radians(part.centroid.y)), 1]

    return 0.0 if part.is_empty else float(transform(part, narrowed).area)


def keep_shares(
    boundary_set: BoundarySet, found: Mapping[int, Shares], measure: str, report: Report
) -> None:
    """Write the shares of these areas in this set, and take away those no longer found."""
    rows = [
        PostalShare(postal_area_id=area, district_id=key, share=round(share, 6), measure=measure)
        for area, shares in found.items()
        for key, share in shares.items()
    ]
    keep_rows(rows, ["postal_area_id", "district_id"], ["share", "measure"], report)
    wanted = {(row.postal_area_id, row.district_id) for row in rows}
    old = [
        key
        for key, area, district in PostalShare.objects.filter(
            district__boundary_set=boundary_set
        ).values_list("pk", "postal_area_id", "district_id")
        if area in found and (area, district) not in wanted
    ]
    report.ended, _by_model = PostalShare.objects.filter(pk__in=old).delete()


def record(
    report: Report, boundary_set: BoundarySet, *, by: AbstractBaseUser | None, at: datetime
) -> None:
    if report.is_news:
        audit.record(
            "postal shares read", boundary_set, by=by, at=at, new=report.new, ended=report.ended
        )
