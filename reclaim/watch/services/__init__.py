"""Everything that changes what we guard and what threatens it."""

from reclaim.watch.services.answer import dismiss_threat, reopen_threat
from reclaim.watch.services.guard import (
    Named,
    Term,
    edit_service,
    guard_service,
    guard_services_listed,
)
from reclaim.watch.services.read import Matched, SourceRead, match_notices, read_sources
from reclaim.watch.services.sources import know_sources

__all__ = [
    "Matched",
    "Named",
    "SourceRead",
    "Term",
    "dismiss_threat",
    "edit_service",
    "guard_service",
    "guard_services_listed",
    "know_sources",
    "match_notices",
    "read_sources",
    "reopen_threat",
]
