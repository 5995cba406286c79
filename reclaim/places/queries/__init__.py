"""Reads across places. Other rooms call these."""

from reclaim.places.queries.answers import Answer, look_up, look_up_position, search_districts
from reclaim.places.queries.maps import map_of
from reclaim.places.queries.names import folded, shown
from reclaim.places.queries.officials import (
    address_of,
    boundary_set_in_use,
    history_of,
    members_of,
    office_for,
    official_for,
    terms_for,
)
from reclaim.places.queries.positions import find_by_position, nearest_community
from reclaim.places.queries.postal_codes import (
    SURE_SHARE,
    SURE_SHARE_OF_LAND,
    Candidate,
    Found,
    clean_postal_code,
    find_by_postal_code,
    postal_areas_in,
    share_in_words,
)

__all__ = [
    "SURE_SHARE",
    "SURE_SHARE_OF_LAND",
    "Answer",
    "Candidate",
    "Found",
    "address_of",
    "boundary_set_in_use",
    "clean_postal_code",
    "find_by_position",
    "find_by_postal_code",
    "folded",
    "history_of",
    "look_up",
    "look_up_position",
    "map_of",
    "members_of",
    "nearest_community",
    "office_for",
    "official_for",
    "postal_areas_in",
    "search_districts",
    "share_in_words",
    "shown",
    "terms_for",
]
