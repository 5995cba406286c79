"""R030, late bid won: a valid bid of a supplier is dated after the end of the tender period.

Dates are compared as text, as Cardinal does: within one file they are written alike.
https://cardinal.readthedocs.io/en/latest/cli/indicators/R/030.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.release import Release
from procurement.redflags.wording import Sentences, Wording


@dataclass(frozen=True, slots=True)
class Options:
    """No settings."""


class R030(Indicator):
    code = "R030"
    options = Options
    wording = Wording(
        title=Sentences("Late bid won", "Soumission tardive retenue"),
        reasons={
            "OCID": Sentences(
                "A valid bid of {winner}, who was awarded, is dated {date}; "
                "the submission period ended {end}.",
                "Une soumission valide de {winner}, à qui le marché a été adjugé, porte la date "
                "du {date}\u00a0; le délai de soumission a pris fin le {end}.",
            ),
            "Tenderer": Sentences(
                "{subject} was awarded; its bid is dated {date}, "
                "the submission period ended {end}.",
                "Le marché a été adjugé à {subject}\u00a0; sa soumission porte la date du {date}, "
                "le délai de soumission a pris fin le {end}.",
            ),
        },
        innocent=Sentences(
            "The date may be when the bid was opened or keyed in, the deadline may have been "
            "extended, or the two may be written in different time zones.",
            "La date peut être celle de l'ouverture ou de la saisie, le délai peut avoir été "
            "prolongé, ou les deux dates suivre des fuseaux différents.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        pass

    def fold(self, release: Release, findings: Findings) -> None:
        if not release.active or (end := _end(release)) is None:
            return
        for bid in release.valid:
            if bid.date is not None and bid.date > end:
                break
        else:
            return
        for tenderer, _ in _late(release):
            findings.flag("OCID", release.ocid, self.code, 1.0)
            findings.flag("Tenderer", tenderer, self.code, 1.0)
            findings.map_many("ocid_tenderer_r030", release.ocid, tenderer)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        end = _end(release) or ""
        for tenderer, date in _late(release):
            facts = {"winner": tenderer, "subject": tenderer, "date": date, "end": end}
            yield Ground("OCID", release.ocid, facts)
            yield Ground("Tenderer", tenderer, facts)


def _end(release: Release) -> str | None:
    period = release.tender.tender_period
    return None if period is None else period.end_date


def _late(release: Release) -> list[tuple[str, str]]:
    """Suppliers of active awards with a valid bid after the end, and the date of that bid."""
    end = _end(release)
    if end is None or not release.active:
        return []
    late = [bid for bid in release.valid if bid.date is not None and bid.date > end]
    if not late:
        return []
    suppliers = {supplier for award in release.active for supplier in award.suppliers}
    return [
        (tenderer, bid.date or "")
        for bid in late
        for tenderer in bid.tenderers
        if tenderer in suppliers
    ]
