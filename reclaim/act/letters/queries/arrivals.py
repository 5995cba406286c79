"""What became of the letters of one campaign: counts and reasons, never a writer or a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from reclaim.act.letters.models import Appeal, Delivery, Letter
from reclaim.act.letters.queries.recipients import legislature_of
from reclaim.places.models import District, Office


class OfficeCount(NamedTuple):
    """How far the letters to one office have come."""

    office: Office
    delivered: int
    waiting: int
    trouble: int


@dataclass(frozen=True)
class Reach:
    """Where letters arrived, out of everywhere they could."""

    reached: int
    reachable: int
    is_districts: bool


def reach_of(appeal: Appeal) -> Reach:
    targets = appeal.campaign.targets.values_list("every_seat_of", "office")
    seats_of = [legislature for legislature, _office in targets if legislature]
    arrived = Letter.objects.filter(appeal=appeal).delivered()
    if not seats_of:
        return Reach(arrived.values("office").distinct().count(), len(targets), False)
    seats = District.objects.filter(boundary_set__in=seats_of[:1]).aggregate(
        all=Count("pk"), reached=Count("pk", filter=Q(pk__in=arrived.values("district")))
    )
    return Reach(seats["reached"], seats["all"], True)


def count_by_office(appeal: Appeal) -> list[OfficeCount]:
    """Most letters first. Offices nobody confirmed a letter to are left out."""
    open_ = Q(delivery__sent_at=None, delivery__refused_at=None)
    rows = (
        Letter.objects.filter(appeal=appeal)
        .confirmed()
        .values("office")
        .annotate(
            delivered=Count("pk", filter=Q(delivery__sent_at__isnull=False)),
            waiting=Count("pk", filter=open_),
            trouble=Count("pk", filter=Q(delivery__refused_at__isnull=False)),
        )
        .order_by("-delivered", "office")
    )
    known = Office.objects.select_related("district").defer("district__shape")
    offices = known.in_bulk([row["office"] for row in rows])
    return [
        OfficeCount(offices[row["office"]], row["delivered"], row["waiting"], row["trouble"])
        for row in rows
    ]


def districts_without_letters(appeal: Appeal) -> list[District]:
    legislature = legislature_of(appeal)
    if legislature is None:
        return []
    reached = Letter.objects.filter(appeal=appeal).delivered().values("district")
    found = District.objects.filter(boundary_set=legislature).exclude(pk__in=reached)
    return list(found.defer("shape").order_by("name_en"))


def deliveries_needing_a_person(appeal: Appeal, at: datetime) -> list[Delivery]:
    found = Delivery.objects.needing_a_person(at).filter(letter__appeal=appeal)
    return list(found.select_related("letter__office").order_by("queued_at"))


def waiting_count(appeal: Appeal, at: datetime) -> int:
    found = Delivery.objects.open().filter(letter__appeal=appeal)
    return found.count() - Delivery.objects.in_doubt(at).filter(letter__appeal=appeal).count()


@dataclass(frozen=True)
class Arrivals:
    """Everything the coordinator's page shows."""

    reach: Reach
    offices: list[OfficeCount]
    without: list[District]
    waiting: int
    stuck: list[Delivery]


def arrivals_of(appeal: Appeal, at: datetime) -> Arrivals:
    return Arrivals(
        reach=reach_of(appeal),
        offices=count_by_office(appeal),
        without=districts_without_letters(appeal),
        waiting=waiting_count(appeal, at),
        stuck=deliveries_needing_a_person(appeal, at),
    )


def stuck_by_appeal(appeals: QuerySet[Appeal], at: datetime) -> list[tuple[Appeal, int]]:
    stuck = Delivery.objects.needing_a_person(at).filter(letter__appeal__in=appeals)
    counted = stuck.order_by().values_list("letter__appeal").annotate(amount=Count("pk"))
    amounts = dict(counted)
    return [(appeal, amounts[appeal.pk]) for appeal in appeals if appeal.pk in amounts]
