"""R048, heterogeneous supplier: the variety of items awarded to a supplier is a high outlier.

Variety is the number of different beginnings (`digits` characters) of
`awards/items/classification/id`, over active awards to this supplier alone.
https://cardinal.readthedocs.io/en/latest/cli/indicators/R/048.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from procurement.redflags.findings import Findings
from procurement.redflags.indicator import Common, Ground, Indicator, add_counts
from procurement.redflags.options import natural, option
from procurement.redflags.quartiles import Quartiles
from procurement.redflags.release import Release
from procurement.redflags.wording import Facts, Sentences, Wording


@dataclass(frozen=True, slots=True)
class Options:
    """`threshold` replaces the upper fence."""

    digits: int = option(natural, 2)
    threshold: int | None = option(natural)
    minimum_contracting_processes: int = option(natural, 20)


class R048(Indicator):
    code = "R048"
    options = Options
    wording = Wording(
        title=Sentences("Heterogeneous supplier", "Fournisseur hétérogène"),
        reasons={
            "Tenderer": Sentences(
                "Kinds of items awarded to {subject}, by the first {digits} characters of their "
                "classification: {variety}, in processes: {count}. The upper fence is {fence}.",
                "Genres d'articles adjugés à {subject}, selon les {digits} premiers caractères de "
                "leur classification\u00a0: {variety}, en procédures\u00a0: {count}. La borne "
                "supérieure est de {fence}.",
            )
        },
        innocent=Sentences(
            "A general contractor, a wholesaler or a cooperative sells many kinds of things; "
            "and the codes may be chosen loosely.",
            "Un entrepreneur général, un grossiste ou une coopérative vend bien des choses\u00a0; "
            "et les codes sont parfois choisis sans soin.",
        ),
    )

    def __init__(self, options: Options, common: Common) -> None:
        self._options = options
        self._digits = options.digits
        self._processes: dict[str, int] = defaultdict(int)
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._fence = 0.0

    def fold(self, release: Release, findings: Findings) -> None:
        seen: dict[str, None] = {}
        for award in release.active:
            supplier = award.sole
            if supplier is None or not award.codes:
                continue
            self._kinds[supplier].update([code[: self._digits] for code in award.codes])
            seen[supplier] = None
        for supplier in seen:
            self._processes[supplier] += 1

    def absorb(self, later: R048) -> None:
        add_counts(self._processes, later._processes)
        for supplier, kinds in later._kinds.items():
            self._kinds.setdefault(supplier, set()).update(kinds)

    def finish(self, findings: Findings) -> None:
        minimum = self._options.minimum_contracting_processes
        varieties = {
            supplier: float(len(self._kinds[supplier]))
            for supplier, processes in self._processes.items()
            if processes >= minimum
        }
        if self._options.threshold is not None:
            self._fence = float(self._options.threshold)
        else:
            quartiles = Quartiles.of(sorted(varieties.values()))
            self._fence = quartiles.upper_fence
            findings.note(self.code, "q1", quartiles.q1)
            findings.note(self.code, "q3", quartiles.q3)
        findings.note(self.code, "upper_fence", self._fence)
        for supplier, variety in varieties.items():
            if variety >= self._fence:
                findings.flag("Tenderer", supplier, self.code, variety)

    def grounds(self, release: Release, findings: Findings) -> Iterator[Ground]:
        suppliers = dict.fromkeys(
            award.sole for award in release.active if award.sole is not None and award.codes
        )
        for supplier in suppliers:
            variety = findings.value("Tenderer", supplier, self.code)
            if variety is not None:
                facts: Facts = {
                    "subject": supplier,
                    "variety": int(variety),
                    "digits": self._options.digits,
                    "count": self._processes[supplier],
                    "fence": self._fence,
                }
                yield Ground("Tenderer", supplier, facts)
