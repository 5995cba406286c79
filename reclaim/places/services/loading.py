"""All places at once, from the bundled data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser

from reclaim.places.models import BoundarySet
from reclaim.places.services.areas import (
    load_communities,
    load_postal_areas,
    load_postal_populations,
)
from reclaim.places.services.boundaries import (
    FEDERAL_2013,
    ONTARIO_2022,
    load_districts,
    read_populations,
)
from reclaim.places.services.officials import (
    HOUSE_OF_COMMONS,
    ONTARIO_LEGISLATURE,
    load_members,
)
from reclaim.places.services.reading import Report
from reclaim.places.services.shares import (
    carry_address_shares,
    load_address_shares,
    load_area_shares,
)

# How many reports `load_places` gives, for a progress bar.
STEPS = 10


def load_places(folder: Path, *, by: AbstractBaseUser | None, at: datetime) -> Iterator[Report]:
    """Read every file of places in `folder`, one report a step as it is done.

    Each step is a transaction of its own; run again, it changes only what the files changed.
    """
    members = folder / "officials" / "ontario_members_2021.csv"
    yield load_districts(
        ONTARIO_2022,
        folder / "boundaries" / "ontario_districts_2022.geojson.gz",
        populations=read_populations(members),
        by=by,
        at=at,
    )
    yield load_districts(
        FEDERAL_2013, folder / "boundaries" / "federal_ridings_2013.geojson.gz", by=by, at=at
    )
    yield load_communities(folder / "communities" / "geonames_ca_places_500plus.csv", by=by, at=at)
    yield from load_postal(folder / "postal", by=by, at=at)
    yield load_members(ONTARIO_LEGISLATURE, members, by=by, at=at)
    federal_members = folder / "officials" / "federal_members_2023.csv"
    yield load_members(HOUSE_OF_COMMONS, federal_members, by=by, at=at)


def load_postal(folder: Path, *, by: AbstractBaseUser | None, at: datetime) -> Iterator[Report]:
    ontario = BoundarySet.objects.get(slug=ONTARIO_2022.slug)
    federal = BoundarySet.objects.get(slug=FEDERAL_2013.slug)
    yield load_postal_areas(folder / "fsa_centroids.csv", by=by, at=at)
    yield load_postal_populations(folder / "fsa_population_2016.csv", by=by, at=at)
    weights = folder / "ontario_fsa_to_district_weights.json.gz"
    yield load_address_shares(weights, ontario, by=by, at=at)
    yield carry_address_shares(ontario, federal, by=by, at=at)
    outlines = folder / "fsa_polygons_ontario.topojson.gz"
    yield load_area_shares(outlines, federal, by=by, at=at)
