"""What this room shows on pages of other floors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.campaigns.models import Campaign
from reclaim.core import clock, money, offers
from reclaim.core.offers import (
    Card,
    Follows,
    Part,
    PersonalSection,
    RoomErasure,
    Subject,
    TimelineEntry,
    TodayItem,
    Traces,
)
from reclaim.organize.outreach import queries, services
from reclaim.organize.outreach.models import (
    SEES_EVERY_LIST,
    Conversation,
    List,
    ListEntry,
    Standing,
    among,
)
from reclaim.organize.outreach.offers.columns import columns
from reclaim.organize.outreach.offers.filters import filters
from reclaim.organize.outreach.offers.several import actions
from reclaim.people.models import Person, Role, User, reach
from reclaim.people.models.person import SEES_PEOPLE

ROOM = "outreach"


def register() -> None:
    offers.partner_tallies.add(ROOM, talks_told)
    talk_notes = offers.Forgetting("talk-notes", old_notes, lambda rows: rows.update(note=""))
    offers.retentions.add(ROOM, [talk_notes])
    offers.campaign_cards.add(ROOM, readiness_card)
    offers.today_items.add(ROOM, today_items)
    offers.personal_sections.add(ROOM, personal_sections)
    offers.person_timeline.add(ROOM, timeline)
    offers.erasures.add(ROOM, erasure)
    offers.segment_filters.add(ROOM, filters)
    offers.merges.add(ROOM, follows())
    offers.bulk_actions.add(ROOM, actions)
    offers.list_columns.add(ROOM, columns)


def follows() -> list[Follows]:
    """Of two records put together: every talk counts, one place on a list, the latest standing."""
    return [
        Follows(Conversation),
        Follows(ListEntry, once_by=("campaign_id",)),
        Follows(Standing, once_by=("campaign_id",), fold=latest),
    ]


def latest(mine: Standing, theirs: Standing) -> dict[str, Any]:
    """As if all talks had been with one person from the start."""
    tried = max(mine, theirs, key=lambda one: one.tried_at)
    assessed = [one for one in (mine, theirs) if one.assessed_at]
    newest = max(assessed, key=lambda one: one.assessed_at or one.tried_at, default=tried)
    return {
        "assessment": newest.assessment,
        "assessed_at": newest.assessed_at,
        "talked_at": max(filter(None, (mine.talked_at, theirs.talked_at)), default=None),
        "tried_at": tried.tried_at,
        "outcome": tried.outcome,
        "next_on": tried.next_on,
    }


def found(campaign_pk: int, user: User) -> tuple[Campaign, queries.CampaignReadiness] | None:
    rows = Campaign.objects.visible_to(user).select_related("organization")
    campaign = rows.filter(pk=campaign_pk).first()
    if campaign is None:
        return None
    sees_people = user.holds(campaign.organization, *SEES_PEOPLE)
    return campaign, queries.readiness(campaign, sees_people=sees_people)


def talks_told(campaign_pk: int) -> list[offers.Tally]:
    """How many of those on our lists we talked with; nothing of where they stand."""
    on_lists = ListEntry.objects.filter(campaign=campaign_pk)
    asked = on_lists.filter(among(Standing.objects.reached())).count()
    parts = [(_("talked with"), asked), (_("not yet"), on_lists.count() - asked)]
    return [offers.Tally(_("Our own people"), parts)] if on_lists.exists() else []


def old_notes(before: datetime) -> QuerySet[Conversation]:
    return Conversation.objects.filter(at__lte=before).exclude(note="")


def readiness_card(campaign_pk: int, user: User) -> Card | None:
    """Until somebody was talked with, what to do first."""
    looked = found(campaign_pk, user)
    if looked is None:
        return None
    campaign, readiness = looked
    is_begun = readiness.total.reached > 0
    has_lists = user.holds(campaign.organization, *SEES_EVERY_LIST, Role.LEADER)
    return Card(
        key="readiness",
        title=_("Readiness"),
        figure=money.percent(readiness.total.share) if is_begun else "–",
        url=reverse("outreach:readiness", args=[campaign_pk]) if is_begun else "",
        text=how_many(readiness) if is_begun else nobody_yet(),
        meter=readiness.meter if is_begun else None,
        link_text=_("Lists and talks") if has_lists else "",
        link_url=reverse("outreach:lists") if has_lists else "",
        part=structure(campaign, readiness) if readiness.sites else None,
    )


def nobody_yet() -> str:
    return _("No conversation yet. First hand a leader a list of ten people.")


def how_many(readiness: queries.CampaignReadiness) -> str:
    people = ngettext(
        "of %(n)s person with us; goal %(goal)s before we go public.",
        "of %(n)s people with us; goal %(goal)s before we go public.",
        readiness.total.people,
    ) % {
        "n": money.count(readiness.total.people),
        "goal": money.percent(readiness.total.goal_share),
    }
    sites = ngettext(
        "%(there)d of %(n)d worksite there.",
        "%(there)d of %(n)d worksites there.",
        len(readiness.sites),
    ) % {"there": readiness.sites_there, "n": len(readiness.sites)}
    return f"{people} {sites}"


def structure(campaign: Campaign, readiness: queries.CampaignReadiness) -> Part:
    return Part(
        key="structure",
        template="outreach/part_worksites.html",
        context={"campaign": campaign, "readiness": readiness, "shows_all": False},
    )


def today_items(user: User) -> Sequence[TodayItem]:
    """One item for each list in my hands on which somebody is due."""
    today = clock.today()
    return [
        TodayItem(
            text=to_talk_with(row),
            url=reverse("outreach:talk", args=[row.list.pk, row.next.person_id]),
            due=row.due_on or today,
            note=str(row.list.campaign),
        )
        for row in queries.my_lists(user, today)
        if row.next
    ]


def to_talk_with(row: queries.Progress) -> str:
    words = ngettext(
        "%(list)s: talk with %(n)d person", "%(list)s: talk with %(n)d people", row.waiting
    )
    return words % {"list": row.list, "n": row.waiting}


def personal_sections(subject: Subject) -> Sequence[PersonalSection]:
    """What was noted about this person, and the lists in their hands."""
    sections = [talks_with(subject), talks_by(subject), lists_held_by(subject)]
    return [section for section in sections if section.rows]


def erasure(about: Traces) -> RoomErasure:
    talks = Conversation.objects.filter(person__in=about.people)
    led = List.objects.filter(leader=about.user_id) if about.user_id else List.objects.none()
    goes, stays = [], []
    if talks.exists():
        goes.append(_("Notes of talks with you, your place on lists, and where you stand."))
        stays.append(_("That a talk took place and how it ended, without you: counts stay true."))
    if led.exists():
        goes.append(_("Your name on the lists in your hands; the lists wait for another leader."))
    return RoomErasure(goes, stays, partial(services.forget_person, about))


def records_of(subject: Subject) -> QuerySet[Person]:
    mine = Q(user=subject.user_id) if subject.user_id is not None else Q(pk__in=[])
    if subject.email:
        mine |= Q(email__iexact=subject.email)
    return Person.objects.filter(mine)


def talks_with(subject: Subject) -> PersonalSection:
    with_me = Conversation.objects.filter(person__in=records_of(subject))
    return PersonalSection(
        title=_("Talks with you"),
        columns=[
            _("When"),
            _("Campaign"),
            _("Who talked with you"),
            _("What was noted"),
            _("What you would do"),
            _("Next"),
            _("Note"),
        ],
        rows=[
            (
                date_format(localtime(talk.at), "DATETIME_FORMAT"),
                str(talk.campaign),
                str(talk.by or ""),
                talk.in_words,
                talk.get_will_do_display() if talk.assessment else "",
                date_format(talk.next_on) if talk.next_on else "",
                talk.note,
            )
            for talk in with_me.select_related("campaign", "by")
        ],
        why=_("So that nobody asks you the same thing twice, and the campaign knows who is ready."),
    )


def talks_by(subject: Subject) -> PersonalSection:
    """How many, not with whom: that belongs to the others."""
    counted = Conversation.objects.filter(**account(subject, "by")).count()
    rows = [(money.count(counted),)] if counted else []
    return PersonalSection(
        title=_("Talks you noted"),
        columns=[_("How many")],
        rows=rows,
        why=_("Each talk says who had it. What was said belongs to the others' pages."),
    )


def lists_held_by(subject: Subject) -> PersonalSection:
    held = List.objects.filter(**account(subject, "leader")).select_related("campaign")
    return PersonalSection(
        title=_("Lists in your hands"),
        columns=[_("List"), _("Campaign")],
        rows=[(one.name, str(one.campaign)) for one in held],
        why=_("So that you know whom to talk with."),
    )


def account(subject: Subject, name: str) -> dict[str, Any]:
    if subject.user_id is not None:
        return {name: subject.user_id}
    return {f"{name}__email__iexact": subject.email}


def timeline(person_pk: int, user: User) -> Sequence[TimelineEntry]:
    """Talks with this person in the campaigns whose lists this account sees, and the list."""
    seen = reach(user, "campaign__organization__", *SEES_EVERY_LIST)
    talks = Conversation.objects.filter(seen, person=person_pk).select_related("by", "campaign")
    said = [
        TimelineEntry(
            at=talk.at,
            text=_("Talk with %(leader)s: %(what)s")
            % {"leader": talk.by or "–", "what": talk.in_words},
            room=str(talk.campaign),
        )
        for talk in talks
    ]
    entries = ListEntry.objects.filter(seen, person=person_pk).select_related("list__campaign")
    listed = [
        TimelineEntry(
            at=entry.list.made_at,
            text=_("On the list %(list)s") % {"list": entry.list},
            url=entry.list.get_absolute_url(),
            room=str(entry.list.campaign),
        )
        for entry in entries
    ]
    return [*said, *listed]
