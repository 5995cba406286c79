"""The real data on one engine, and what questions build on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis

from procurement import Warehouse, in_memory, screens
from procurement.contracts import contracts
from procurement.direct import direct_awards
from procurement.flips import DERIVED, flips
from procurement.growth import growth
from procurement.holders import holders
from procurement.matching import DIVISIONS, WATCHLIST, matches
from procurement.names import mended
from procurement.schema import ibis_schema
from procurement.services import keyed
from procurement.splitting import THRESHOLDS
from procurement.succession import day_number

DAY, EARLIER = date(2026, 10, 5), date(2012, 1, 1)
TERMS = (
    ("guards", "security guard", "any"),
    ("guards", "gardien", "any"),
    ("guards", "mouth guard", "never"),
    ("cleaning", "cleaning", "any"),
    ("cleaning", "nettoyage", "any"),
    ("cleaning", "services", "also"),
    ("snow", "snow removal", "any"),
    ("snow", "déneigement", "any"),
    ("help", "temporary help", "any"),
    ("food", "lunch", "any"),
    ("food", "dishes", "any"),
    ("food", "aliments", "any"),
)
PLACES = ("Corporate Services", "Parks", "Canada")


class Asked:
    """The real data on one engine, and what was answered before."""

    def __init__(self, warehouse: Warehouse, shelf: Path) -> None:
        self.warehouse, self.shelf = warehouse, shelf

    @property
    def awards(self) -> ibis.Table:
        return self.warehouse.awards()

    def kept(self, name: str) -> ibis.Table:
        """The answer to KEPT[name], from a file."""
        path = self.shelf / f"{name}.parquet"
        if not path.is_file():
            on_duckdb = Asked(Warehouse(self.warehouse.path, "duckdb"), self.shelf)
            KEPT[name](on_duckdb).to_parquet(path)
        table: ibis.Table = self.warehouse.connection.read_parquet(str(path))
        return table


def watchlist() -> ibis.Table:
    rows = ({"service": service, "term": term, "kind": kind} for service, term, kind in TERMS)
    return in_memory(rows, WATCHLIST)


def divisions() -> ibis.Table:
    return in_memory(({"service": "cleaning", "division": one} for one in PLACES), DIVISIONS)


def watched(asked: Asked) -> ibis.Table:
    awards = mended(asked.awards)
    return awards.join(matches(awards, watchlist()), "row_id")


def bids(asked: Asked) -> ibis.Table:
    """The real amounts of one document of the city, taken as bids: the shape is what counts."""
    awards = asked.awards
    priced = awards.filter(awards.source == "toronto-awards", awards.amount >= 0)
    return priced.select(
        tender="document_number",
        firm="supplier_key",
        bid=priced.amount.cast("float64"),
        reserve=priced.amount.cast("float64") * 1.25,
    )


def classified(asked: Asked) -> ibis.Table:
    """Federal contracts of two buyers, for the key made of buyer, classification and place."""
    made = asked.kept("made")
    return made.filter(made.source == "federal-history", made.buyer.startswith("P"))


def thresholds() -> ibis.Table:
    """Made up, to put the question: one for all, one for a category and some years."""
    rows: list[dict[str, object]] = [
        {"threshold": Decimal("25000.00"), "threshold_source": "all"},
        {
            "category": "Goods and Services",
            "threshold": Decimal("120000.00"),
            "from_on": date(2015, 1, 1),
            "until_on": date(2024, 12, 31),
            "threshold_source": "one",
        },
    ]
    return in_memory(rows, ibis_schema(THRESHOLDS))


def firms() -> ibis.Table:
    """Who is whose, for the tests: two firms of one group, one under two names."""
    rows = (
        {"supplier_key": name, "firm_key": name.split(" ")[0], "group_key": group}
        for name, group in (("adecco", "a"), ("adecco employment services", "a"), ("randstad", "b"))
    )
    return in_memory(rows, dict.fromkeys(("supplier_key", "firm_key", "group_key"), "string"))


def days(asked: Asked) -> ibis.Table:
    made = classified(asked)
    made = made.filter(*(made[name].notnull() for name in DERIVED))
    return made.select(
        *DERIVED,
        document="contract_id",
        awarded=day_number(made.first_awarded_on),
        ended=day_number(made.ends_on),
        first_firm="supplier_key",
        last_firm="supplier_key",
        contracts=ibis.literal(1),
    )


def ids(asked: Asked) -> list[str]:
    """Receipts of a hundred rows: kept, set aside and replaced."""
    on_duckdb = Warehouse(asked.warehouse.path, "duckdb")
    tables = (on_duckdb.awards(), on_duckdb.notices(), on_duckdb.set_aside())
    chosen = [table.select("row_id").order_by("row_id").limit(40) for table in tables]
    return [str(one) for one in ibis.union(*chosen).to_pyarrow()["row_id"].to_pylist()]


Ask = Callable[[Asked], ibis.Table]
KEPT: dict[str, Ask] = {
    "made": lambda asked: contracts(mended(asked.awards), as_of=DAY),
    "served": lambda asked: contracts(watched(asked), as_of=DAY, by=("service",)),
    "keyed": lambda asked: keyed(asked.kept("made")),
    "direct": lambda asked: direct_awards(asked.kept("made")),
    "held": lambda asked: holders(asked.kept("served"), as_of=DAY),
    "flips": lambda asked: flips(asked.kept("served"), as_of=DAY),
    "grown": lambda asked: growth(mended(asked.awards)),
    "bids": bids,
    "screens": lambda asked: screens.tender_screens(asked.kept("bids")),
    "marked": lambda asked: screens.two_step(asked.kept("screens"), cv_at_most=0.5, rd_above=0.1),
    "edges": lambda asked: screens.edges(asked.kept("bids"), at_least=3),
}
