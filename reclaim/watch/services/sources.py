"""Which published files we read."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reclaim.watch.models import Source


@transaction.atomic
def know_sources(file: Path | None = None) -> list[Source]:
    """Know the sources a TOML file lists (by default the bundled ones); returns the new ones.

    A source known already takes over what the file says of it.
    """
    listed = tomllib.loads(
        (file or settings.DATA / "contracts" / "sources.toml").read_text("utf-8")
    )
    kept = [
        Source.objects.update_or_create(slug=one["slug"], defaults=one) for one in listed["source"]
    ]
    return [source for source, is_new in kept if is_new]
