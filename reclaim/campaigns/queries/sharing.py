"""What a partner sees of a campaign: its asks, its numbers, and who agreed to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from reclaim.campaigns.models import Campaign, Share, Target
from reclaim.campaigns.queries.people_told import is_given_away, people_tally
from reclaim.campaigns.queries.plan import targets_of
from reclaim.core.offers import Tally, partner_tallies
from reclaim.people.models import Organization, Person, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries.partners import seen_by

FEWEST = 5
Cells = list[int | None]


@dataclass(frozen=True)
class Told:
    """A tally as it may be told; None where a number would point at somebody."""

    title: str
    parts: Sequence[tuple[str, int | None]]
    total: int | None
    url: str
    link_text: str


@dataclass(frozen=True)
class SharedPage:
    share: Share
    campaign: Campaign
    targets: Sequence[Target]
    tallies: Sequence[Told]
    people: Sequence[Person]
    may_see_names: bool


def shares_with(user: User) -> QuerySet[Share]:
    """What is shared today with the partners this account belongs to."""
    rows = Share.objects.visible_to(user).in_force()
    return rows.select_related("campaign__organization", "partner")


def shared_page(share: Share, user: User) -> SharedPage:
    may_see_names = user.holds(share.partner, *SEES_PEOPLE)
    return SharedPage(
        share=share,
        campaign=share.campaign,
        targets=targets_of(share.campaign),
        tallies=tallies_told(share),
        people=list(people_seen(share)) if may_see_names else [],
        may_see_names=may_see_names,
    )


def tallies_told(share: Share) -> list[Told]:
    """What rooms count of the campaign; and the people of its organization, where that was said."""
    counted = [told(one) for one in tallies_of(share.campaign)]
    return [people_told(share), *counted] if share.counts_people else counted


def people_told(share: Share) -> Told:
    tally = people_tally(share.campaign.organization)
    return untold(tally) if is_given_away(share, tally, FEWEST) else told(tally)


def untold(tally: Tally) -> Told:
    parts = [(label, None) for label, _number in tally.parts]
    return Told(tally.title, parts, None, tally.url, tally.link_text)


def tallies_of(campaign: Campaign) -> list[Tally]:
    return [tally for offer in partner_tallies for tally in offer(campaign.pk)]


def people_seen(share: Share) -> QuerySet[Person]:
    ours = Person.objects.filter(organization__path__startswith=share.campaign.organization.path)
    return seen_by(ours, share.partner)


def partners_of_person(person_pk: int) -> list[int]:
    """Partners with whom a campaign of the person's organization, or of one above, is shared."""
    path = Person.objects.values_list("organization__path", flat=True).get(pk=person_pk)
    step = Organization.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    shared = Share.objects.in_force().filter(campaign__organization__path__in=above)
    return list(shared.order_by().values_list("partner", flat=True).distinct())


def told(tally: Tally) -> Told:
    """Parts under five are held back; so is the next smallest as long as subtracting those that
    are told from the total would give a number under five, or the one that is held back."""
    numbers = [number for _label, number in tally.parts]
    cells, total = held_back(numbers)
    labels = [label for label, _number in tally.parts]
    parts = list(zip(labels, cells, strict=True))
    return Told(tally.title, parts, total, tally.url, tally.link_text)


def held_back(numbers: Sequence[int]) -> tuple[Cells, int | None]:
    total = sum(numbers)
    if total < FEWEST:
        return [None] * len(numbers), None
    by_size = sorted(range(len(numbers)), key=lambda place: numbers[place])
    hidden = {place for place in by_size if numbers[place] < FEWEST}
    while hidden and gives_away(hidden, numbers) and len(hidden) < len(numbers):
        hidden.add(next(place for place in by_size if place not in hidden))
    cells = [None if place in hidden else number for place, number in enumerate(numbers)]
    return cells, total


def gives_away(hidden: set[int], numbers: Sequence[int]) -> bool:
    """Whether the total less what is told says what is hidden, or that it is very few."""
    return len(hidden) == 1 or sum(numbers[place] for place in hidden) < FEWEST
