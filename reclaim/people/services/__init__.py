"""Every change to accounts, roles, organizations and people."""

from reclaim.people.services.invitations import (
    accept_invitation,
    accept_signed_in,
    invite,
    send_invitation,
    withdraw_invitation,
)
from reclaim.people.services.organizations import add_worksite, create_organization, found
from reclaim.people.services.people import add_person, change_person
from reclaim.people.services.roles import end_role, give_role

__all__ = [
    "accept_invitation",
    "accept_signed_in",
    "add_person",
    "add_worksite",
    "change_person",
    "create_organization",
    "end_role",
    "found",
    "give_role",
    "invite",
    "send_invitation",
    "withdraw_invitation",
]
