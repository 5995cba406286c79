"""Public procurement data, read and questioned: tables in, tables out.

    from datetime import date
    from procurement import Warehouse, read
    from procurement import contracts, holders, matching

    warehouse = Warehouse("var/warehouse")
    report = read("toronto_awarded_contracts.csv", into=warehouse)   # ReadingReport
    warehouse.awards(), .notices(), .bids(), .set_aside(), .readings()   # Ibis tables, see schema
    warehouse.rows(["toronto-awards:…"])                             # the rows of a receipt

Questions take an Ibis table and give one; `as_of` is the day from which the world is seen:

    matching.matches(table, watchlist, divisions=None)       row_id × service, words
    contracts.contracts(awards, as_of=date)                  one row a contract
    renewals.renewals(contracts, as_of=date, days=365)       ending soon
    renewals.known_ends(contracts)                           how many ends are known, by source
    flips.flips(contracts, as_of=date, key=(...))            successive different suppliers
    direct.direct_awards(awards, as_of=date)                 without competition, with the reason
    direct.chains(direct_awards)                             repeated to the same supplier
    concentration.concentration(contracts, by=(...))         shares, HHI, effective number
    splitting.splits(contracts, thresholds, days=90)         small one by one, not together
    tenure.tenure(contracts, as_of=date, key=(...))          months each firm held the work
    services.keyed(contracts)                                a key of the same work
    names.linked(contracts, firms)                           who is the same firm, or group
    growth.growth(awards)                                    federal amendments tied, growth
    holders.holders(contracts, as_of=date, key=(...))        who holds it, since when, how much

Red flags of OCDS releases, with their reasons, are a package of their own: procurement.redflags.

Tables from and to plain rows (never through pandas, which loses nulls and decimals):

    in_memory([{"service": "guards", "term": "garde", "kind": "any"}], matching.WATCHLIST)
    records(table)                                           # list of dicts

Money is Decimal with its currency; unknown is null and counted. Nothing here knows Django.
"""

from __future__ import annotations

from procurement.errors import Unreadable
from procurement.readers import detect
from procurement.reading import ReadingReport, read
from procurement.tables import in_memory, records
from procurement.warehouse import Warehouse

__all__ = ["ReadingReport", "Unreadable", "Warehouse", "detect", "in_memory", "read", "records"]
