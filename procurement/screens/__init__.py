"""Collusion screens on bids: measured signals with their source, never a verdict.

    from procurement.screens import read_bids, tender_screens

    file = read_bids("bids.csv", tender="call", bid="price", firm="bidder")
    file = warehouse_bids(Warehouse("warehouse"), "seao-xml")   # or what was read before
    screens = tender_screens(file.bids)                 # a row a tender, see tenders.TENDERS
    two_step(screens, cv_at_most=0.06, rd_above=1)      # Imhof's marks, thresholds as you say
    meetings(file.bids, marked)                         # who meets in marked tenders
    rotation(file.bids)                                 # bids between 0 (lowest) and 1 (highest)
    demand(file.bids), margins(file.bids)               # missing bids
    edges(file.bids), groups(...), group_features(...)  # who bids with whom

`meaning.SCREENS` and `meaning.METHODS` say of each what it measures, what would explain it
innocently and who published it. docs/reference/screens.md has every column.
"""

from __future__ import annotations

from procurement.screens.bids import BIDS, SET_ASIDE_BIDS, BidFile, read_bids
from procurement.screens.cobidding import edges, group_features, groups
from procurement.screens.imhof import meetings, rotation, two_step
from procurement.screens.meaning import METHODS, REASONS, SCREENS, Screen
from procurement.screens.missing_bids import demand, margins
from procurement.screens.tenders import TENDERS, tender_screens
from procurement.screens.warehouse_bids import warehouse_bids

__all__ = [
    "BIDS",
    "METHODS",
    "REASONS",
    "SCREENS",
    "SET_ASIDE_BIDS",
    "TENDERS",
    "BidFile",
    "Screen",
    "demand",
    "edges",
    "group_features",
    "groups",
    "margins",
    "meetings",
    "read_bids",
    "rotation",
    "tender_screens",
    "two_step",
    "warehouse_bids",
]
