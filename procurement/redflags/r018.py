"""R018, single bid received: the field `tender/numberOfTenderers` says one.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/018.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.options import option, piped
from procurement.redflags.release import Release
from procurement.redflags.wording import Sentences, Wording


@dataclass(frozen=True, slots=True)
class Options:
    procurement_methods: frozenset[str] = option(piped, frozenset({"open", "selective"}))


class R018(Indicator):
    code = "R018"
    options = Options
    wording = Wording(
        title=Sentences("Single bid received", "Une seule soumission reçue"),
        reasons={
            "OCID": Sentences(
                "One tenderer is recorded; the procurement method is “{method}”.",
                "Un seul soumissionnaire est inscrit\u00a0; le mode de passation est "
                "«\u00a0{method}\u00a0».",
            )
        },
        innocent=Sentences(
            "A narrow market, a remote place, a special service or a small contract can draw "
            "one bidder only.",
            "Un marché étroit, un lieu éloigné, un service particulier ou un petit contrat "
            "peuvent n'attirer qu'un seul soumissionnaire.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._methods = options.procurement_methods

    def fold(self, release: Release, findings: Findings) -> None:
        if release.tender.number_of_tenderers == 1 and self._has_one(release):
            findings.flag("OCID", release.ocid, self.code, 1.0)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        if self._has_one(release):
            yield Ground("OCID", release.ocid, {"method": release.tender.procurement_method or "—"})

    def _has_one(self, release: Release) -> bool:
        tender = release.tender
        if self._methods and tender.procurement_method not in self._methods:
            return False
        return tender.number_of_tenderers == 1 and type(tender.number_of_tenderers) is int
