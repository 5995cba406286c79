from reclaim.campaigns.queries.basis import Basis, basis_of
from reclaim.campaigns.queries.plan import (
    SOON,
    Plan,
    campaigns_of,
    people_who_may_carry,
    plan_of,
    seats_of,
    services_of,
    services_to_fight_for,
    steps_for,
    targets_of,
    worksites_of,
)
from reclaim.campaigns.queries.room import Room, room
from reclaim.campaigns.queries.sharing import (
    partners_of_person,
    people_seen,
    shared_page,
    shares_with,
)

__all__ = [
    "SOON",
    "Basis",
    "Plan",
    "Room",
    "basis_of",
    "campaigns_of",
    "partners_of_person",
    "people_seen",
    "people_who_may_carry",
    "plan_of",
    "room",
    "seats_of",
    "services_of",
    "services_to_fight_for",
    "shared_page",
    "shares_with",
    "steps_for",
    "targets_of",
    "worksites_of",
]
