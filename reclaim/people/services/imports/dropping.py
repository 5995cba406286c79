"""The steps of an import that a person takes: drop, start, let it go on, undo, throw away."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Import, Organization, User
from reclaim.people.rules import imports as rules
from reclaim.people.services.imports.kept import (
    Upload,
    dropped_file,
    keep_dropped,
    throw_files_away,
)
from reclaim.people.services.imports.reading import (
    is_soon_read,
    leave_to_job,
    read_at_once,
    read_sheet,
)
from reclaim.people.services.imports.running import check_import, run_import
from reclaim.people.services.imports.saying import NOTHING_COUNTED, held
from reclaim.people.services.imports.undoing import undo_import


def drop_sheet(
    organization: Organization, upload: Upload, *, by: User, at: datetime, language: str
) -> Import:
    """Keep it and read it, however long that takes."""
    return read_at_once(dropped(organization, upload, by=by, at=at, language=language))


def take_sheet(
    organization: Organization, upload: Upload, *, by: User, at: datetime, language: str
) -> Import:
    """Keep it; read it while the page waits only when that is soon done."""
    work = dropped(organization, upload, by=by, at=at, language=language)
    return read_at_once(work) if is_soon_read(dropped_file(work)) else leave_to_job(work)


def dropped(
    organization: Organization, upload: Upload, *, by: User, at: datetime, language: str
) -> Import:
    require(rules.why_not_import(by, organization))
    name = Path(upload.name or "").name[:200]
    work = Import(organization=organization, filename=name, language=language, heard_at=at)
    work.dropped_at, work.dropped_by = at, by
    keep_dropped(work, upload)
    return work


@transaction.atomic
def start_import(work: Import, *, by: User, at: datetime) -> Import:
    require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_start(work))
    work.started_at = work.heard_at = at
    work.failed_because = ""
    for name, value in NOTHING_COUNTED.items():
        setattr(work, name, value)
    work.save()
    audit.record("start import", work, by=by, at=at, rows=work.rows)
    run_import.enqueue(work.pk)
    return work


@transaction.atomic
def go_on(work: Import, *, by: User, at: datetime) -> Import:
    """After it was stopped: from where it was. Reading and the check begin anew."""
    require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_go_on(work))
    Import.objects.filter(pk=work.pk).update(failed_because="", heard_at=at)
    jobs = {"read": read_sheet, "check": check_import, "run": run_import, "undo": undo_import}
    jobs[work.stage].enqueue(work.pk)
    return work


@transaction.atomic
def ask_to_undo(work: Import, *, by: User, at: datetime) -> Import:
    require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_undo(work, at))
    Import.objects.filter(pk=work.pk).update(undo_asked_at=at, heard_at=at)
    audit.record("undo import", work, by=by, at=at)
    undo_import.enqueue(work.pk)
    return work


@transaction.atomic
def discard_import(work: Import, *, by: User | None, at: datetime) -> None:
    """Nothing was brought in; nothing of it stays."""
    if by is not None:
        require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_discard(work))
    audit.record("throw away sheet", work, by=by, at=at)
    work.delete()
    transaction.on_commit(lambda: throw_files_away(work))


def note_taken(work: Import, *, by: User, at: datetime) -> None:
    """Somebody took the file of the rows that were set aside: it holds names."""
    audit.record("take rows set aside", work, by=by, at=at, rows=work.set_aside)
