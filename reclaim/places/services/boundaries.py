"""Reading districts and their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape

from reclaim.core import audit
from reclaim.places.models import BoundarySet, District
from reclaim.places.queries import shown
from reclaim.places.services.reading import Report, keep_rows, read_features, read_table


@dataclass(frozen=True)
class Drawing:
    """One drawing of the districts of a legislature, and how its file names things."""

    slug: str
    level: str
    name_en: str
    name_fr: str
    authority: str
    in_force_from: date
    in_force_until: date | None
    code: str  # the property that holds the authority's number
    province: str  # of all its districts; "" when the file says it for each
    population: str = ""  # the property that holds it, if any


ONTARIO_2022 = Drawing(
    slug="ontario-2022",
    level=BoundarySet.Level.PROVINCIAL,
    name_en="Ontario electoral districts (2022)",
    name_fr="Circonscriptions électorales de l'Ontario (2022)",
    authority="Elections Ontario",
    in_force_from=date(2018, 6, 7),  # the first general election fought on these lines
    in_force_until=None,
    code="district_id",
    province="ON",
)
FEDERAL_2013 = Drawing(
    slug="federal-2013",
    level=BoundarySet.Level.FEDERAL,
    name_en="Federal ridings (2013)",
    name_fr="Circonscriptions fédérales (2013)",
    authority="Elections Canada",
    in_force_from=date(2015, 10, 19),
    in_force_until=date(2025, 3, 22),  # the 2023 order took their place when the writs fell
    code="fednum",
    province="",
    population="population_2011",
)


@transaction.atomic
def load_districts(
    drawing: Drawing,
    path: Path,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    populations: Mapping[str, int] | None = None,
) -> Report:
    """Read a GeoJSON file of districts. Districts it no longer has stay: history hangs on them.

    `populations` by district number, for a drawing whose file has none.
    """
    features = read_features(path)
    boundary_set = keep_boundary_set(drawing)
    report = Report(path.name, rows=len(features))
    districts: dict[str, District] = {}
    for line, feature in enumerate(features, start=1):
        district = district_of(drawing, feature, populations or {})
        if reason := why_not_keep(district, feature, districts):
            report.leave(line, reason, feature.get("properties") or {})
            continue
        district.boundary_set = boundary_set
        districts[district.code] = district
    report.kept = len(districts)
    fields = ["name_en", "name_fr", "province", "population", "shape"]
    keep_rows(list(districts.values()), ["boundary_set_id", "code"], fields, report)
    if report.is_news:
        boundary_set.changed_at = at
        boundary_set.save(update_fields=["changed_at"])
        audit.record(
            "districts read", boundary_set, by=by, at=at, new=report.new, changed=report.changed
        )
    return report


def keep_boundary_set(drawing: Drawing) -> BoundarySet:
    facts = {
        name: getattr(drawing, name)
        for name in ("level", "name_en", "name_fr", "authority", "in_force_from", "in_force_until")
    }
    boundary_set, _created = BoundarySet.objects.update_or_create(slug=drawing.slug, defaults=facts)
    return boundary_set


def district_of(
    drawing: Drawing, feature: Mapping[str, Any], populations: Mapping[str, int]
) -> District:
    facts = feature.get("properties") or {}
    code = str(facts.get(drawing.code) or "")
    english = shown(str(facts.get("name_en") or facts.get("name_fr") or ""))
    return District(
        code=code,
        name_en=english,
        name_fr=shown(str(facts.get("name_fr") or "")) or english,
        province=drawing.province or str(facts.get("province") or ""),
        population=populations.get(code, facts.get(drawing.population)),
        shape=feature.get("geometry"),
    )


def why_not_keep(
    district: District, feature: Mapping[str, Any], seen: Mapping[str, District]
) -> str:
    if not (district.code and district.name_en):
        return _("no number or no name")
    if district.code in seen:
        return _("the same number twice")
    return "" if is_drawn(feature.get("geometry")) else _("no usable shape")


def is_drawn(geometry: Any) -> bool:
    try:
        return shape(geometry).area > 0
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError):
        return False


def read_populations(path: Path) -> dict[str, int]:
    """District number → population, from the legislature's own list of members."""
    rows = read_table(path, ["district_id", "population"])
    return {
        row["district_id"]: int(row["population"])
        for _line, row in rows
        if (row["population"] or "").isdigit()
    }
