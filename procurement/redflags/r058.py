"""R058, heavily discounted bid: the difference to the second-lowest bid is a high outlier.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/058.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.options import decimal, option
from procurement.redflags.quartiles import Quartiles
from procurement.redflags.release import Release
from procurement.redflags.wording import Sentences, Wording


@dataclass(frozen=True, slots=True)
class Options:
    """`threshold` replaces the upper fence."""

    threshold: float | None = option(decimal)


class R058(Indicator):
    code = "R058"
    options = Options
    wording = Wording(
        title=Sentences("Heavily discounted bid", "Soumission fortement réduite"),
        reasons={
            "OCID": Sentences(
                "The winning bid of {winner} is {winning} {currency}; the second-lowest valid bid, "
                "of {runner_up}, is {second} {currency}, {share} more. The upper fence is {fence}.",
                "La soumission retenue de {winner} est de {winning} {currency}\u00a0; la deuxième "
                "plus basse valide, de {runner_up}, est de {second} {currency}, soit {share} de "
                "plus. La borne supérieure est de {fence}.",
            ),
            "Tenderer": Sentences(
                "{subject} won; the next bid is {share} more than its own. "
                "The upper fence is {fence}.",
                "{subject} l'a emporté\u00a0; la soumission suivante dépasse la sienne de {share}. "
                "La borne supérieure est de {fence}.",
            ),
        },
        innocent=Sentences(
            "A newcomer who wants to enter the market, better equipment or a nearby site, an "
            "error in a bid, or a bid for a part of the work also make a wide gap.",
            "Un nouveau venu qui veut percer, un meilleur équipement ou un chantier voisin, une "
            "erreur dans une soumission ou une offre partielle creusent aussi l'écart.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._threshold = options.threshold
        self._common = common
        self._fence = 0.0

    def finish(self, findings: Findings) -> None:
        if self._threshold is not None:
            self._fence = self._threshold
        else:
            quartiles = Quartiles.of(self._common.differences.sorted())
            self._fence = quartiles.upper_fence
            findings.note(self.code, "q1", quartiles.q1)
            findings.note(self.code, "q3", quartiles.q3)
        findings.note(self.code, "upper_fence", self._fence)
        # With a fence of 0, every tender without a difference would be flagged.
        if self._fence > 0.0:
            offsets = self._common.differences.at_least(self._fence)
            for release in self._common.releases_at(offsets):
                self._flag(release, findings)

    def _flag(self, release: Release, findings: Findings) -> None:
        if (found := self._common.differences.of(release)) is None:
            return
        findings.flag("OCID", release.ocid, self.code, found.share)
        findings.flag("Tenderer", found.winner, self.code, 0.0)
        findings.map_many("ocid_tenderer_r058", release.ocid, found.winner)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        found = self._common.differences.of(release)
        if found is None or findings.value("OCID", release.ocid, self.code) is None:
            return
        facts = self._common.differences.facts(found, self._fence)
        yield Ground("OCID", release.ocid, facts)
        yield Ground("Tenderer", found.winner, {**facts, "subject": found.winner})
