"""Are we winning? How each service stands, by place and by year.

The definitions are written for people in docs/explanation/scoreboard.md and on the page itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reclaim.core import clock, money
from reclaim.people.models import User
from reclaim.places.models import Community
from reclaim.watch.models import Service, Threat
from reclaim.win.scoreboard import rules
from reclaim.win.scoreboard.models import Outcome

NO_PLACE = "none"


class Status(models.TextChoices):
    HELD = "held", _("held")
    THREATENED = "threatened", _("threatened")
    LOST = "lost", _("lost")
    RETURNED = "returned", _("back in house")
    UNTOLD = "untold", _("not told yet")


TONES = {Status.HELD: "held", Status.RETURNED: "held", Status.LOST: "red"}


def status_today(result: str, threats: int) -> Status:
    """How a service stands, by its newest outcome and the threats that can still be stopped."""
    if result == Outcome.Result.LOST:
        return Status.LOST
    if threats:
        return Status.THREATENED
    return Status(result) if result else Status.UNTOLD


def status_in_a_year(result: str, threats: int) -> Status:
    """What became of a service in one year: its last outcome then, else whether anything
    threatened it."""
    if result:
        return Status(result)
    return Status.THREATENED if threats else Status.UNTOLD


@dataclass(frozen=True)
class Threats:
    """What threatens a service: calls for bids, and what members told."""

    calls: int = 0
    tips: int = 0

    @property
    def number(self) -> int:
        return self.calls + self.tips

    def __str__(self) -> str:
        calls = ngettext("%(n)s call", "%(n)s calls", self.calls) % {"n": money.count(self.calls)}
        tips = ngettext("%(n)s tip", "%(n)s tips", self.tips) % {"n": money.count(self.tips)}
        return ", ".join([calls] * bool(self.calls) + [tips] * bool(self.tips))


@dataclass(frozen=True)
class Line:
    """One service and how it stands."""

    service: Service
    status: Status
    outcome: Outcome | None
    threats: Threats

    @property
    def place(self) -> str:
        return str(self.service.community_id or NO_PLACE)

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "")


@dataclass(frozen=True)
class Count:
    status: Status
    number: int


@dataclass(frozen=True)
class PlaceRow:
    place: str
    name: str
    counts: Sequence[Count]


@dataclass(frozen=True)
class Board:
    lines: Sequence[Line]

    @property
    def counts(self) -> list[Count]:
        return count(self.lines)

    @property
    def places(self) -> list[PlaceRow]:
        by_place: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            by_place[line.place].append(line)
        rows = [PlaceRow(key, name_of(lines), count(lines)) for key, lines in by_place.items()]
        return sorted(rows, key=lambda row: (row.place == NO_PLACE, row.name))

    def only(self, status: str) -> list[Line]:
        return [line for line in self.lines if line.status == status]


def count(lines: Iterable[Line]) -> list[Count]:
    """Each service stands in one place only, so the counts add up to the services."""
    statuses = [line.status for line in lines]
    return [Count(status, statuses.count(status)) for status in Status]


def name_of(lines: Sequence[Line]) -> str:
    community: Community | None = lines[0].service.community
    return str(community) if community else str(_("Place not given"))


def board(user: User, place: str = "", year: int | None = None) -> Board:
    services = list(Service.objects.visible_to(user).select_related("community", "organization"))
    newest, threats = newest_outcomes(user, year), threats_for(user, year)
    stand = status_in_a_year if year else status_today
    lines = []
    for service in services:
        outcome, found = newest.get(service.pk), threats.get(service.pk, Threats())
        status = stand(outcome.result if outcome else "", found.number)
        lines.append(Line(service, status, outcome, found))
    return Board([line for line in lines if not place or line.place == place])


def newest_outcomes(user: User, year: int | None) -> dict[int, Outcome]:
    """The newest outcome of each service; of one year, if it is known to lie in that year."""
    newest: dict[int, Outcome] = {}
    for outcome in Outcome.objects.visible_to(user).in_force():
        if outcome.service_id and (year is None or outcome.when.year == year):
            newest.setdefault(outcome.service_id, outcome)
    return newest


def threats_for(user: User, year: int | None) -> dict[int, Threats]:
    """What threatens each service: to be stopped today, or with its day in that year."""
    threats = Threat.objects.visible_to(user)
    if year is None:
        threats = threats.live()
    else:
        threats = threats.with_clock().filter(models.Q(due__year=year), dismissed_at=None)
    told = models.Count("pk", filter=models.Q(notice=None))
    found = threats.order_by().values("service").annotate(calls=models.Count("notice"), tips=told)
    rows = found.values_list("service", "calls", "tips")
    return {service: Threats(calls, tips) for service, calls, tips in rows}


def years(user: User) -> list[int]:
    """The years anything is known of, newest first; this year always."""
    known = {clock.today().year}
    known.update(Threat.objects.visible_to(user).filter(dismissed_at=None).years())
    known.update(o.when.year for o in Outcome.objects.visible_to(user).in_force() if o.when.year)
    return sorted(known, reverse=True)


def places(user: User) -> list[tuple[str, str]]:
    found = Community.objects.filter(pk__in=Service.objects.visible_to(user).values("community"))
    named = [(str(community.pk), str(community)) for community in found]
    if Service.objects.visible_to(user).filter(community=None).exists():
        named.append((NO_PLACE, str(_("Place not given"))))
    return named


def cases_elsewhere() -> list[Outcome]:
    return list(Outcome.objects.elsewhere().in_force())


def story(service: Service) -> list[Outcome]:
    """Everything ever said of a service, corrected lines too, the newest word first."""
    said = Outcome.objects.filter(service=service).select_related("noted_by", "replaced_by")
    return list(said.order_by("-noted_at", "-pk"))


def services_to_note(user: User) -> models.QuerySet[Service]:
    return Service.objects.visible_to(user, *rules.NOTES_OUTCOMES)
