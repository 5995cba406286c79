"""How long what is kept about persons is kept: `data/law/retention.toml`, read once."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from reclaim.core.languages import Bilingual


@dataclass(frozen=True)
class Kept:
    """Something that has no end of its own, and why."""

    models: tuple[str, ...]
    why_en: str
    why_fr: str
    source: str = ""

    why = Bilingual("why")


@dataclass(frozen=True)
class Kind:
    """Something that is forgotten `days` or `months` after an event, and why."""

    code: str
    models: tuple[str, ...]
    what_en: str
    what_fr: str
    since_en: str
    since_fr: str
    why_en: str
    why_fr: str
    days: int = 0
    months: int = 0
    source: str = ""

    what = Bilingual("what")
    since = Bilingual("since")
    why = Bilingual("why")

    def over_before(self, at: datetime) -> datetime:
        """What began before this is forgotten now."""
        return months_before(at, self.months) if self.months else at - timedelta(days=self.days)


@cache
def told() -> dict[str, Any]:
    return tomllib.loads((settings.ROOT / "data" / "law" / "retention.toml").read_text("utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    rows = (Kind(**{**facts, "models": tuple(facts["models"])}) for facts in told()["kind"])
    return {kind.code: kind for kind in rows}


@cache
def kept() -> tuple[Kept, ...]:
    return tuple(Kept(**{**facts, "models": tuple(facts["models"])}) for facts in told()["kept"])


def period(code: str) -> timedelta:
    """Of a kind that is kept for days, where a promise is counted from it."""
    return timedelta(days=kinds()[code].days)


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
