"""Cases reported elsewhere, with their sources. The local of the demonstration has none yet."""

from __future__ import annotations

from django.conf import settings

from reclaim.core import clock
from reclaim.win.scoreboard.services import load_reported_cases


def load() -> dict[str, int]:
    path = settings.DATA / "insourcing" / "seed_cases.csv"
    return {"reported cases elsewhere": load_reported_cases(path, at=clock.now())}
