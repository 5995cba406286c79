from reclaim.people.views.invitations import accept_invitation, invite, withdraw
from reclaim.people.views.organizations import add_worksite, end_role, organization, organizations
from reclaim.people.views.people import add_person, change_person, people, person

__all__ = [
    "accept_invitation",
    "add_person",
    "add_worksite",
    "change_person",
    "end_role",
    "invite",
    "organization",
    "organizations",
    "people",
    "person",
    "withdraw",
]
