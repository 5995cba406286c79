"""R038, excessive disqualified bids: the share of submitted bids that were disqualified is a high
outlier for a buyer, a procuring entity or a tenderer.

`minimum_contracting_processes` is compared with the number of bids, as Cardinal's code does and
its own examples need; its documentation says processes.
https://cardinal.readthedocs.io/en/latest/cli/indicators/R/038.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings, Group
from procurement.redflags.indicator import Common, Ground, Indicator, add_counts
from procurement.redflags.options import decimal, natural, option
from procurement.redflags.quartiles import Quartiles
from procurement.redflags.release import Bid, Release
from procurement.redflags.wording import Facts, Sentences, Share, Wording


@dataclass(frozen=True, slots=True)
class Options:
    """`threshold` replaces the upper fences."""

    threshold: float | None = option(decimal)
    minimum_submitted_bids: int = option(natural, 2)
    minimum_contracting_processes: int = option(natural, 2)


class _Fractions:
    """Bids disqualified of bids submitted, by organisation."""

    def __init__(self) -> None:
        self.out: dict[str, int] = defaultdict(int)
        self.submitted: dict[str, int] = defaultdict(int)

    def add(self, subject: str, out: int, submitted: int) -> None:
        self.submitted[subject] += submitted
        if out:
            self.out[subject] += out

    def absorb(self, later: _Fractions) -> None:
        add_counts(self.out, later.out)
        add_counts(self.submitted, later.submitted)

    def shares(self, minimum: int) -> dict[str, float]:
        return {
            subject: self.out.get(subject, 0) / submitted
            for subject, submitted in self.submitted.items()
            if submitted >= minimum
        }


_OF_BUYER = Sentences(
    "Disqualified: {out} of the {submitted} bids submitted to {subject} ({share}). "
    "The upper fence is {fence}.",
    "Écartées\u00a0: {out} des {submitted} soumissions déposées auprès de {subject} ({share}). "
    "La borne supérieure est de {fence}.",
)


class R038(Indicator):
    code = "R038"
    options = Options
    wording = Wording(
        title=Sentences("Excessive disqualified bids", "Soumissions souvent écartées"),
        reasons={
            "Buyer": _OF_BUYER,
            "ProcuringEntity": _OF_BUYER,
            "Tenderer": Sentences(
                "Disqualified: {out} of the {submitted} bids of {subject} ({share}). "
                "The upper fence is {fence}.",
                "Écartées\u00a0: {out} des {submitted} soumissions de {subject} ({share}). "
                "La borne supérieure est de {fence}.",
            ),
        },
        innocent=Sentences(
            "A buyer of dangerous or secure work sets strict rules; a new bidder makes mistakes "
            "of form; and some buyers only publish who was disqualified.",
            "Un acheteur de travaux dangereux ou protégés fixe des règles strictes\u00a0; un "
            "nouveau soumissionnaire fait des fautes de forme\u00a0; et certains acheteurs ne "
            "publient que les soumissions écartées.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._options = options
        self._of: dict[Group, _Fractions] = {
            "Buyer": _Fractions(),
            "ProcuringEntity": _Fractions(),
            "Tenderer": _Fractions(),
        }
        self._fences: dict[Group, float] = {}

    def fold(self, release: Release, findings: Findings) -> None:
        submitted = release.submitted
        if not submitted:
            return
        disqualified = len(release.disqualified)
        _count(submitted, self._of["Tenderer"].submitted)
        if disqualified:
            _count(release.disqualified, self._of["Tenderer"].out)
        if release.buyer is not None:
            self._of["Buyer"].add(release.buyer, disqualified, len(submitted))
            if disqualified:
                findings.map_one("ocid_buyer_r038", release.ocid, release.buyer)
        if release.entity is not None:
            self._of["ProcuringEntity"].add(release.entity, disqualified, len(submitted))
            if disqualified:
                findings.map_one("ocid_procuringentity_r038", release.ocid, release.entity)

    def absorb(self, later: R038) -> None:
        for group, fractions in self._of.items():
            fractions.absorb(later._of[group])

    def finish(self, findings: Findings) -> None:
        processes = self._options.minimum_contracting_processes
        self._decide("Buyer", processes, findings)
        self._decide("ProcuringEntity", processes, findings)
        self._decide("Tenderer", self._options.minimum_submitted_bids, findings)

    def _decide(self, group: Group, minimum: int, findings: Findings) -> None:
        shares = self._of[group].shares(minimum)
        if not shares:
            return
        fence = self._options.threshold
        if fence is None:
            quartiles = Quartiles.of(sorted(shares.values()))
            fence = quartiles.upper_fence
            findings.note(self.code, f"{group}_q1", quartiles.q1)
            findings.note(self.code, f"{group}_q3", quartiles.q3)
        findings.note(self.code, f"{group}_upper_fence", fence)
        self._fences[group] = fence
        # With a fence of 0, everybody without a disqualified bid would be flagged.
        if fence > 0.0:
            for subject, share in shares.items():
                if share >= fence:
                    findings.flag(group, subject, self.code, share)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        for group, subject in _concerned(release):
            share = findings.value(group, subject, self.code)
            if share is not None:
                fractions = self._of[group]
                facts: Facts = {
                    "subject": subject,
                    "out": fractions.out.get(subject, 0),
                    "submitted": fractions.submitted[subject],
                    "share": Share(share),
                    "fence": Share(self._fences[group]),
                }
                yield Ground(group, subject, facts)


def _count(bids: list[Bid], by_tenderer: dict[str, int]) -> None:
    for bid in bids:
        for tenderer in bid.tenderers:
            by_tenderer[tenderer] += 1


def _concerned(release: Release) -> Iterator[tuple[Group, str]]:
    """Everybody whose fraction this release is part of."""
    if not release.submitted:
        return
    if release.buyer is not None:
        yield "Buyer", release.buyer
    if release.entity is not None:
        yield "ProcuringEntity", release.entity
    for tenderer in dict.fromkeys(name for bid in release.submitted for name in bid.tenderers):
        yield "Tenderer", tenderer
