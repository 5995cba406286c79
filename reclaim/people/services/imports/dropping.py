"""The steps of an import that a person takes: drop, say the columns, start, throw away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from reclaim.core import audit
from reclaim.core.errors import Refused, require
from reclaim.people.models import Import, ImportLayout, Organization, User
from reclaim.people.queries import columns
from reclaim.people.rules import imports as rules
from reclaim.people.rules.cells import plain
from reclaim.people.services.imports.running import check_import, plain_file, run_import
from reclaim.people.services.imports.sheets import MOST_BYTES, Sheet, make_plain
from reclaim.people.services.imports.undoing import undo_import

OURS = re.compile(r"\(.*Reclaim.*?(\d+)\)$")
NOTHING_COUNTED = {
    "done": 0,
    "added": 0,
    "updated": 0,
    "unchanged": 0,
    "set_aside": 0,
    "by_name": 0,
}


class Upload(Protocol):
    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


def drop_sheet(
    organization: Organization, upload: Upload, *, by: User, at: datetime, language: str
) -> Import:
    """Read it once and keep it plain. A sheet we gave back is known by its last column, and needs
    no more words: it is checked at once."""
    require(rules.why_not_import(by, organization))
    name = Path(upload.name or "").name[:200]
    work = Import(organization=organization, filename=name, language=language, heard_at=at)
    sheet = plainly_kept(work, upload)
    work.sheet, work.rows = sheet.told(), sheet.rows
    work.dropped_at, work.dropped_by = at, by
    corrected = what_it_corrects(work, by)
    with transaction.atomic():
        work.corrects = corrected
        work.save()
        audit.record("drop sheet", work, by=by, at=at, rows=work.rows)
    if corrected is not None:
        mapping = corrected.mapping | {"columns": [*corrected.mapping["columns"], ""]}
        say_columns(work, mapping, by=by, at=at)
    return work


def plainly_kept(work: Import, upload: Upload) -> Sheet:
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(_("This file is too large. Divide it, and drop one part after the other."))
    target = plain_file(work)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    dropped = target.with_suffix(".dropped")
    try:
        with dropped.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        return make_plain(dropped, target)
    except Refused:
        target.unlink(missing_ok=True)
        raise
    finally:
        dropped.unlink(missing_ok=True)


def what_it_corrects(work: Import, by: User) -> Import | None:
    """The import whose set-aside rows these are, when the header is still the same."""
    header: list[str] = work.sheet["header"]
    found = OURS.search(header[-1]) if header else None
    if found is None or len(found[1]) > 18:
        return None
    earlier = Import.objects.visible_to(by).filter(pk=int(found[1]), mapped_at__isnull=False)
    before = earlier.filter(organization=work.organization).first()
    if before is None or [*map(plain, before.sheet["header"])] != [*map(plain, header[:-1])]:
        return None
    return before


@transaction.atomic
def say_columns(work: Import, mapping: dict[str, Any], *, by: User, at: datetime) -> Import:
    """Keep what the columns hold, for this sheet and the next under the same header; then check."""
    require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_say_columns(work))
    work.mapping, work.mapped_at, work.heard_at = mapping, at, at
    work.checked_at, work.failed_because = None, ""
    for name, value in NOTHING_COUNTED.items():
        setattr(work, name, value)
    work.save()
    ImportLayout.objects.update_or_create(
        organization=work.organization,
        digest=columns.header_digest(work.sheet["header"]),
        defaults={"mapping": mapping, "used_at": at},
    )
    check_import.enqueue(work.pk)
    return work


def held(work: Import) -> Import:
    return (
        Import.objects.select_for_update(of=("self",))
        .select_related("organization")
        .get(pk=work.pk)
    )


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
    """After it was stopped: from where it was. The check begins anew."""
    require(rules.why_not_import(by, work.organization))
    work = held(work)
    require(rules.why_not_go_on(work))
    Import.objects.filter(pk=work.pk).update(failed_because="", heard_at=at)
    job = {"check": check_import, "run": run_import, "undo": undo_import}[work.stage]
    job.enqueue(work.pk)
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
    path = plain_file(work)
    work.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def note_taken(work: Import, *, by: User, at: datetime) -> None:
    """Somebody took the file of the rows that were set aside: it holds names."""
    audit.record("take rows set aside", work, by=by, at=at, rows=work.set_aside)
