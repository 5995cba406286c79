"""The files of an import: as it was dropped, until it is read; plain from then on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.people.models import Import
from reclaim.people.services.imports.running import plain_file
from reclaim.people.services.imports.sheets import MOST_BYTES

STRAY = 86_400  # seconds after which a file nobody needs was left by something that died


class Upload(Protocol):
    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


def dropped_file(work: Import) -> Path:
    return plain_file(work).with_suffix(".dropped")


def keep_dropped(work: Import, upload: Upload) -> Path:
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(_("This file is too large. Divide it, and drop one part after the other."))
    path = dropped_file(work)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


@contextmanager
def beside_plain(work: Import) -> Iterator[Path]:
    """Where one reading writes: two of them never write one file. Gone, if it is not put in the
    place of the plain one."""
    path = plain_file(work).with_suffix(f".{uuid4().hex}.reading")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def throw_files_away(work: Import) -> None:
    for path in plain_file(work).parent.glob(f"{work.kept_as}.*"):
        path.unlink(missing_ok=True)


def throw_strays_away() -> int:
    """What a process left that was killed before it could take it away. Says how many."""
    works = Import.objects.filter(finished_at=None).values_list("kept_as", "read_at")
    needed = {f"{name}.csv" if read_at else f"{name}.dropped" for name, read_at in works}
    before = time.time() - STRAY
    strays = [
        path
        for path in (Path(settings.STORE) / "imports").glob("*")
        if path.name not in needed and path.stat().st_mtime < before
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
