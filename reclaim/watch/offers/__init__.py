"""What this room shows on pages of other floors, and what it does every day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reclaim.core import clock, offers
from reclaim.core.offers import RoomErasure, Traces
from reclaim.watch import queries, services
from reclaim.watch.models import Threat
from reclaim.watch.offers import tips
from reclaim.watch.services.tip_forgetting import forget_in_tips
from reclaim.watch.services.tip_names import note_names_taken_off

if TYPE_CHECKING:
    from reclaim.people.models import User
    from reclaim.watch.services import SourceRead

URGENT_DAYS = 7


def erasure(about: Traces) -> RoomErasure:
    """Who told what they reported; and of what an account answered, only that somebody did."""
    dismissed = Threat.objects.filter(dismissed_by=about.user_id)
    stays = [_("Threats you dismissed, with the reason and without your name: the others need it.")]
    return RoomErasure(
        goes=tips.goes(about),
        stays=[
            *(stays if about.user_id and dismissed.exists() else []),
            *tips.stays(about),
        ],
        erase=lambda at: forget_in_tips(about),
    )


def register() -> None:
    offers.today_items.add("watch", today_items)
    offers.today_links.add("watch", tips.links)
    offers.personal_sections.add("watch", personal_sections)
    offers.erasures.add("watch", erasure)
    offers.retentions.add("watch", tips.forgets())
    offers.daily_jobs.add("watch", offers.DailyJob("watch", keep_watch, order=10))
    offers.daily_jobs.add("tips", offers.DailyJob("tips", note_names, order=60))


def today_items(user: User) -> Sequence[offers.TodayItem]:
    return [*tips.waiting(user), *threats_with_a_clock(user)]


def personal_sections(subject: offers.Subject) -> Sequence[offers.PersonalSection]:
    return [*threats_dismissed_by(subject), *tips.sections(subject)]


def threats_with_a_clock(user: User) -> Sequence[offers.TodayItem]:
    """Threats whose calls close within 30 days."""
    today = clock.today()
    return [
        offers.TodayItem(
            text=what_is_open(threat) % {"service": threat.service.name},
            url=threat.get_absolute_url(),
            due=threat.clock,
            note=", ".join(threat.matched_words),
            urgent=threat.clock is not None and (threat.clock - today).days <= URGENT_DAYS,
        )
        for threat in queries.threats_due_soon(user)
    ]


def what_is_open(threat: Threat) -> str:
    if threat.notice:
        return _("%(service)s: a call for bids is open")
    return _("%(service)s: a threat members reported")


def threats_dismissed_by(subject: offers.Subject) -> Sequence[offers.PersonalSection]:
    """The calls this person said are no threat, with the reason they gave."""
    mine = Threat.objects.filter(dismissed_by__isnull=False, dismissed_by=subject.user_id)
    rows = [
        (
            str(threat),
            threat.dismissed_because,
            date_format(localtime(threat.dismissed_at)) if threat.dismissed_at else "",
        )
        for threat in mine.select_related("service", "notice")
    ]
    if not rows:
        return []
    return [
        offers.PersonalSection(
            title=_("Threats you dismissed"),
            columns=[_("Threat"), _("Reason given"), _("Day")],
            rows=rows,
            why=_("So that the next person can ask the one who looked."),
        )
    ]


def note_names() -> str:
    number = note_names_taken_off(at=clock.now())
    return ngettext("%(n)d name taken off a tip", "%(n)d names taken off tips", number) % {
        "n": number
    }


def keep_watch() -> str:
    """Read every source, hold it against what we guard, and say what came of it."""
    at = clock.now()
    readings = services.read_sources(at=at)
    matched = services.match_notices(at=at)
    told = [told_of(reading) for reading in readings]
    told.append(
        ngettext("%(n)d new threat", "%(n)d new threats", matched.new_threats)
        % {"n": matched.new_threats}
    )
    return "; ".join(told)


UNREAD = gettext_lazy("%(source)s: %(trouble)s")
UNCHANGED = gettext_lazy("%(source)s: nothing new")


def told_of(reading: SourceRead) -> str:
    named = {"source": reading.source.slug}
    if reading.trouble:
        return str(UNREAD) % {**named, "trouble": reading.trouble}
    if not reading.is_new:
        return str(UNCHANGED) % named
    return _("%(source)s: %(rows)d rows, %(kept)d kept, %(aside)d set aside") % {
        **named,
        "rows": reading.rows_in,
        "kept": reading.rows_kept,
        "aside": reading.rows_set_aside,
    }
