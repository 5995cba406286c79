"""R036, lowest bid disqualified: where price decides, as is assumed, the lowest bid was out.

Of bids equally low, the first of the file counts.
https://cardinal.readthedocs.io/en/latest/cli/indicators/R/036.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.release import Release
from procurement.redflags.wording import Facts, Sentences, Wording


@dataclass(frozen=True, slots=True)
class Options:
    """No settings of its own; price comparison can be limited for the whole file."""


class R036(Indicator):
    code = "R036"
    options = Options
    wording = Wording(
        title=Sentences("Lowest bid disqualified", "Soumission la plus basse écartée"),
        reasons={
            "OCID": Sentences(
                "The lowest submitted bid, {lowest} {currency}, was disqualified; "
                "the lowest valid one is {valid} {currency}.",
                "La plus basse soumission déposée, de {lowest} {currency}, a été écartée\u00a0; "
                "la plus basse valide est de {valid} {currency}.",
            )
        },
        innocent=Sentences(
            "A bid may be low because it leaves out part of the work, breaks a wage law or lacks "
            "a required paper; and price may not be the only criterion.",
            "Une soumission peut être basse parce qu'elle omet une partie du travail, enfreint "
            "une loi sur les salaires ou manque d'une pièce\u00a0; et le prix n'est pas toujours "
            "le seul critère.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._comparison = common.comparison
        self._currency = common.currency

    def fold(self, release: Release, findings: Findings) -> None:
        if release.active and self._prices(release) is not None:
            findings.flag("OCID", release.ocid, self.code, 1.0)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        if (prices := self._prices(release)) is not None:
            lowest, valid = prices
            facts: Facts = {"lowest": lowest, "valid": valid, "currency": self._currency.main or ""}
            yield Ground("OCID", release.ocid, facts)

    def _prices(self, release: Release) -> tuple[float, float] | None:
        """The lowest submitted and the lowest valid price, when the lowest was disqualified."""
        if not release.disqualified and self._currency.main is not None:
            return None  # nothing to find; only the first currency is still worth a look
        if not release.active or not self._comparison.allows(release.details):
            return None
        lowest: float | None = None
        valid: float | None = None
        is_out = False
        main = self._currency.main
        for bid in release.submitted:
            if bid.price is None:
                continue
            amount, currency = bid.price
            if currency != main and not self._currency.is_main(currency):
                continue
            if lowest is None or amount < lowest:
                lowest, is_out = amount, bid.status == "disqualified"
            if bid.status == "valid" and (valid is None or amount < valid):
                valid = amount
        return (lowest, valid) if is_out and lowest is not None and valid is not None else None
