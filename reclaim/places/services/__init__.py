"""Every change to places: reading the published files, opening offices."""

from reclaim.places.services.areas import (
    load_communities,
    load_postal_areas,
    load_postal_populations,
)
from reclaim.places.services.boundaries import (
    FEDERAL_2013,
    ONTARIO_2022,
    Drawing,
    load_districts,
    read_populations,
)
from reclaim.places.services.loading import STEPS, load_places
from reclaim.places.services.officials import (
    HOUSE_OF_COMMONS,
    ONTARIO_LEGISLATURE,
    Legislature,
    load_members,
    open_committee_office,
)
from reclaim.places.services.reading import Report, SetAside
from reclaim.places.services.shares import (
    carry_address_shares,
    load_address_shares,
    load_area_shares,
)

__all__ = [
    "FEDERAL_2013",
    "HOUSE_OF_COMMONS",
    "ONTARIO_2022",
    "ONTARIO_LEGISLATURE",
    "STEPS",
    "Drawing",
    "Legislature",
    "Report",
    "SetAside",
    "carry_address_shares",
    "load_address_shares",
    "load_area_shares",
    "load_communities",
    "load_districts",
    "load_members",
    "load_places",
    "load_postal_areas",
    "load_postal_populations",
    "open_committee_office",
    "read_populations",
]
