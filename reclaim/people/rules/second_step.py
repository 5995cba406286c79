"""Who decides of whom a second step is asked."""

from django.utils.translation import gettext as _

from reclaim.people.models import Organization, Role, User


def why_not_ask_second_step(user: User, organization: Organization) -> str:
    if user.holds(organization, Role.ADMINISTRATOR):
        return ""
    return _(
        "Only an administrator of %(organization)s decides of whom a second step is asked."
    ) % {"organization": organization}
