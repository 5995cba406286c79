"""Eleven red flags over a file of compiled releases, as OCDS Cardinal computes them.

    found = red_flags(Path("releases.jsonl"), read_settings(Path("settings.ini")))
    found.results()                  {"OCID": {"ocds-1": {"R035": 2.0}}, "Tenderer": …}
    for flag in found.flags(): …     the reason in words, the release it stands on

One pass, and a second over the few releases near a fence; memory holds the flags, and a fraction
per tenderer and buyer. A flag is a reason to look, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from procurement.errors import Unreadable
from procurement.redflags.catalogue import INDICATORS
from procurement.redflags.differences import Differences
from procurement.redflags.findings import Findings, Group
from procurement.redflags.indicator import Common, Currency, Indicator, PriceComparison
from procurement.redflags.lines import (
    LineCount,
    NotJSON,
    Part,
    Warn,
    WarnOfLine,
    json_lines,
    line_at,
    of_lines,
    opened,
    silent,
)
from procurement.redflags.parallel import parts_of, read_together
from procurement.redflags.release import Release, release_of
from procurement.redflags.settings import Settings, every_indicator
from procurement.redflags.written import Written, written

_OF_DIFFERENCES = frozenset({"R024", "R058"})
_OF_TENDERERS = frozenset({"R025", "R038", "R048"})


@dataclass(slots=True)
class ReleaseCount(LineCount):
    """Of the lines read: not an object, without a text `ocid`, excluded, and looked at."""

    not_object: int = 0
    without_ocid: int = 0
    excluded: int = 0
    examined: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag and one release it stands on, `line` counted from 1. `innocent_…` says what else
    explains it and belongs beside the reason wherever it is shown."""

    code: str
    group: Group
    subject: str
    value: float
    title_en: str
    title_fr: str
    reason_en: str
    reason_fr: str
    innocent_en: str
    innocent_fr: str
    ocid: str
    line: int


