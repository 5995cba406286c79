"""Reading communities and postal areas."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from reclaim.places.models import Community, PostalArea
from reclaim.places.queries import folded
from reclaim.places.services.reading import Report, Row, keep_rows, read_table, why_not_whole

# As the postal file writes them, without accents and case.
PROVINCES = {
    "alberta": "AB",
    "british columbia": "BC",
    "manitoba": "MB",
    "new brunswick": "NB",
    "newfoundland and labrador": "NL",
    "northwest territory": "NT",
    "northwest territories": "NT",
    "nova scotia": "NS",
    "nunavut": "NU",
    "nunavut territory": "NU",
    "ontario": "ON",
    "prince edward island": "PE",
    "quebec": "QC",
    "saskatchewan": "SK",
    "yukon": "YT",
    "yukon territory": "YT",
}


@transaction.atomic
def load_communities(path: Path, *, by: AbstractBaseUser | None, at: datetime) -> Report:
    """Read the list of cities, towns and villages (GeoNames columns)."""
    columns = ["geonameid", "name", "province", "latitude", "longitude", "population"]
    rows = read_table(path, columns)
    report = Report(path.name, rows=len(rows))
    kept: dict[int, Community] = {}
    for line, row in rows:
        if reason := why_not_whole(row) or why_not_on_the_map(row):
            report.leave(line, reason, row)
        elif not (row["geonameid"].isdigit() and row["population"].isdigit()):
            report.leave(line, _("no number or no population"), row)
        elif int(row["geonameid"]) in kept:
            report.leave(line, _("the same number twice"), row)
        else:
            kept[int(row["geonameid"])] = community_of(row)
    report.kept = len(kept)
    fields = ["name", "province", "latitude", "longitude", "population"]
    keep_rows(list(kept.values()), ["geonames_id"], fields, report)
    return report


def community_of(row: Row) -> Community:
    return Community(
        geonames_id=int(row["geonameid"]),
        name=row["name"],
        province=row["province"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        population=int(row["population"]),
    )


def why_not_on_the_map(row: Row) -> str:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        return _("no position")
    is_there = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return "" if is_there else _("a position off the globe")


@transaction.atomic
def load_postal_areas(path: Path, *, by: AbstractBaseUser | None, at: datetime) -> Report:
    """Read forward sortation areas with the position of their centres."""
    rows = read_table(path, ["fsa", "name", "province", "latitude", "longitude"])
    report = Report(path.name, rows=len(rows))
    kept: dict[str, PostalArea] = {}
    for line, row in rows:
        if reason := why_not_whole(row) or why_not_on_the_map(row):
            report.leave(line, reason, row)
        elif len(row["fsa"]) != 3 or row["fsa"] in kept:
            report.leave(line, _("not a postal area, or one met before"), row)
        elif folded(row["province"]) not in PROVINCES:
            report.leave(line, _("an unknown province"), row)
        else:
            kept[row["fsa"]] = postal_area_of(row)
    report.kept = len(kept)
    keep_rows(list(kept.values()), ["code"], ["name", "province", "latitude", "longitude"], report)
    return report


def postal_area_of(row: Row) -> PostalArea:
    return PostalArea(
        code=row["fsa"],
        name=row["name"],
        province=PROVINCES[folded(row["province"])],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


@transaction.atomic
def load_postal_populations(path: Path, *, by: AbstractBaseUser | None, at: datetime) -> Report:
    """Add the census population to the postal areas already known."""
    rows = read_table(path, ["Geographic code", "Population, 2016"])
    report = Report(path.name, rows=len(rows))
    areas = PostalArea.objects.in_bulk(field_name="code")
    changed = []
    for line, row in rows:
        area = areas.get(row["Geographic code"] or "")
        if area is None:
            report.leave(line, _("not a postal area we know"), row)
        elif not (row["Population, 2016"] or "").isdigit():
            report.leave(line, _("no population"), row)
        else:
            report.kept += 1
            if area.population != int(row["Population, 2016"]):
                area.population = int(row["Population, 2016"])
                changed.append(area)
    PostalArea.objects.bulk_update(changed, ["population"], batch_size=500)
    report.changed = len(changed)
    return report
