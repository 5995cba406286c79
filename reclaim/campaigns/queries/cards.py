"""The five things a room shows. Two are read from the floors below, two are offered, one is ours.

A card that cannot be filled says what to do first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.campaigns.models import Campaign, Milestone
from reclaim.campaigns.queries.basis import Basis
from reclaim.campaigns.queries.plan import Plan
from reclaim.core import clock, money, offers
from reclaim.core.offers import Card
from reclaim.evidence.models import Dossier
from reclaim.people.models import User
from reclaim.watch.models import Threat

ORDER = ("threat", "evidence", "readiness", "pressure", "decision")
NOTHING_YET = "–"
EXCERPT = 110  # letters of a call shown on its card
LEAD = 24  # of them before our first word
HURRY = 7  # days; a shorter clock is shown in red


def cards(campaign: Campaign, basis: Basis, plan: Plan, user: User, may_plan: bool) -> list[Card]:
    offered = [offer(campaign.pk, user) for offer in offers.campaign_cards]
    found = {card.key: card for card in offered if card is not None}
    found.setdefault("readiness", no_readiness())
    found.setdefault("pressure", no_pressure(campaign, may_plan))
    found["threat"] = threat_card(campaign, basis)
    found["evidence"] = evidence_card(campaign, basis)
    found["decision"] = decision_card(campaign, plan, may_plan)
    return [found[key] for key in ORDER]


def behind(campaign: Campaign, heading: str) -> str:
    """The page of this room that lists what a number was made of."""
    return f"{reverse('campaigns:basis', args=[campaign.pk])}#{heading}"


def days_from_now(day: date) -> str:
    left = (day - clock.today()).days
    if left == 0:
        return _("today")
    if left > 0:
        return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}
    return ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}


# --- threat ---------------------------------------------------------------------------------
def threat_card(campaign: Campaign, basis: Basis) -> Card:
    number = basis.notices + basis.tips
    if not basis.threats:
        return Card(
            key="threat",
            title=_("Threat"),
            figure=in_notices(0),
            url=behind(campaign, "threats"),
            text=_("No call that can still be stopped names these services."),
        )
    first = basis.threats[0]
    return Card(
        key="threat",
        title=_("Threat"),
        figure=what_it_is(basis),
        url=first.get_absolute_url() if number == 1 else behind(campaign, "threats"),
        text=what_it_says(first, basis),
        tag=closing(first),
        tag_tone="red" if is_near(first.clock) else "",
    )


def what_it_is(basis: Basis) -> str:
    """Published calls are notices, what members told are tips; both together are threats."""
    if not basis.tips:
        return in_notices(basis.notices)
    if not basis.notices:
        return in_tips(basis.tips)
    number = basis.notices + basis.tips
    return ngettext("%(n)s threat", "%(n)s threats", number) % {"n": money.count(number)}


def in_notices(number: int) -> str:
    return ngettext("%(n)s notice", "%(n)s notices", number) % {"n": money.count(number)}


def in_tips(number: int) -> str:
    return ngettext("%(n)s tip", "%(n)s tips", number) % {"n": money.count(number)}


def what_it_says(threat: Threat, basis: Basis) -> str:
    said = excerpt(threat.text, threat.matched_words) or str(threat.notice)
    words = {"service": threat.service.name, "title": said}
    if threat.notice is None:
        text = _("%(service)s, as members tell it: “%(title)s”") % words
    else:
        text = _("%(service)s: “%(title)s”") % words
    if basis.notices + basis.tips == 1:
        return text
    first = _("First of them, %(threat)s") % {"threat": text}
    if not (basis.notices and basis.tips):
        return first
    parts = {"notices": in_notices(basis.notices), "tips": in_tips(basis.tips), "first": first}
    return _("%(notices)s, %(tips)s of members. %(first)s") % parts


def excerpt(title: str, words: Iterable[str]) -> str:
    """What a call says around our words: calls begin with a page of courtesies."""
    said = " ".join(title.split())
    found = [place for word in words if (place := said.lower().find(word.lower())) >= 0]
    start = said.rfind(" ", 0, max(0, min(found, default=0) - LEAD)) + 1
    end = start + EXCERPT
    cut = said[start:] if end >= len(said) else said[start : said.rfind(" ", start, end)] + " …"
    return f"… {cut}" if start else cut


def closing(threat: Threat) -> str:
    """The day by which somebody must have acted: published for a call, given for a tip."""
    day, is_call = threat.clock, threat.notice is not None
    if day is None:
        return _("No closing date published") if is_call else _("No day to act by is known")
    if day < clock.today():
        past = _("Bids closed %(day)s, no award yet") if is_call else _("The day was %(day)s")
        return past % {"day": in_words(day, "j F Y")}
    ahead = _("Closes %(day)s, %(left)s") if is_call else _("Act by %(day)s, %(left)s")
    return ahead % {"day": money.short_day(day), "left": days_from_now(day)}


def is_near(day: date | None) -> bool:
    return day is not None and 0 <= (day - clock.today()).days <= HURRY


# --- evidence -------------------------------------------------------------------------------
def evidence_card(campaign: Campaign, basis: Basis) -> Card:
    return Card(
        key="evidence",
        title=_("Evidence"),
        figure=money.short_money(basis.awarded) or NOTHING_YET,
        url=rows_url(campaign, basis),
        text=what_was_awarded(basis),
        tag=unknown_amounts(basis),
        link_text=dossier_pages(basis.dossier) if basis.dossier else "",
        link_url=basis.dossier.get_absolute_url() if basis.dossier else "",
    )


def rows_url(campaign: Campaign, basis: Basis) -> str:
    """The finding itself with its rows, or the list of findings when there are several."""
    if len(basis.findings) == 1:
        return basis.findings[0].get_absolute_url()
    return behind(campaign, "evidence")


def what_was_awarded(basis: Basis) -> str:
    number = len(basis.contracts)
    if not basis.findings:
        return _("Nothing is counted yet: read the sources, then make the findings.")
    if not number:
        return _("No award was found for these services.")
    return ngettext(
        "awarded since %(year)s, in %(n)s contract.",
        "awarded since %(year)s, in %(n)s contracts.",
        number,
    ) % {"n": money.count(number), "year": basis.since or _("an unknown year")}


def unknown_amounts(basis: Basis) -> str:
    number = basis.unknown_amounts
    if not number:
        return ""
    return ngettext("%(n)s amount unknown", "%(n)s amounts unknown", number) % {
        "n": money.count(number)
    }


def dossier_pages(dossier: Dossier) -> str:
    return ngettext("Dossier, %(n)d page", "Dossier, %(n)d pages", dossier.pages) % {
        "n": dossier.pages
    }


# --- readiness, pressure: offered by rooms above; what to do until they have something ------
def no_readiness() -> Card:
    return Card(
        key="readiness",
        title=_("Readiness"),
        figure=NOTHING_YET,
        url="",
        text=_("No conversation yet. First hand a leader a list of ten people."),
    )


def no_pressure(campaign: Campaign, may_plan: bool) -> Card:
    to_publish = may_plan and not campaign.is_public
    text = (
        _("No letter yet. Share the public page: letters are counted here.")
        if campaign.is_public
        else _("Not public yet. Once it is, letters are counted here.")
    )
    return Card(
        key="pressure",
        title=_("Pressure"),
        figure=NOTHING_YET,
        url="",
        text=text,
        link_text=_("Publish it") if to_publish else "",
        link_url=reverse("campaigns:publish", args=[campaign.pk]) if to_publish else "",
    )


# --- next decision --------------------------------------------------------------------------
def decision_card(campaign: Campaign, plan: Plan, may_plan: bool) -> Card:
    step = plan.next_decision
    if step is None:
        return Card(
            key="decision",
            title=_("Next decision"),
            figure=NOTHING_YET,
            url="",
            text=_("No day of decision is set. Find out when they decide, and count back from it."),
            link_text=_("Add the day") if may_plan else "",
            link_url=reverse("campaigns:add-milestone", args=[campaign.pk]) if may_plan else "",
        )
    return Card(
        key="decision",
        title=_("Next decision"),
        figure=money.short_day(step.on),
        url=step.get_absolute_url(),
        text=step.what,
        tag=who_decides(step) % {"when": days_from_now(step.on)},
        tag_tone="red" if step.is_late or is_near(step.on) else "",
    )


def who_decides(step: Milestone) -> str:
    return _("Members choose, %(when)s") if step.members_decide else _("They decide, %(when)s")
