"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core import clock, money
from reclaim.people import rules as people_rules
from reclaim.people.models import Import, ImportRow, Organization, Person, User
from reclaim.people.models.imports import named
from reclaim.people.rules import imports as rules

SHOWN = 20


def imports_page(organization: Organization, user: User) -> dict[str, Any]:
    found = Import.objects.visible_to(user).filter(organization=organization)
    return {
        "organization": organization,
        "imports": found.select_related("dropped_by")[:50],
        "may_import": not people_rules.why_not_change_people(user, organization),
    }


def import_page(work: Import) -> dict[str, Any]:
    """As it stands now; the page asks again by itself while it is at work."""
    now = clock.now()
    return {
        "work": work,
        "organization": work.organization,
        "numbers": list(numbers(work)),
        "left": time_left(work, now),
        "dealt_with": work.undone + work.not_undone if work.stage == "undo" else work.done,
        "to_deal_with": work.added + work.updated if work.stage == "undo" else work.rows,
        "why_not_start": rules.why_not_start(work),
        "why_not_undo": rules.why_not_undo(work, now),
        "why_not_go_on": rules.why_not_go_on(work),
        "problems": problems(work),
        "not_undone": left_behind(work)[:SHOWN],
    }


def numbers(work: Import) -> Iterator[dict[str, str]]:
    """Added, updated, unchanged and set aside are all the rows there are."""
    aside = ""
    if work.finished_at and work.set_aside and not work.erased_at:
        aside = reverse("people:import-set-aside", args=[work.pk])
    for title, count, url in (
        (_("Rows"), work.rows, ""),
        (_("Added"), work.added, ""),
        (_("Updated"), work.updated, ""),
        (_("Unchanged"), work.unchanged, ""),
        (_("Set aside"), work.set_aside, aside),
    ):
        yield {"title": title, "figure": money.count(count), "url": url}


def problems(work: Import) -> list[tuple[int, str]]:
    """The first reasons: of the check until it is started, then of what was done."""
    if work.started_at is None:
        return checked_problems(work)
    aside = ImportRow.objects.filter(of=work, outcome=ImportRow.Outcome.SET_ASIDE)
    first = aside.select_related("about").order_by("number")[:SHOWN]
    return [(row.number, row.said) for row in first]


def checked_problems(work: Import) -> list[tuple[int, str]]:
    """Whom a reason names is read now: they may be gone since."""
    found = [(line, reason, *whom) for line, reason, *whom in work.sheet.get("problems", ())]
    people = Person.objects.in_bulk(
        [whom[0] for _line, _reason, *whom in found if whom and whom[0]]
    )
    return [
        (line, named(reason, str(people.get(whom[0] if whom else 0, ""))))
        for line, reason, *whom in found
    ]


def left_behind(work: Import) -> QuerySet[ImportRow]:
    found = ImportRow.objects.filter(of=work).exclude(not_undone="")
    return found.select_related("person").order_by("number")


def set_aside_rows(work: Import) -> Iterator[tuple[list[str], int, str]]:
    """Each row as it was read, its line and the reason."""
    aside = ImportRow.objects.filter(of=work, outcome=ImportRow.Outcome.SET_ASIDE)
    found = aside.select_related("about").order_by("number")
    for row in found.iterator(chunk_size=2_000):
        yield list(row.cells or ()), row.number, row.said


def time_left(work: Import, now: datetime) -> str:
    """In words, from how long it took so far; nothing while that tells nothing."""
    begun = {"check": work.mapped_at, "run": work.started_at}.get(work.stage)
    if begun is None or not work.done:
        return ""
    seconds = (now - begun).total_seconds() / work.done * (work.rows - work.done)
    if seconds < 60:
        return _("Less than a minute left.")
    minutes = round(seconds / 60)
    return ngettext(
        "About %(minutes)s minute left.", "About %(minutes)s minutes left.", minutes
    ) % {"minutes": minutes}
