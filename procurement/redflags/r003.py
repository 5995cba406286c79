"""R003, short submission period: whole days from start to end of `tender/tenderPeriod`.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/003.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.options import option, piped, subsection, whole
from procurement.redflags.release import Release
from procurement.redflags.wording import Facts, Sentences, Wording

# RFC 3339: a date without a time, or a time without an offset, is no moment.
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:(\d\d)(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
LEAP = "60"  # the second that is put in now and then
LONGEST = 40
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Options:
    """`threshold` in days; the details' own thresholds come first; no methods means all."""

    threshold: int = option(whole, 15)
    procurement_methods: frozenset[str] = option(piped, frozenset())
    procurement_method_details: Mapping[str, int] = subsection(whole)


class R003(Indicator):
    code = "R003"
    options = Options
    wording = Wording(
        title=Sentences("Short submission period", "Court délai de soumission"),
        reasons={
            "OCID": Sentences(
                "Whole days to submit a bid, from {start} to {end}: {days}. "
                "The threshold is {threshold}.",
                "Jours entiers pour soumissionner, du {start} au {end}\u00a0: {days}. "
                "Le seuil est de {threshold}.",
            )
        },
        innocent=Sentences(
            "An urgent need, a second call for the same work, an earlier notice published "
            "elsewhere, or a wrong date also make the period short.",
            "Un besoin urgent, un nouvel appel pour le même travail, un avis publié plus tôt "
            "ailleurs ou une date erronée donnent aussi un court délai.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._options = options

    def fold(self, release: Release, findings: Findings) -> None:
        if release.tender.tender_period is not None and self._measured(release) is not None:
            findings.flag("OCID", release.ocid, self.code, 1.0)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        if (measured := self._measured(release)) is not None:
            days, threshold = measured
            start, end = _period(release)
            facts: Facts = {"days": days, "start": start, "end": end, "threshold": threshold}
            yield Ground("OCID", release.ocid, facts)

    def _measured(self, release: Release) -> tuple[int, int] | None:
        """Days and threshold, when the period is shorter than it."""
        methods = self._options.procurement_methods
        if methods and release.tender.procurement_method not in methods:
            return None
        start, end = _period(release)
        if len(start) > LONGEST or len(end) > LONGEST:
            return None
        days = _whole_days(start, end)
        if days is None:
            return None
        threshold = self._options.threshold
        if details := self._options.procurement_method_details:
            threshold = details.get(release.details or "", threshold)
        return (days, threshold) if days < threshold else None


def _period(release: Release) -> tuple[str, str]:
    period = release.tender.tender_period
    return ("", "") if period is None else (period.start_date or "", period.end_date or "")


@lru_cache(maxsize=8192)
def _whole_days(start: str, end: str) -> int | None:
    """Towards zero, so that an end before the start is a short period as well."""
    began, ended = _moment(start), _moment(end)
    if began is None or ended is None:
        return None
    lasted = ended - began
    return lasted.days if lasted >= _NOTHING else -(-lasted).days


@lru_cache(maxsize=8192)
def _moment(written: str) -> datetime | None:
    if not (found := _MOMENT.fullmatch(written)):
        return None
    moment = written.upper()
    after = timedelta(seconds=found[1] == LEAP)
    if after:
        moment = f"{moment[: found.start(1)]}59{moment[found.end(1) :]}"
    try:
        return datetime.fromisoformat(moment) + after
    except (ValueError, OverflowError):
        return None
