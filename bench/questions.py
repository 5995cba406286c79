"""The questions that `bench.nation` asks of a nation's rows."""

from __future__ import annotations

from datetime import date

import ibis

from bench.result import timed
from procurement.concentration import concentration
from procurement.contracts import contracts
from procurement.flips import flips
from procurement.growth import growth, growth_by
from procurement.renewals import renewals
from procurement.services import keyed
from procurement.tables import kept

AS_OF = date(2024, 6, 1)
KEY = ("service_key",)


def ask(awards: ibis.Table) -> dict[str, float]:
    """Contracts are put together once and kept; every question but growth is asked of them. The
    rows behind a growth or a flip are left out: one asks for those of what one shows.

    Gives what each took, in seconds.
    """
    spent = {"growth": timed(lambda: _grown(awards))}
    made: list[ibis.Table] = []
    spent["contracts"] = timed(lambda: made.append(_kept(awards)))
    for name, answer in (
        ("flips", flips(made[-1], as_of=AS_OF, key=KEY).drop("row_ids")),
        ("renewals", renewals(made[-1], as_of=AS_OF)),
        ("concentration", concentration(made[-1], by=KEY)),
    ):
        spent[name] = timed(answer.to_pyarrow)
    return spent


def _kept(awards: ibis.Table) -> ibis.Table:
    return kept(keyed(contracts(awards, as_of=AS_OF)))


def _grown(awards: ibis.Table) -> None:
    growth_by(growth(awards, as_of=AS_OF), by=()).drop("row_ids").to_pyarrow()