class RedFlags:
    """The flags of one file. `red_flags` makes it."""

    def __init__(self, path: Path, settings: Settings, *, maps: bool) -> None:
        self.path = path
        self._count = ReleaseCount()
        self.findings = Findings(keeps_maps=maps)
        self._excluded = settings.exclusions.procurement_method_details
        top = settings.top
        comparison = PriceComparison(
            top.price_comparison_procurement_methods, top.no_price_comparison_procurement_methods
        )
        self.currency = Currency(top.currency)
        self._differences = Differences(comparison, self.currency)
        common = Common(comparison, self.currency, self._differences, self._releases_at)
        enabled = settings.indicators
        self._indicators: list[Indicator] = [
            indicator(enabled[code], common)
            for code, indicator in INDICATORS.items()
            if code in enabled
        ]
        self._maps_tenderers = maps and not enabled.keys().isdisjoint(_OF_TENDERERS)
        self._compares = not enabled.keys().isdisjoint(_OF_DIFFERENCES)

    @property
    def count(self) -> ReleaseCount:
        """The lines of the file by what became of them."""
        return self._count

    def take_in(self, part: Part, warn: WarnOfLine) -> None:
        """Fold the releases of the next part of the file."""
        folds = [
            indicator.fold
            for indicator in self._indicators
            if type(indicator).fold is not Indicator.fold
        ]
        findings, maps, compares = self.findings, self._maps_tenderers, self._compares
        for number, offset, found in json_lines(part, self._count, warn, written):
            release = release_of(found, number, self._excluded)
            if release is None:
                self._count_passed_over(found, number, warn)
                continue
            self._count.examined += 1
            if maps:
                self._map_tenderers(release)
            if compares:
                self._differences.fold(release, offset)
            for fold in folds:
                fold(release, findings)

    def can_absorb(self, other: RedFlags) -> bool:
        """Not what was compared in another currency than the first of the file."""
        ours, theirs = self.currency.main, other.currency.main
        return ours is None or theirs is None or ours == theirs

    def absorb(self, other: RedFlags) -> None:
        """What was found in the next part of the file, as if it had been taken in here."""
        for known in fields(ReleaseCount):
            setattr(
                self._count,
                known.name,
                getattr(self._count, known.name) + getattr(other._count, known.name),
            )
        self.currency.main = self.currency.main or other.currency.main
        self.currency.others |= other.currency.others
        self.findings.absorb(other.findings)
        self._differences.absorb(other._differences)
        for ours, theirs in zip(self._indicators, other._indicators, strict=True):
            ours.absorb(theirs)

    def decide(self) -> None:
        """After the last release."""
        for indicator in self._indicators:
            indicator.finish(self.findings)

    def _count_passed_over(self, found: Written | None, number: int, warn: WarnOfLine) -> None:
        if found is None:
            self._count.not_object += 1
            warn(number, "is not a JSON object, skipping.")
        elif found.ocid is None:
            self._count.without_ocid += 1
        else:
            self._count.excluded += 1

    def _map_tenderers(self, release: Release) -> None:
        for bid in release.submitted:
            for tenderer in bid.tenderers:
                self.findings.map_many("ocid_tenderer", release.ocid, tenderer)

    def _releases_at(self, offsets: Iterator[int]) -> Iterator[Release]:
        with opened(self.path) as stream:
            for offset in offsets:
                try:
                    release = release_of(written(line_at(stream, offset)), 0)
                except NotJSON:
                    release = None
                if release is None:
                    raise Unreadable("changed_file", file=self.path)
                yield release

    def results(self, *, meta: bool = False, maps: bool = False) -> dict[str, Any]:
        """Cardinal's JSON: groups with flags, then `Meta` and `Maps` when asked for."""
        found = self.findings.results()
        if meta:
            found["Meta"] = self.findings.meta()
        if maps:
            found["Maps"] = self.findings.maps()
        return found

    def flags(self) -> Iterator[Flag]:
        """Reads the file again: each flag, once for each release it stands on."""
        flagging = [found for found in self._indicators if self.findings.flagged(found.code)]
        if not flagging:
            return
        for number, _, found in json_lines(Part(self.path), LineCount(), decode=written):
            release = release_of(found, number, self._excluded)
            if release is not None:
                for indicator in flagging:
                    yield from self._flags_on(indicator, release)

    def _flags_on(self, indicator: Indicator, release: Release) -> Iterator[Flag]:
        wording = indicator.wording
        for group, subject, facts in indicator.grounds(release, self.findings):
            value = self.findings.value(group, subject, indicator.code)
            if value is None:
                continue
            reason = wording.reasons[group]
            yield Flag(
                code=indicator.code,
                group=group,
                subject=subject,
                value=value,
                title_en=wording.title.en,
                title_fr=wording.title.fr,
                reason_en=reason.filled("en", facts),
                reason_fr=reason.filled("fr", facts),
                innocent_en=wording.innocent.en,
                innocent_fr=wording.innocent.fr,
                ocid=release.ocid,
                line=release.line,
            )


def red_flags(
    path: Path,
    settings: Settings | None = None,
    *,
    maps: bool = False,
    warn: Warn = silent,
    workers: int | None = None,
) -> RedFlags:
    """Flags of the releases in a file of JSON lines, one compiled release a line.

    Without settings, all indicators with their defaults. `maps` keeps which tenderers bid where.
    `warn` gets a sentence for each line that can't be read. `workers` processes share the file,
    by default two for a large one; the result is the same. Raises Unreadable when the file is
    missing, or changes while it is read. Each `ocid` is expected on one line only.
    """
    used = settings or every_indicator()
    parts = parts_of(path, workers)
    found = read_together(lambda: RedFlags(path, used, maps=maps), parts, of_lines(warn))
    found.decide()
    if found.currency.others:
        others = ", ".join(sorted(found.currency.others))
        warn(f"Prices in {others} weren't compared: the currency is {found.currency.main}.")
    return found
