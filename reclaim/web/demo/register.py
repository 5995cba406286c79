"""What a local keeps and asks about its people, invented: a sheet brought in, fields, notes,
questions, and a request to correct a record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.management import call_command

from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import (
    Candidate,
    Correction,
    CustomField,
    Import,
    Note,
    Organization,
    Person,
    Segment,
    User,
)
from reclaim.people.queries import columns
from reclaim.people.rules.definitions import Group, Line
from reclaim.people.services import imports
from reclaim.web.demo import content, people

OPTIONS = {
    "order": "dmy",
    "worksites": "keep",
    "kind": "retired",
    "language": "en",
    "basis": "express",
    "consent_on": "",
}


def load(*, by: User) -> dict[str, int]:
    before, local = counts(), Organization.objects.get(slug="local-4120")
    if not CustomField.objects.exists():
        for facts in content.tables("register")["field"]:
            services.add_custom_field(local, by=by, at=clock.now(), **facts)
    if not Import.objects.exists():
        bring_in(local, by=by)
    if not Note.objects.exists():
        write_notes(by=by)
    if not Correction.objects.exists():
        ask_corrections()
    if not Segment.objects.exists():
        for facts in content.tables("register")["segment"]:
            keep_segment(local, facts, by=by)
    return {name: number - before[name] for name, number in counts().items()}


def counts() -> dict[str, int]:
    return {
        "people of a sheet": Person.objects.filter(import_rows__isnull=False).count(),
        "pairs that may be one person": Candidate.objects.count(),
        "fields": CustomField.objects.count(),
        "notes": Note.objects.count(),
        "corrections asked for": Correction.objects.count(),
        "segments": Segment.objects.count(),
    }


def bring_in(local: Organization, *, by: User) -> None:
    """As a coordinator does: dropped, its columns said as they are guessed, checked, started."""
    at = clock.now()
    with (settings.DATA / "demo" / "retired.csv").open("rb") as sheet:
        work = imports.drop_sheet(local, File(sheet, "retired.csv"), by=by, at=at, language="en")
    said = {"columns": columns.guess(work.sheet["header"], local), "options": OPTIONS}
    imports.say_columns(work, said, by=by, at=at)
    call_command("worker", once=True)
    imports.start_import(Import.objects.get(pk=work.pk), by=by, at=at)
    call_command("worker", once=True)
    brought = Person.objects.filter(import_rows__of=work)
    Person.objects.filter(pk__in=brought).update(is_invented=True)


def write_notes(*, by: User) -> None:
    everybody = people.people()
    for facts in content.tables("register")["note"]:
        said = {"visibility": facts["visibility"], "by": by, "at": clock.now()}
        services.write_note(everybody[facts["person"]], facts["text"], **said)


def ask_corrections() -> None:
    accounts = people.accounts()
    for facts in content.tables("register")["correction"]:
        who = accounts[facts["by"]]
        record, said = Person.objects.get(user=who), (facts["about"], facts["text"])
        services.ask_correction(record, *said, by=who, at=clock.now())


def keep_segment(local: Organization, facts: dict[str, Any], *, by: User) -> None:
    asked = Group(tuple(line(**said) for said in facts["lines"]))
    segment = services.save_segment(local, facts["name"], asked, by=by, at=clock.now())
    if facts["shared"]:
        services.share_segment(segment, Segment.Sharing.BELOW, by=by, at=clock.now())


def line(filter: str, **said: Any) -> Line:
    """Worksites and campaigns stand there by their key."""
    is_not = said.pop("not", False)
    if key := said.get("worksite"):
        said["worksite"] = str(people.worksites()[key].pk)
    if slug := said.get("campaign"):
        said["campaign"] = str(Campaign.objects.get(slug=slug).pk)
    return Line(filter, said, is_not)
