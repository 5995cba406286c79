"""Who may plan a campaign, and when, as the reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from reclaim.campaigns.models import Campaign, Milestone, Share
from reclaim.core import clock
from reclaim.people.models import Organization, Role, User
from reclaim.watch.models import Service

COORDINATES = (Role.ADMINISTRATOR, Role.COORDINATOR)


def why_not_lead(organization: Organization, by: User) -> str:
    """Why this account may not plan for the organization, or an empty text."""
    if by.holds(organization, *COORDINATES):
        return ""
    return _("Only coordinators and administrators of %(organization)s may do this.") % {
        "organization": organization
    }


def why_not_fight_for(organization: Organization, services: Iterable[Service]) -> str:
    """A room shows what is known of its services, so they must be the organization's own."""
    chosen = list(services)
    if not chosen:
        return _("Choose at least one service that the campaign is about.")
    for service in chosen:
        if not service.organization.path.startswith(organization.path):
            return _("%(service)s is guarded by another organization than %(organization)s.") % {
                "service": service,
                "organization": organization,
            }
    return ""


def missing_for_the_public(campaign: Campaign) -> list[str]:
    """What the public page still lacks, one sentence each."""
    texts = [
        (campaign.demand_en, _("The demand in English is missing.")),
        (campaign.demand_fr, _("The demand in French is missing.")),
        (campaign.poster_en, _("The public headline in English is missing.")),
        (campaign.poster_fr, _("The public headline in French is missing.")),
        (campaign.appeal_en, _("The appeal in English is missing.")),
        (campaign.appeal_fr, _("The appeal in French is missing.")),
    ]
    missing = [sentence for text, sentence in texts if not text.strip()]
    if not campaign.targets.exists():
        missing.append(_("Nobody is named to whom the demand is put."))
    return missing


def why_not_publish(campaign: Campaign, by: User) -> str:
    if reason := why_not_lead(campaign.organization, by):
        return reason
    if campaign.is_over:
        return _("This campaign is over: give it a later last day first.")
    if campaign.published_at is not None:
        return _("This campaign is public already.")
    return " ".join(missing_for_the_public(campaign))


def why_not_withdraw(campaign: Campaign, by: User) -> str:
    if reason := why_not_lead(campaign.organization, by):
        return reason
    return "" if campaign.published_at else _("This campaign is not public.")


def why_not_stay_public(campaign: Campaign) -> str:
    """Why a public campaign may not be left like this: its page would have a hole."""
    if campaign.published_at is None:
        return ""
    missing = missing_for_the_public(campaign)
    if not missing:
        return ""
    return _("The campaign is public. %(missing)s Withdraw it first, or fill this in.") % {
        "missing": " ".join(missing)
    }


def why_not_end_on(starts_on: date, ends_on: date | None) -> str:
    if ends_on is not None and ends_on < starts_on:
        return _("The last day comes before the first.")
    return ""


def why_not_plan_on(day: date, today: date) -> str:
    """Steps are planned ahead; a day in the past is most often a slip of the year."""
    return _("That day has passed: choose today or a later day.") if day < today else ""


def why_not_plan(milestone: Milestone) -> str:
    if not (milestone.what_en.strip() or milestone.what_fr.strip()):
        return _("Say what happens that day, in English or in French.")
    if milestone.members_decide and not milestone.decides:
        return _("Members decide only on a day on which something is decided.")
    if (person := milestone.carried_by) is None:
        return ""
    ours, theirs = milestone.campaign.organization, person.organization
    if theirs.path.startswith(ours.path) or ours.path.startswith(theirs.path):
        return ""
    return _("Choose somebody of %(organization)s to carry this.") % {"organization": ours}


def why_not_finish(milestone: Milestone, by: User) -> str:
    """Whoever carries a step may tick it, and so may those who coordinate."""
    if milestone.done_at is not None:
        return _("This step is done already.")
    if milestone.carried_by is not None and milestone.carried_by.user_id == by.pk:
        return ""
    return why_not_lead(milestone.campaign.organization, by)


def why_not_reopen(milestone: Milestone, by: User) -> str:
    if milestone.done_at is None:
        return _("This step is still open.")
    return why_not_lead(milestone.campaign.organization, by)


def why_not_change(milestone: Milestone, by: User) -> str:
    """What is done is history: open it again before changing it."""
    if reason := why_not_lead(milestone.campaign.organization, by):
        return reason
    return _("This step is done: open it again to change it.") if milestone.done_at else ""


def why_not_share(campaign: Campaign, partner: Organization, since: date, until: date) -> str:
    if partner.kind != Organization.Kind.PARTNER:
        return _("%(organization)s is no community partner.") % {"organization": partner}
    if until < since:
        return _("The last day comes before the first.")
    if until < clock.today():
        return _("That day has passed: choose today or a later day.")
    open_ones = campaign.shares.filter(partner=partner, ended_at=None)
    if open_ones.filter(since__lte=until, until__gte=since).exists():
        return _("It is shared with %(partner)s in these days already.") % {"partner": partner}
    return ""


def why_not_end_share(share: Share, by: User) -> str:
    if reason := why_not_lead(share.campaign.organization, by):
        return reason
    return _("This has ended already.") if share.status in {"ended", "past"} else ""
