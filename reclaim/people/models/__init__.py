from reclaim.people.models.invitation import Invitation
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.person import Person, Worksite
from reclaim.people.models.user import Membership, Role, User

__all__ = [
    "Invitation",
    "Membership",
    "Organization",
    "Person",
    "Role",
    "User",
    "Worksite",
    "reach",
]
