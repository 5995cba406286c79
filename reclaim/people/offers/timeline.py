"""What happened with a record in this room, on the page of the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from reclaim.core.offers import TimelineEntry
from reclaim.people.models import (
    ConsentEvent,
    Correction,
    Import,
    ImportRow,
    LocalMembership,
    User,
)


def timeline(person_pk: int, user: User) -> Sequence[TimelineEntry]:
    """For whoever sees the record; what a coordinator answers, for coordinators."""
    return [
        *belonged(person_pk),
        *said(person_pk),
        *came_in_sheets(person_pk, user),
        *asked_to_correct(person_pk, user),
    ]


def on_day(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def belonged(person_pk: int) -> Iterator[TimelineEntry]:
    joined = LocalMembership.objects.filter(person=person_pk).select_related("organization")
    for one in joined:
        kind, local = capfirst(one.get_kind_display()), str(one.organization)
        if one.since:
            yield TimelineEntry(at=on_day(one.since), text=kind, room=local)
        if one.until:
            text = _("No longer: %(kind)s") % {"kind": one.get_kind_display()}
            yield TimelineEntry(at=on_day(one.until), text=text, room=local)


def said(person_pk: int) -> Iterator[TimelineEntry]:
    """Every yes and no, in the order of the ledger; what they come to stands beside."""
    for event in ConsentEvent.objects.filter(person=person_pk):
        words = (
            _("Yes to %(channel)s: %(about)s")
            if event.is_given
            else _("No to %(channel)s: %(about)s")
        )
        facts = {"channel": event.get_channel_display(), "about": event.get_purpose_display()}
        yield TimelineEntry(at=event.at, text=words % facts, room=event.get_source_display())


def came_in_sheets(person_pk: int, user: User) -> Iterator[TimelineEntry]:
    """As long as a sheet can be undone."""
    words = {
        ImportRow.Outcome.ADDED: _("Added by a sheet"),
        ImportRow.Outcome.UPDATED: _("Changed by a sheet"),
    }
    rows = ImportRow.objects.filter(person=person_pk, outcome__in=words).select_related("of")
    for row in rows.filter(of__in=Import.objects.visible_to(user)):
        yield TimelineEntry(
            at=row.of.started_at or row.of.dropped_at,
            text=words[ImportRow.Outcome(row.outcome)],
            url=row.of.get_absolute_url(),
            room=row.of.filename,
        )


def asked_to_correct(person_pk: int, user: User) -> Iterator[TimelineEntry]:
    for one in Correction.objects.visible_to(user).filter(person=person_pk):
        waits = one.answered_at is None
        yield TimelineEntry(
            at=one.asked_at,
            text=_("Asked to have corrected: %(about)s") % {"about": one.get_about_display()},
            url=reverse("people:answer-correction", args=[one.pk]) if waits else "",
            room=_("waits for an answer") if waits else _("answered"),
        )
