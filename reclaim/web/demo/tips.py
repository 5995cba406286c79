"""Invented reports of members, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reclaim.core import clock
from reclaim.people.models import Organization, User, Worksite
from reclaim.watch.models import Service, Tip, TipPage
from reclaim.watch.queries.tips import of_receipt
from reclaim.watch.services import tell, tip_pages
from reclaim.watch.services import tips as services
from reclaim.web.demo import content, people


def load(*, by: User) -> dict[str, int]:
    """Tell what is in the file, once: a tip names nobody, so there is no other way to know it."""
    local = Organization.objects.get(slug="local-4120")
    before = Tip.objects.count(), TipPage.objects.count()
    tip_pages.open_tip_page(local, by=by, at=clock.now())
    if not Tip.objects.filter(organization=local).exists():
        accounts = people.accounts()
        for facts in content.tables("tips")["tip"]:
            answer(told_by(local, facts, accounts.get(facts.get("by", ""))), facts, by=by)
    return {
        "tips": Tip.objects.count() - before[0],
        "pages without a sign-in": TipPage.objects.count() - before[1],
    }


def told_by(local: Organization, facts: dict[str, Any], who: User | None) -> Tip:
    at = clock.now() - timedelta(days=facts["ago"])
    seen = facts.get("seen_ago")
    told = tell.Told(
        words=facts["words"],
        seen=Tip.Seen.WEEK if seen is None else Tip.Seen.DAY,
        seen_on=None if seen is None else clock.today() - timedelta(days=seen),
        worksite=Worksite.objects.filter(
            organization=local, name_en=facts.get("worksite", "")
        ).first(),
        place=facts["place"],
        contractor=facts["contractor"],
        service=Service.objects.filter(organization=local, slug=facts.get("service", "")).first(),
        language=facts["language"],
    )
    if who is None:
        return of_receipt(tell.tell_as_visitor(local, told, name="", reach="", at=at)).get()
    return of_receipt(tell.tell_as_member(local, told, is_named=True, by=who, at=at)).get()


def answer(tip: Tip, facts: dict[str, Any], *, by: User) -> None:
    said = {"answer": facts.get("answer", ""), "by": by, "at": clock.now()}
    match facts.get("becomes"):
        case "looked":
            services.take_up(tip, by=by, at=clock.now())
        case "aside":
            services.set_tip_aside(tip, facts["reason"], **said)
        case "threat" if tip.service:
            due = clock.today() + timedelta(days=facts["due_in"])
            new = services.NewThreat(tip.service, facts["told_as"], due)
            services.make_threat_of(tip, new, **said)
