"""Leaving nothing of somebody who was erased in the sheets that were dropped here."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from reclaim.people.models import Import, ImportRow
from reclaim.people.services.imports.reading import end_unread
from reclaim.people.services.imports.running import plain_file

Mentions = Callable[[Iterable[object]], bool]


def forget_in_sheets(mentions: Mentions, names: Collection[str]) -> None:
    """Rows set aside, what the page of a sheet shows of it, and the sheet itself, in which the
    line stays blank so that its rows are still as many."""
    kept = ImportRow.objects.filter(person=None).values_list("pk", "cells", "reason", "before")
    gone = [pk for pk, *said in kept.iterator() if mentions([told(said)])]
    for start in range(0, len(gone), 500):
        ImportRow.objects.filter(pk__in=gone[start : start + 500]).delete()
    for work in Import.objects.all():
        forget_in_sheet(work, mentions, names)


def forget_in_sheet(work: Import, mentions: Mentions, names: Collection[str]) -> None:
    """Examples stand by column, so that one name alone must do there."""
    if mentions([work.filename]):
        Import.objects.filter(pk=work.pk).update(filename="–")
    if work.stage == "read" and end_reading(work):
        return
    work.refresh_from_db(fields=["sheet"])
    columns = work.sheet.get("examples", [])
    if mentions([told(work.sheet)]) or any(
        is_one_of(names, cell) for one in columns for cell in one
    ):
        blank: dict[str, Any] = {"examples": [[] for _column in columns], "problems": []}
        Import.objects.filter(pk=work.pk).update(sheet={**work.sheet, **blank})
    transaction.on_commit(partial(blank_lines, plain_file(work), mentions))


def end_reading(work: Import) -> bool:
    """Who stands in a file nobody has read yet can't be told, and it can't be left to a reading
    that began before they were erased."""
    with translation.override(work.language):
        reason = _("Somebody was erased from Reclaim before this sheet was read. Drop it again.")
    return end_unread(work, reason)


def is_one_of(names: Collection[str], cell: object) -> bool:
    return str(cell).casefold() in {name.casefold() for name in names}


def told(kept: object) -> str:
    return json.dumps(kept, ensure_ascii=False, default=str)


def blank_lines(path: Path, mentions: Mentions) -> None:
    """Written beside it and put in its place: a job that reads meanwhile reads on."""
    if not path.exists():
        return
    beside = path.with_suffix(".beside")
    with (
        path.open(encoding="utf-8", newline="") as old,
        beside.open("w", encoding="utf-8", newline="") as new,
    ):
        write = csv.writer(new, lineterminator="\n").writerow
        for number, *cells in csv.reader(old):
            write((number, *([""] * len(cells) if mentions(cells) else cells)))
    os.replace(beside, path)
