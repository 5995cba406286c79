from reclaim.places.models.areas import Community, PostalArea, PostalShare
from reclaim.places.models.districts import BoundarySet, District
from reclaim.places.models.officials import Office, Official, Term, TermQuerySet

__all__ = [
    "BoundarySet",
    "Community",
    "District",
    "Office",
    "Official",
    "PostalArea",
    "PostalShare",
    "Term",
    "TermQuerySet",
]
