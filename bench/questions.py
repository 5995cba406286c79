"""The questions over a nation's rows, against DuckDB merely grouping the rows by supplier.

The rows are the generator's million, as the reader leaves them; reading is measured elsewhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ibis

from bench.disclosure import write_disclosure
from bench.result import Result, timed
from procurement import Warehouse, read
from procurement.concentration import concentration
from procurement.contracts import contracts
from procurement.flips import flips
from procurement.growth import growth, growth_by
from procurement.renewals import renewals
from procurement.services import keyed
from procurement.tables import kept

ROWS = 1_000_000
LIMIT = 9.0  # seconds on two cores for all of them
BASELINE = "DuckDB merely grouping the rows by supplier and counting"
AS_OF = date(2024, 6, 1)
KEY = ("service_key",)


def run(rows: int = ROWS) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        published = Path(folder) / "disclosure.csv"
        write_disclosure(published, rows)
        warehouse = Warehouse(Path(folder) / "warehouse")
        read(published, into=warehouse)
        awards = warehouse.awards()
        awards.count().to_pyarrow()
        grouping = timed(lambda: _group(awards))
        what = f"contracts, growth, flips, renewals and concentration of {rows:,} rows"
        asking = timed(lambda: ask(awards))
        yield Result(what, asking, BASELINE, grouping, limit=LIMIT * rows / ROWS)


def _group(awards: ibis.Table) -> None:
    awards.group_by("supplier_key").agg(rows=awards.count()).to_pyarrow()


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
