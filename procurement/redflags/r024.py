"""R024, price close to winning bid: the difference to the second-lowest bid is a low outlier.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/024.html
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
    """`threshold` replaces the lower fence."""

    threshold: float | None = option(decimal)


class R024(Indicator):
    code = "R024"
    options = Options
    wording = Wording(
        title=Sentences("Price close to winning bid", "Prix proche de la soumission retenue"),
        reasons={
            "OCID": Sentences(
                "The winning bid of {winner} is {winning} {currency}; the second-lowest valid bid, "
                "of {runner_up}, is {second} {currency}, {share} more. The lower fence is {fence}.",
                "La soumission retenue de {winner} est de {winning} {currency}\u00a0; la deuxième "
                "plus basse valide, de {runner_up}, est de {second} {currency}, soit {share} de "
                "plus. La borne inférieure est de {fence}.",
            ),
            "Tenderer": Sentences(
                "{subject} made one of the two lowest valid bids, {share} apart. "
                "The lower fence is {fence}.",
                "{subject} a déposé l'une des deux plus basses soumissions valides, à {share} "
                "l'une de l'autre. La borne inférieure est de {fence}.",
            ),
        },
        innocent=Sentences(
            "Regulated wages, published unit prices, or a market that many know well bring "
            "honest bids close together.",
            "Des salaires fixés par règlement, des prix unitaires publiés ou un marché bien connu "
            "rapprochent des soumissions honnêtes.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._threshold = options.threshold
        self._common = common
        self._fence = 0.0

    def finish(self, findings: Findings) -> None:
        if self._threshold is not None:
            self._fence, q1 = self._threshold, 1.0
        else:
            quartiles = Quartiles.of(self._common.differences.sorted())
            self._fence, q1 = quartiles.lower_fence, quartiles.q1
            findings.note(self.code, "q1", quartiles.q1)
            findings.note(self.code, "q3", quartiles.q3)
        findings.note(self.code, "lower_fence", self._fence)
        # With a first quartile of 0, three quarters of all tenders would be flagged.
        if q1 > 0.0 and self._fence > 0.0:
            offsets = self._common.differences.at_most(self._fence)
            for release in self._common.releases_at(offsets):
                self._flag(release, findings)

    def _flag(self, release: Release, findings: Findings) -> None:
        if (found := self._common.differences.of(release)) is None:
            return
        findings.flag("OCID", release.ocid, self.code, found.share)
        for tenderer in (found.winner, found.runner_up):
            findings.flag("Tenderer", tenderer, self.code, 0.0)
            findings.map_many("ocid_tenderer_r024", release.ocid, tenderer)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        found = self._common.differences.of(release)
        if found is None or findings.value("OCID", release.ocid, self.code) is None:
            return
        facts = self._common.differences.facts(found, self._fence)
        yield Ground("OCID", release.ocid, facts)
        for tenderer in (found.winner, found.runner_up):
            yield Ground("Tenderer", tenderer, {**facts, "subject": tenderer})
