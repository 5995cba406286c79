"""Every change to what is known of outcomes. Nothing is overwritten."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reclaim.core import audit
from reclaim.core.errors import Refused, require
from reclaim.people.models import User
from reclaim.watch.models import Service
from reclaim.win.scoreboard import rules
from reclaim.win.scoreboard.models import UNKNOWN, Outcome, When, read_when

COLONS = {"": ":", "_fr": "\N{NO-BREAK SPACE}:"}
COLUMNS = {"place", "province_or_country", "service", "what_happened", "year", "source_url"}


class OutcomeFacts(TypedDict, total=False):
    result: str
    when: When
    title_en: str
    title_fr: str
    source: str
    check_state: str


@transaction.atomic
def note_outcome(
    service: Service, *, by: User, at: datetime, **facts: Unpack[OutcomeFacts]
) -> Outcome:
    """Say what came of a service: `result`, `when` and a line in `title_en` or `title_fr`."""
    require(rules.why_not_note(service, by))
    outcome = Outcome(service=service, noted_by=by, noted_at=at)
    return keep(outcome, facts, verb="note_outcome", by=by, at=at)


@transaction.atomic
def correct_outcome(
    outcome: Outcome, *, by: User, at: datetime, **facts: Unpack[OutcomeFacts]
) -> Outcome:
    """Put a new row in place of this one. What is not given stays as it was; both are kept."""
    old = Outcome.objects.select_for_update().get(pk=outcome.pk)
    require(rules.why_not_correct(old, by))
    newer = Outcome(service=old.service, place=old.place, replaces=old, noted_by=by, noted_at=at)
    as_it_was = OutcomeFacts(
        result=old.result,
        when=old.when,
        title_en=old.title_en,
        title_fr=old.title_fr,
        source=old.source,
        check_state=old.check_state,
    )
    return keep(newer, as_it_was | facts, verb="correct_outcome", by=by, at=at)


def keep(
    outcome: Outcome, facts: OutcomeFacts, *, verb: str, by: User | None, at: datetime
) -> Outcome:
    when = facts.pop("when", UNKNOWN)
    outcome.earliest_on, outcome.latest_on = when.earliest, when.latest
    for name, fact in facts.items():
        setattr(outcome, name, fact)
    title = outcome.title_en or outcome.title_fr
    require(rules.why_not_say(title, outcome.source, outcome.check_state))
    require(rules.why_not_then(when, localdate(at)))
    outcome.save(force_insert=True)
    audit.record(verb, outcome, by=by, at=at, result=outcome.result)
    return outcome


@transaction.atomic
def load_reported_cases(path: Path, *, at: datetime) -> int:
    """Bring cases elsewhere from a file of services brought back; returns how many are new.

    A case is known by its place and its source: loading twice, or after a correction, adds none.
    Raises Refused, and keeps nothing, if a column is missing or a year cannot be read.
    """
    rows = read_cases(path)
    known = set(Outcome.objects.elsewhere().values_list("place", "source"))
    fresh = [row for row in rows if (place_of(row), row["source_url"]) not in known]
    for row in fresh:
        case = Outcome(place=place_of(row), noted_at=at)
        facts = OutcomeFacts(
            result=Outcome.Result.RETURNED,
            when=read_year(row["year"]),
            title_en=told(row, ""),
            title_fr=told(row, "_fr"),
            source=row["source_url"],
        )
        keep(case, facts, verb="load_reported_case", by=None, at=at)
    return len(fresh)


def read_cases(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := COLUMNS - set(reader.fieldnames or ()):
            raise Refused(
                _("%(file)s has no column %(columns)s; nothing was read.")
                % {"file": path.name, "columns": ", ".join(sorted(missing))}
            )
        return list(reader)


def place_of(row: Mapping[str, str]) -> str:
    return f"{row['place']}, {row['province_or_country']}"


def told(row: Mapping[str, str], language: str) -> str:
    """The case in one line, as the source tells it."""
    happened = row.get(f"what_happened{language}", "")
    if not happened:
        return ""
    service, colon = row[f"service{language}"], COLONS[language]
    line = f"{service[:1].upper()}{service[1:]}{colon} {happened}"
    result = row.get(f"reported_result{language}")
    return (f"{line}; {result}" if result else line)[:300]


def read_year(text: str) -> When:
    try:
        return read_when(text)
    except ValueError as error:
        raise Refused(
            _("“%(text)s” is not a date we can read: write 2026-10-05, 2026-10, 2026 or by 2026.")
            % {"text": text}
        ) from error
