"""R028, identical bid prices: different tenderers submitted bids of one price.

The price is amount and currency. Tenderers bidding together are compared as sets: their order
doesn't matter, and one tenderer may repeat its own price.
https://cardinal.readthedocs.io/en/latest/cli/indicators/R/028.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator
from procurement.redflags.release import Price, Release
from procurement.redflags.wording import Facts, Sentences, Wording

_PRICE = attrgetter("price")


@dataclass(frozen=True, slots=True)
class Options:
    """No settings of its own; price comparison can be limited for the whole file."""


class R028(Indicator):
    code = "R028"
    options = Options
    wording = Wording(
        title=Sentences("Identical bid prices", "Prix de soumission identiques"),
        reasons={
            "OCID": Sentences(
                "{count} tenderers submitted bids of the same price, {amount} {currency}: {names}.",
                "{count} soumissionnaires ont déposé des soumissions au même prix, {amount} "
                "{currency}\u00a0: {names}.",
            ),
            "Tenderer": Sentences(
                "{subject} submitted a bid of the same price as another, {amount} {currency}.",
                "{subject} a déposé une soumission au même prix qu'une autre, {amount} {currency}.",
            ),
        },
        innocent=Sentences(
            "A price fixed by tariff, by law or by the buyer, a placeholder where the price "
            "wasn't published, or a rounded budget figure also repeat.",
            "Un prix fixé par un tarif, par la loi ou par l'acheteur, une valeur de remplissage "
            "ou un budget arrondi se répètent aussi.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._comparison = common.comparison

    def fold(self, release: Release, findings: Findings) -> None:
        prices = set(map(_PRICE, release.submitted))
        if len(prices) == len(release.submitted):
            return  # nobody bid what another did
        for tenderers in self._repeated(release).values():
            findings.flag("OCID", release.ocid, self.code, 1.0)
            for tenderer in tenderers:
                findings.flag("Tenderer", tenderer, self.code, 1.0)
                findings.map_many("ocid_tenderer_r028", release.ocid, tenderer)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        for (amount, currency), tenderers in self._repeated(release).items():
            facts: Facts = {"amount": amount, "currency": currency}
            names = ", ".join(tenderers)
            yield Ground("OCID", release.ocid, {**facts, "count": len(tenderers), "names": names})
            for tenderer in tenderers:
                yield Ground("Tenderer", tenderer, {**facts, "subject": tenderer})

    def _repeated(self, release: Release) -> dict[Price, dict[str, None]]:
        """The tenderers of every price that different ones bid."""
        repeated: dict[Price, dict[str, None]] = {}
        if not self._comparison.allows(release.details):
            return repeated
        bidding: dict[Price, list[str]] = {}
        for bid in release.submitted:
            if bid.price is None or not bid.tenderers:
                continue
            others = bidding.get(bid.price)
            if others is not None and set(others) != set(bid.tenderers):
                repeated.setdefault(bid.price, {}).update(dict.fromkeys(others + bid.tenderers))
            bidding[bid.price] = bid.tenderers
        return repeated
