"""Campaigns and their plans: what is decided when, what comes before, who carries it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from reclaim.campaigns import rules
from reclaim.campaigns.models import Campaign, Milestone, Target
from reclaim.core import clock
from reclaim.people.models import Organization, Person, User, Worksite, reach
from reclaim.places.models import Office
from reclaim.watch.models import Service

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """The steps of one campaign, in the order of their days."""

    steps: Sequence[Milestone]

    @property
    def waiting(self) -> list[Milestone]:
        return [step for step in self.steps if step.done_at is None]

    @property
    def done(self) -> list[Milestone]:
        return [step for step in self.steps if step.done_at is not None]

    @property
    def next_decision(self) -> Milestone | None:
        """The soonest one ahead, theirs or ours; if none is ahead, the last one still open."""
        return soonest(step for step in self.waiting if step.decides)

    @property
    def decision(self) -> Milestone | None:
        """The day we count back from: theirs rather than ours, for theirs settles the demand."""
        theirs = [step for step in self.waiting if step.decides and not step.members_decide]
        return soonest(step for step in theirs if not step.is_late) or self.next_decision

    @property
    def countdown(self) -> list[Milestone]:
        """Open steps up to that day, late ones first."""
        last = self.decision.on if self.decision else date.max
        return [step for step in self.waiting if step.on <= last]

    @property
    def afterwards(self) -> list[Milestone]:
        counted = self.countdown
        return [step for step in self.waiting if step not in counted]


def soonest(steps: Iterable[Milestone]) -> Milestone | None:
    in_order = sorted(steps, key=lambda step: (step.on, step.pk))
    ahead = [step for step in in_order if not step.is_late]
    return ahead[0] if ahead else (in_order[-1] if in_order else None)


def campaigns_of(user: User) -> list[tuple[Campaign, Plan]]:
    """Every campaign this account may see with its open decisions; those that are over last."""
    decisions = Milestone.objects.waiting().filter(decides=True)
    found = (
        Campaign.objects.visible_to(user)
        .select_related("organization")
        .prefetch_related(Prefetch("milestones", decisions))
    )
    campaigns = [(campaign, Plan(list(campaign.milestones.all()))) for campaign in found]
    return sorted(campaigns, key=lambda row: (row[0].is_over, day_of(row[1].decision)))


def day_of(step: Milestone | None) -> date:
    return step.on if step else date.max


def plan_of(campaign: Campaign) -> Plan:
    return Plan(list(campaign.milestones.select_related("carried_by", "done_by")))


def targets_of(campaign: Campaign) -> list[Target]:
    """To whom the demand is put; each legislature with the number of its seats."""
    seats = Office.objects.filter(district__boundary_set=OuterRef("every_seat_of"))
    counted = seats.order_by().values("district__boundary_set").annotate(n=Count("pk")).values("n")
    targets = campaign.targets.select_related("office__district", "every_seat_of")
    return list(targets.annotate(seats=Subquery(counted)))


def seats_of(targets: Sequence[Target]) -> int:
    """How many offices the demand is put to, each once. `targets` come from `targets_of`."""
    sets = {target.every_seat_of_id for target in targets if target.every_seat_of_id}
    single = [target.office for target in targets if target.office is not None]
    apart = [o for o in single if o.district is None or o.district.boundary_set_id not in sets]
    return len(apart) + sum(getattr(target, "seats", None) or 0 for target in targets)


def steps_for(user: User, until: date) -> QuerySet[Milestone]:
    """Open steps up to a day that this account coordinates or carries."""
    mine = reach(user, "campaign__organization__", *rules.COORDINATES) | Q(carried_by__user=user)
    return (
        Milestone.objects.visible_to(user)
        .waiting()
        .filter(mine, Q(campaign__ends_on=None) | Q(campaign__ends_on__gte=clock.today()))
        .filter(on__lte=until)
        .select_related("campaign", "carried_by")
    )


def services_to_fight_for(user: User) -> QuerySet[Service]:
    return Service.objects.visible_to(user, *rules.COORDINATES).select_related("organization")


def services_of(organization: Organization) -> QuerySet[Service]:
    """What the organization, or one below it, guards."""
    below = Service.objects.filter(organization__path__startswith=organization.path)
    return below.select_related("organization")


def worksites_of(organization: Organization) -> QuerySet[Worksite]:
    return Worksite.objects.filter(organization__path__startswith=organization.path)


def people_who_may_carry(organization: Organization) -> QuerySet[Person]:
    """Those with an account in the organization, below it or above it."""
    path, step = organization.path, Organization.steplen
    above = [path[:length] for length in range(step, len(path), step)]
    near = Q(organization__path__startswith=path) | Q(organization__path__in=above)
    return Person.objects.filter(near, user__isnull=False)
