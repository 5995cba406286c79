"""R035, all except the winning bid disqualified: one tenderer stays valid and is awarded.

https://cardinal.readthedocs.io/en/latest/cli/indicators/R/035.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.options import natural, option
from procurement.redflags.release import Bid, Release
from procurement.redflags.wording import Facts, Sentences, Wording

_TENDERERS = attrgetter("tenderers")
_SUPPLIERS = attrgetter("suppliers")


@dataclass(frozen=True, slots=True)
class Options:
    """`threshold`: how many other tenderers must be disqualified; less than 1 means 1."""

    threshold: int = option(natural, 1)


class R035(Indicator):
    code = "R035"
    options = Options
    wording = Wording(
        title=Sentences(
            "All except winning bid disqualified", "Toutes écartées, sauf la soumission retenue"
        ),
        reasons={
            "OCID": Sentences(
                "Other tenderers disqualified: {count}. {winner}, the only one left valid, "
                "was awarded.",
                "Autres soumissionnaires écartés\u00a0: {count}. {winner}, seul encore valide, "
                "a obtenu le marché.",
            ),
            "Tenderer": Sentences(
                "{winner} was awarded as the only valid tenderer; others disqualified: {count}.",
                "{winner} a obtenu le marché comme seul soumissionnaire valide\u00a0; autres "
                "écartés\u00a0: {count}.",
            ),
        },
        innocent=Sentences(
            "Demanding security, licence or technical requirements, or papers missing from "
            "several bids, can leave one bid standing.",
            "Des exigences de sécurité, de permis ou techniques, ou des pièces manquantes dans "
            "plusieurs soumissions, peuvent n'en laisser qu'une.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._threshold = max(options.threshold, 1)

    def fold(self, release: Release, findings: Findings) -> None:
        if release.disqualified and (found := self._left_alone(release)) is not None:
            winner, others = found
            findings.flag("OCID", release.ocid, self.code, float(others))
            findings.flag("Tenderer", winner, self.code, 0.0)
            findings.map_many("ocid_tenderer_r035", release.ocid, winner)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        if (found := self._left_alone(release)) is not None:
            winner, others = found
            facts: Facts = {"winner": winner, "count": others}
            yield Ground("OCID", release.ocid, facts)
            yield Ground("Tenderer", winner, facts)

    def _left_alone(self, release: Release) -> tuple[str, int] | None:
        """The only valid tenderer, who is the only supplier, and how many others were out."""
        if not release.is_settled or not release.active:
            return None
        valid = _only(map(_TENDERERS, release.valid))
        if valid is None or valid != _only(map(_SUPPLIERS, release.active)):
            return None
        others = len(_tenderers(release.disqualified) - {valid})
        return (valid, others) if others >= self._threshold else None


def _only(lists: Iterable[list[str]]) -> str | None:
    """The one name in all the lists; None when there are several, or none."""
    only: str | None = None
    for names in lists:
        for name in names:
            if only is None:
                only = name
            elif name != only:
                return None
    return only


def _tenderers(bids: list[Bid]) -> set[str]:
    return {tenderer for bid in bids for tenderer in bid.tenderers}
