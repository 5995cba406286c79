"""What this room shows on pages of other floors."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.dateformat import format as in_words
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.campaigns import queries
from reclaim.campaigns.models import Milestone
from reclaim.core import clock, offers
from reclaim.core.offers import Follows, PersonalSection, RoomErasure, Subject, TodayItem, Traces
from reclaim.people.models import User

URGENT_DAYS = 2


def today_items(user: User) -> Sequence[TodayItem]:
    """Steps of the next fourteen days, and late ones, that this person coordinates or carries."""
    return [today_item(step) for step in queries.steps_for(user, clock.today() + queries.SOON)]


def today_item(step: Milestone) -> TodayItem:
    return TodayItem(
        text=step.what,
        url=step.get_absolute_url(),
        due=step.on,
        note=step.campaign.demand,
        urgent=step.days_left <= URGENT_DAYS,
    )


def personal_sections(subject: Subject) -> Sequence[PersonalSection]:
    """The steps a person carries or has ticked."""
    about = Q(pk__in=[])
    if subject.user_id:
        about |= Q(carried_by__user=subject.user_id) | Q(done_by=subject.user_id)
    if subject.email:
        about |= Q(carried_by__email__iexact=subject.email)
    steps = Milestone.objects.filter(about).select_related("campaign").distinct()
    if not steps:
        return []
    return [
        PersonalSection(
            title=_("Steps of campaigns you carry or have done"),
            columns=(_("Campaign"), _("Step"), _("Day"), _("Done")),
            rows=[row(step) for step in steps],
            why=_("So that everybody in the campaign knows who sees to what."),
        )
    ]


def row(step: Milestone) -> Sequence[str]:
    done = in_words(localtime(step.done_at), "j F Y") if step.done_at else ""
    return (step.campaign.demand, step.what, in_words(step.on, "j F Y"), done)


def erasure(about: Traces) -> RoomErasure:
    """A step loses its carrier with the record, and who did it with the account's name."""
    carried = Milestone.objects.filter(carried_by__in=about.people)
    done = Milestone.objects.filter(done_by=about.user_id, done_at__isnull=False)
    goes = [_("Your name on the steps you carry; the steps stay.")] if carried.exists() else []
    stays = [_("Steps you finished, without your name.")] if done.exists() else []
    return RoomErasure(goes, stays)


def register() -> None:
    offers.partners_of_person.add("campaigns", queries.partners_of_person)
    offers.today_items.add("campaigns", today_items)
    offers.personal_sections.add("campaigns", personal_sections)
    offers.erasures.add("campaigns", erasure)
    offers.merges.add("campaigns", [Follows(Milestone, "carried_by")])
