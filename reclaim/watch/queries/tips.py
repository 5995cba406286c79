"""Reads of tips: the queue, one tip, one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from reclaim.people.models import LocalMembership, Organization, Person, User
from reclaim.watch.models import Service, Threat, Tip, TipPage, TipStep
from reclaim.watch.models.reporter import Reporter
from reclaim.watch.models.tips import TipQuerySet
from reclaim.watch.rules import tips as rules


def digest_of(token: str) -> str:
    """Of a number nobody guesses, so no key is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def told_to(user: User) -> TipQuerySet:
    """What the user may answer, newest first."""
    found = Tip.objects.visible_to(user, *rules.ANSWERS_TIPS).with_state()
    return found.select_related("organization", "worksite", "service").prefetch_related("steps")


def in_state(found: TipQuerySet, state: str) -> TipQuerySet:
    """“” is what waits: the queue, oldest first."""
    if state in (Tip.State.THREAT, Tip.State.ASIDE):
        return found.filter(Q(state=state))
    if state == "all":
        return found
    return found.filter(Q(state__in=Tip.WAITING)).order_by("received_on", "pk")


def waiting_for(user: User) -> int:
    return Tip.objects.visible_to(user, *rules.ANSWERS_TIPS).waiting().count()


def of_receipt(token: str) -> TipQuerySet:
    return with_steps(Tip.objects.filter(receipt=digest_of(token)))


def of_account(user_id: int) -> list[Any]:
    """What this account told under its name: each seal is opened, since no row points at anybody.
    About 25,000 seals a second; after a year there is none to open."""
    sealed = Tip.objects.exclude(receipt="").values_list("pk", "reporter")
    mine = [pk for pk, kept in sealed if Reporter.from_text(kept).account == user_id]
    return list(with_steps(Tip.objects.filter(pk__in=mine)))


def with_steps(found: TipQuerySet) -> TipQuerySet:
    found = found.with_state().select_related("organization", "worksite", "service")
    return found.prefetch_related("steps__threat__service")


def homes(user: User) -> list[Organization]:
    """Whom somebody may report to: where they belong, or hold a role; no partner."""
    records = Person.objects.filter(user=user)
    belongs = LocalMembership.objects.in_force().filter(person__user=user)
    paths = user.paths()
    found = Q(pk__in=records.values("organization")) | Q(pk__in=belongs.values("organization"))
    found |= Q(path__in=paths)
    return list(Organization.objects.filter(found).exclude(kind=Organization.Kind.PARTNER))


def services_for(organizations: Sequence[Organization]) -> QuerySet[Service]:
    return Service.objects.filter(organization__in=organizations)


def threats_to_put_to(user: User) -> QuerySet[Threat]:
    found = Threat.objects.visible_to(user).live().order_by(F("due").asc(nulls_last=True), "pk")
    return found.select_related("service", "notice")


def tips_of(threat: Threat, user: User) -> list[Tip]:
    """The tips that are part of it today, of those this user may answer."""
    linked = TipStep.objects.filter(threat=threat).values("tip")
    found = told_to(user).filter(Q(state=Tip.State.THREAT), pk__in=linked)
    return [tip for tip in found if threat_of(tip) == threat.pk]


def threat_of(tip: Tip) -> int | None:
    decided = [step for step in tip.steps.all() if step.kind == TipStep.Kind.THREAT]
    return decided[-1].threat_id if decided else None


@dataclass(frozen=True)
class WhoTold:
    """What is shown of a reporter: as it is now, for an account."""

    name: str = ""
    ways: tuple[str, ...] = ()


def who_told(reporter: Reporter) -> WhoTold | None:
    """None if nobody said; and an account that is gone says nothing."""
    if reporter.account is None:
        return WhoTold(reporter.name, (reporter.reach,)) if reporter.is_known else None
    user = User.objects.filter(pk=reporter.account, erased_at=None).first()
    if user is None:
        return None
    phones = Person.objects.filter(user=user).exclude(phone="").values_list("phone", flat=True)
    return WhoTold(str(user), (user.email, *dict.fromkeys(phones)))


def pages_of(user: User) -> list[tuple[Organization, TipPage | None]]:
    """Every organization the user may open a page for, with it if it is open."""
    found = Organization.objects.visible_to(user, *rules.ASKS_WHO_TOLD)
    found = found.exclude(kind=Organization.Kind.PARTNER)
    pages = {page.organization_id: page for page in TipPage.objects.filter(organization__in=found)}
    return [(one, pages.get(one.pk)) for one in found]
