"""Reading a dropped sheet into its plain form: at once when it is small, else by a job.

A reading that was stopped begins anew. Of two, the first to end counts.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from reclaim.core import audit, clock
from reclaim.core.errors import Refused
from reclaim.people.models import Import
from reclaim.people.models.imports import ImportQuerySet
from reclaim.people.services.imports.kept import beside_plain, dropped_file, throw_files_away
from reclaim.people.services.imports.running import guarded, plain_file
from reclaim.people.services.imports.saying import say_columns, what_it_corrects
from reclaim.people.services.imports.sheets import Sheet, is_workbook, make_plain
from reclaim.people.services.imports.weighing import unpacked

EVERY = 1.0  # seconds from one word of how far it is to the next
# What is read in half a second at most, on one slow processor.
SOON_TEXT = 2_000_000
SOON_WORKBOOK = 300_000
SOON_UNPACKED = 5_000_000


def is_soon_read(path: Path) -> bool:
    if not is_workbook(path):
        return path.stat().st_size <= SOON_TEXT
    return path.stat().st_size <= SOON_WORKBOOK and unpacked(path) <= SOON_UNPACKED


def read_at_once(work: Import) -> Import:
    """While somebody waits for it. Of a sheet that can't be read, nothing stays."""
    try:
        with beside_plain(work) as target:
            settle(work, make_plain(dropped_file(work), target), target)
    except Refused:
        throw_files_away(work)
        raise
    finally:
        dropped_file(work).unlink(missing_ok=True)
    return work


@transaction.atomic
def leave_to_job(work: Import) -> Import:
    work.save()
    note_drop(work)
    read_sheet.enqueue(work.pk)
    return work


def note_drop(work: Import) -> None:
    audit.record("drop sheet", work, by=work.dropped_by, at=work.dropped_at, rows=work.rows)


@task()
def read_sheet(pk: int) -> None:
    work = Import.objects.filter(pk=pk).first()
    if work is not None and work.stage == "read":
        guarded(work, read)


def read(work: Import) -> None:
    """Whoever looks at the page sees how far it is, or the sentence why it can't be read."""
    try:
        with beside_plain(work) as target:
            settle(work, make_plain(dropped_file(work), target, SoFar(work)), target)
    except FileNotFoundError:
        end_unread(work, _("The file is no longer here. Drop it again."))
    except Refused as reason:
        end_unread(work, str(reason))
    else:
        dropped_file(work).unlink(missing_ok=True)


class SoFar:
    """Tells how many rows are read; ends a reading for which nobody waits any more."""

    def __init__(self, work: Import) -> None:
        self.work = work
        self.told = time.monotonic()

    def __call__(self, rows: int) -> None:
        if time.monotonic() < self.told + EVERY:
            return
        self.told = time.monotonic()
        if not unread(self.work).update(rows=rows, heard_at=clock.now()):
            raise no_longer_wanted()


def unread(work: Import) -> ImportQuerySet:
    return Import.objects.filter(pk=work.pk, read_at=None)


def no_longer_wanted() -> Refused:
    return Refused(_("This sheet was thrown away meanwhile, or read by another."))


@transaction.atomic
def settle(work: Import, sheet: Sheet, plain: Path) -> None:
    """What was found is kept. A sheet we gave back is known by its last column, and needs no more
    words: it is checked at once."""
    is_new = work.pk is None
    kept = work if is_new else unread(work).select_for_update(of=("self",)).first()
    if kept is None:
        raise no_longer_wanted()
    kept.sheet, kept.rows, kept.failed_because = sheet.told(), sheet.rows, ""
    kept.read_at = kept.heard_at = clock.now()
    by = kept.dropped_by
    kept.corrects = corrected = what_it_corrects(kept, by) if by else None
    kept.save()
    os.replace(plain, plain_file(kept))
    if is_new:
        note_drop(kept)
    if by and corrected:
        mapping = corrected.mapping | {"columns": [*corrected.mapping["columns"], ""]}
        say_columns(kept, mapping, by=by, at=kept.read_at)


def end_unread(work: Import, reason: str) -> bool:
    """Nothing of it is kept but the sentence. False when there is nothing to end any more."""
    said = {"failed_because": reason[:300], "rows": 0}
    is_ended = bool(unread(work).update(**said, read_at=clock.now()))
    if is_ended:
        transaction.on_commit(lambda: throw_files_away(work))
    return is_ended
