"""Every question of the library, put to the real data: what to ask on each engine.

A question that builds on the answer to another takes it ready-made (`Asked.kept`): DuckDB answers
it once, both engines read the same Parquet file. So each question is proven by itself; `whole`
ones go from the published rows to the answer in one expression.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis

from procurement import Warehouse, in_memory, screens
from procurement.amendments import amendments
from procurement.completing import completed
from procurement.concentration import concentration
from procurement.contracts import contracts
from procurement.direct import chains, direct_awards, summary, to_holders
from procurement.flips import DERIVED, flips, unplaced
from procurement.growth import growth, growth_by
from procurement.holders import holders
from procurement.matching import DIVISIONS, WATCHLIST, matches
from procurement.names import cut_names, linked, mended
from procurement.receipts import with_rows
from procurement.renewals import known_ends, renewals
from procurement.schema import ibis_schema
from procurement.screens.warehouse_bids import warehouse_bids
from procurement.services import keyed
from procurement.splitting import THRESHOLDS, around, splits, unjudged
from procurement.succession import day_number, preceding

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
    "grown": lambda asked: growth(mended(asked.awards)),
    "bids": bids,
    "screens": lambda asked: screens.tender_screens(asked.kept("bids")),
    "marked": lambda asked: screens.two_step(asked.kept("screens"), cv_at_most=0.5, rd_above=0.1),
    "edges": lambda asked: screens.edges(asked.kept("bids"), at_least=3),
}

# What is proven, by which question, and how to ask it.
QUESTIONS: dict[str, tuple[Callable[..., object], Ask]] = {
    "awards": (Warehouse.awards, lambda asked: asked.awards),
    "awards, history": (Warehouse.awards, lambda asked: asked.warehouse.awards(history=True)),
    "awards published in several files": (
        completed,
        lambda asked: asked.awards.filter(ibis._.source == "seao-xml"),
    ),
    "bids": (Warehouse.bids, lambda asked: asked.warehouse.bids()),
    "bids to compare": (
        warehouse_bids,
        lambda asked: warehouse_bids(asked.warehouse).bids,
    ),
    "bids not to compare": (
        warehouse_bids,
        lambda asked: warehouse_bids(asked.warehouse).set_aside,
    ),
    "notices": (Warehouse.notices, lambda asked: asked.warehouse.notices()),
    "a table by its name": (Warehouse.table, lambda asked: asked.warehouse.table("notices")),
    "set aside": (Warehouse.set_aside, lambda asked: asked.warehouse.set_aside()),
    "readings": (Warehouse.readings, lambda asked: asked.warehouse.readings()),
    "receipt": (Warehouse.rows, lambda asked: asked.warehouse.rows(ids(asked))),
    "matches": (matches, lambda asked: matches(asked.awards, watchlist())),
    "matches in divisions": (
        matches,
        lambda asked: matches(asked.awards, watchlist(), divisions()),
    ),
    "matches of notices": (matches, lambda asked: matches(asked.warehouse.notices(), watchlist())),
    "mended": (mended, lambda asked: mended(asked.awards)),
    "cut names": (cut_names, lambda asked: cut_names(asked.awards)),
    "contracts": (contracts, KEPT["made"]),
    "contracts as seen earlier": (
        contracts,
        lambda asked: contracts(asked.awards, as_of=EARLIER),
    ),
    "contracts by service, whole": (contracts, KEPT["served"]),
    "holders": (holders, KEPT["held"]),
    "renewals": (
        renewals,
        lambda asked: renewals(asked.kept("made"), as_of=EARLIER, days=90),
    ),
    "known ends": (known_ends, lambda asked: known_ends(asked.kept("served"), by=("service",))),
    "flips": (flips, lambda asked: flips(asked.kept("served"), as_of=DAY)),
    "flips by derived key": (
        flips,
        lambda asked: flips(classified(asked), as_of=DAY, key=DERIVED),
    ),
    "flips of groups by a key of the service": (
        flips,
        lambda asked: flips(
            linked(asked.kept("keyed"), firms()),
            as_of=DAY,
            key=("service_key",),
            firm="group_key",
        ),
    ),
    "days of succession": (preceding, lambda asked: preceding(days(asked), DERIVED)),
    "keys of services": (keyed, KEPT["keyed"]),
    "firms and groups": (linked, lambda asked: linked(asked.kept("made"), firms())),
    "splits": (splits, lambda asked: splits(asked.kept("made"), thresholds())),
    "around thresholds": (
        around,
        lambda asked: around(asked.kept("made"), thresholds(), by=("source",)),
    ),
    "unjudged": (unjudged, lambda asked: unjudged(asked.kept("made"), thresholds())),
    "unplaced": (unplaced, lambda asked: unplaced(asked.kept("made"), as_of=DAY, key=DERIVED)),
    "direct awards": (direct_awards, KEPT["direct"]),
    "chains": (chains, lambda asked: chains(asked.kept("direct"))),
    "chains that break": (chains, lambda asked: chains(asked.kept("direct"), within=365)),
    "summary": (summary, lambda asked: summary(asked.kept("direct"))),
    "direct awards to holders": (
        to_holders,
        lambda asked: to_holders(asked.kept("direct"), asked.kept("held")),
    ),
    "growth": (growth, KEPT["grown"]),
    "growth as seen earlier, by published number": (
        growth,
        lambda asked: growth(asked.awards, as_of=date(2019, 1, 1), number="document_number"),
    ),
    "growth by supplier": (growth_by, lambda asked: growth_by(asked.kept("grown"))),
    "growth of all": (growth_by, lambda asked: growth_by(asked.kept("grown"), by=())),
    "amendments": (
        amendments,
        lambda asked: amendments(asked.awards, asked.kept("grown")),
    ),
    "concentration": (concentration, lambda asked: concentration(asked.kept("served"))),
    "concentration, each year": (
        concentration,
        lambda asked: concentration(classified(asked), by=DERIVED, each_year=True),
    ),
    "concentration with receipts": (
        with_rows,
        lambda asked: with_rows(
            concentration(asked.kept("served")), asked.kept("served"), by=("service",)
        ),
    ),
    "tender screens": (screens.tender_screens, KEPT["screens"]),
    "two steps": (screens.two_step, KEPT["marked"]),
    "meetings": (
        screens.meetings,
        lambda asked: screens.meetings(asked.kept("bids"), asked.kept("marked"), at_least=0),
    ),
    "rotation": (screens.rotation, lambda asked: screens.rotation(asked.kept("bids"))),
    "demand": (screens.demand, lambda asked: screens.demand(asked.kept("bids"))),
    "margins": (screens.margins, lambda asked: screens.margins(asked.kept("bids"))),
    "margins by reserve": (
        screens.margins,
        lambda asked: screens.margins(asked.kept("bids"), by_reserve=True),
    ),
    "edges": (screens.edges, KEPT["edges"]),
    "groups": (screens.groups, lambda asked: screens.groups(asked.kept("edges"))),
    "features of groups": (
        screens.group_features,
        lambda asked: screens.group_features(
            asked.kept("edges"), screens.groups(asked.kept("edges"))
        ),
    ),
}
