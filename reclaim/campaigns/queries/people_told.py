"""How many members and friends an organization has, as a partner may know it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reclaim.campaigns.models import Share
from reclaim.core.offers import Tally
from reclaim.people.models import LocalMembership, Organization, Person

FRIEND = LocalMembership.Kind.FRIEND


def people_tally(organization: Organization) -> Tally:
    """Of it and all below it, today; who is a member anywhere there is no friend besides."""
    rows = LocalMembership.objects.in_force().order_by()
    there = rows.filter(organization__path__startswith=organization.path)
    members = there.exclude(kind=FRIEND).values("person").distinct()
    friends = there.filter(kind=FRIEND).exclude(person__in=members).values("person").distinct()
    ours = Person.objects.filter(organization__path__startswith=organization.path).order_by()
    parts = [
        (_("Members"), members.count()),
        (_("Friends"), friends.count()),
        (_("Others in our records"), ours.exclude(pk__in=there.values("person")).count()),
    ]
    return Tally(_("In %(organization)s") % {"organization": organization}, parts)


def is_given_away(share: Share, tally: Tally, fewest: int) -> bool:
    """Whether what the same partner is told of organizations below, taken from these numbers,
    leaves very few of the rest."""
    below = [numbers_of(people_tally(one)) for one in told_below(share)]
    rest = [own - sum(told) for own, *told in zip(numbers_of(tally), *below, strict=True)]
    return bool(below) and any(left and left < fewest for left in rest)


def numbers_of(tally: Tally) -> list[int]:
    """Its parts and the whole."""
    parts = [number for _label, number in tally.parts]
    return [*parts, sum(parts)]


def told_below(share: Share) -> list[Organization]:
    """The uppermost organizations below, of which the same partner is told numbers too."""
    above = share.campaign.organization.path
    others = Share.objects.in_force().filter(partner=share.partner, counts_people=True)
    found = Organization.objects.filter(
        pk__in=others.values("campaign__organization"), path__startswith=above
    ).exclude(path=above)
    highest: list[Organization] = []
    for one in found.order_by("path"):
        if not any(one.path.startswith(upper.path) for upper in highest):
            highest.append(one)
    return highest
