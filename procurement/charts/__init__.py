"""Pictures of the answers, drawn with Altair: SVG text, and files of SVG, PNG or HTML.

Labelled directly, no legend, readable without colour, in English and French. A picture is SVG
text; `write` makes a file of it. PAGE takes its colours from the page it stands in
(`var(--ink)`) and leaves title and source to it; PRINT has its own, for files.
"""

from __future__ import annotations

from procurement.charts.bids import bid_scatter
from procurement.charts.concentration import concentration_shares
from procurement.charts.cost import cost_years
from procurement.charts.direct import chain_spans, direct_reasons, split_spans
from procurement.charts.flips import flip_timeline
from procurement.charts.growth import contract_waterfall, growth_waterfall
from procurement.charts.holders import holders_timeline
from procurement.charts.look import PAGE, PRINT, Palette
from procurement.charts.picture import Picture, add_chart, misuse, write
from procurement.charts.renewals import renewal_calendar
from procurement.charts.saying import short_money
from procurement.charts.suppliers import firm_names

__all__ = [
    "PAGE",
    "PRINT",
    "Palette",
    "Picture",
    "add_chart",
    "bid_scatter",
    "chain_spans",
    "concentration_shares",
    "contract_waterfall",
    "cost_years",
    "direct_reasons",
    "firm_names",
    "flip_timeline",
    "growth_waterfall",
    "holders_timeline",
    "misuse",
    "renewal_calendar",
    "short_money",
    "split_spans",
    "write",
]
