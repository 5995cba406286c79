"""Every question of the library, put to the real data: what to ask on each engine.

A question that builds on the answer to another takes it ready-made (`Asked.kept`): DuckDB answers
it once, both engines read the same Parquet file. So each question is proven by itself; `whole`
ones go from the published rows to the answer in one expression.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import cast

import ibis

from procurement import Warehouse, screens
from procurement.amendments import amendments
from procurement.completing import completed
from procurement.concentration import concentration
from procurement.contracts import contracts
from procurement.direct import chains, direct_awards, summary, to_holders
from procurement.flips import DERIVED, flips, unplaced
from procurement.growth import growth, growth_by
from procurement.holders import holders
from procurement.matching import matches
from procurement.names import cut_names, linked, mended
from procurement.receipts import with_rows
from procurement.renewals import known_ends, renewals
from procurement.screens.warehouse_bids import warehouse_bids
from procurement.services import keyed
from procurement.splitting import around, splits, unjudged
from procurement.succession import preceding
from procurement.suppliers.linkage import Linkage, with_firms
from procurement.suppliers.linking import published_names
from procurement.tables import kept
from procurement.tenure import changes, tenure

from .asked import (
    DAY,
    EARLIER,
    KEPT,
    Ask,
    classified,
    days,
    divisions,
    firms,
    ids,
    thresholds,
    watchlist,
)

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
    "tenure": (tenure, lambda asked: tenure(asked.kept("served"), as_of=DAY)),
    "changes": (changes, lambda asked: changes(asked.kept("flips"))),
    "kept by the engine": (kept, lambda asked: kept(asked.kept("served"))),
    "days of succession": (preceding, lambda asked: preceding(days(asked), DERIVED)),
    "keys of services": (keyed, KEPT["keyed"]),
    "firms and groups": (linked, lambda asked: linked(asked.kept("made"), firms())),
    "splits": (splits, lambda asked: splits(asked.kept("made"), thresholds())),
    "around thresholds": (
        around,
        lambda asked: around(asked.kept("made"), thresholds(), by=("source",)),
    ),
    "unjudged": (unjudged, lambda asked: unjudged(asked.kept("made"), thresholds())),
    "firms of a linkage": (
        with_firms,
        lambda asked: with_firms(asked.kept("made"), cast(Linkage, SimpleNamespace(names=firms()))),
    ),
    "published names": (published_names, lambda asked: published_names(asked.awards)),
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
