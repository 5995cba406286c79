"""R025, excessive unsuccessful bids: a busy tenderer wins a low outlier of what it bids on.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/025.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator, add_counts
from procurement.redflags.options import decimal, natural, option
from procurement.redflags.quartiles import Quartiles, quantile
from procurement.redflags.release import Release
from procurement.redflags.wording import Facts, Sentences, Share, Wording

_SOLE = attrgetter("sole")


@dataclass(frozen=True, slots=True)
class Options:
    """`percentile` of the numbers of processes makes a tenderer a busy one; `threshold` replaces
    the lower fence."""

    percentile: int = option(natural, 75)
    threshold: float | None = option(decimal)


class R025(Indicator):
    code = "R025"
    options = Options
    wording = Wording(
        title=Sentences("Excessive unsuccessful bids", "Soumissions souvent perdantes"),
        reasons={
            "Tenderer": Sentences(
                "{subject} won {won} of the {bid} processes in which it had a valid bid ({share}). "
                "The lower fence is {fence}; only tenderers with at least {least} processes "
                "are looked at.",
                "{subject} a remporté {won} des {bid} procédures où elle avait une soumission "
                "valide ({share}). La borne inférieure est de {fence}\u00a0; seuls les "
                "soumissionnaires d'au moins {least} procédures sont considérés.",
            )
        },
        innocent=Sentences(
            "A newcomer, a firm that bids on everything, or one whose prices reflect better pay "
            "may lose often and honestly.",
            "Un nouveau venu, une entreprise qui soumissionne partout ou dont les prix reflètent "
            "de meilleurs salaires peut souvent perdre honnêtement.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._options = options
        self._won: dict[str, int] = defaultdict(int)
        self._bid: dict[str, int] = defaultdict(int)
        self._fence = self._least = 0.0

    def fold(self, release: Release, findings: Findings) -> None:
        if (winner := release.winner) is None:
            return
        competing = dict.fromkeys(map(_SOLE, release.valid))
        for tenderer in competing:
            if tenderer is not None:
                self._bid[tenderer] += 1
        if winner in competing:
            self._won[winner] += 1

    def absorb(self, later: R025) -> None:
        add_counts(self._bid, later._bid)
        add_counts(self._won, later._won)

    def finish(self, findings: Findings) -> None:
        counts = sorted(map(float, self._bid.values()))
        self._least = quantile(counts, self._options.percentile / 100)
        if self._options.threshold is not None:
            self._fence, q1 = self._options.threshold, 1.0
        else:
            quartiles = Quartiles.of(sorted(map(self._share, self._bid)))
            self._fence, q1 = quartiles.lower_fence, quartiles.q1
            findings.note(self.code, "q1", quartiles.q1)
            findings.note(self.code, "q3", quartiles.q3)
        findings.note(self.code, "upper_fence", self._least)
        findings.note(self.code, "lower_fence", self._fence)
        # With a first quartile of 0, most busy tenderers would be flagged.
        if q1 > 0.0 and self._fence > 0.0:
            self._flag(findings)

    def _flag(self, findings: Findings) -> None:
        for tenderer, bid in self._bid.items():
            share = self._share(tenderer)
            if bid >= self._least and share <= self._fence:
                findings.flag("Tenderer", tenderer, self.code, share)

    def _share(self, tenderer: str) -> float:
        return self._won.get(tenderer, 0) / self._bid[tenderer]

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        for tenderer in _competing(release):
            share = findings.value("Tenderer", tenderer, self.code)
            if share is not None:
                facts: Facts = {
                    "subject": tenderer,
                    "won": self._won.get(tenderer, 0),
                    "bid": self._bid[tenderer],
                    "share": Share(share),
                    "fence": Share(self._fence),
                    "least": self._least,
                }
                yield Ground("Tenderer", tenderer, facts)


def _competing(release: Release) -> dict[str, None]:
    """Everybody with a valid bid of their own, each once, where it is clear which bids compete."""
    if release.winner is None:
        return {}
    return {bid.sole: None for bid in release.valid if bid.sole is not None}
