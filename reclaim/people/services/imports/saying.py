"""What the columns of a sheet hold: said by a person, or known from the sheet it was made of."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from reclaim.core.errors import require
from reclaim.people.models import Import, ImportLayout, User
from reclaim.people.queries import columns
from reclaim.people.rules import imports as rules
from reclaim.people.rules.cells import plain
from reclaim.people.services.imports.running import check_import

OURS = re.compile(r"\(.*Reclaim.*?(\d+)\)$")
NOTHING_COUNTED = {
    "done": 0,
    "added": 0,
    "updated": 0,
    "unchanged": 0,
    "set_aside": 0,
    "by_name": 0,
}


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
