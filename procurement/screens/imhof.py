"""Imhof's two steps: tenders with close losers and a clear winner, then who meets in them.

The published second step goes on by hand: regions, then the picture of normalised bids. Here are
the tables for it: pairs of firms (`meetings`) and every bid between 0 and 1 (`rotation`).
Source: Imhof, Karagök & Rutz (2018), Journal of Competition Law & Economics 14(2), 235-261.
"""

from __future__ import annotations

import ibis

from procurement.schema import Column, Columns

CV_AT_MOST = 0.06
RD_ABOVE = 1.0
NONE_MARKED = ibis.literal([], "array<string>")
MARKS: Columns = {
    "is_cv_low": Column("boolean", "CV is at most cv_at_most; null when CV is."),
    "is_rd_high": Column("boolean", "RD is above rd_above; null when RD is."),
    "is_marked": Column("boolean", "Both; null when one is not known and the other holds."),
}
MEETINGS: Columns = {
    "firm": Column("string", "One firm, the first in the alphabet."),
    "other": Column("string", "The other."),
    "together": Column("int64", "Tenders both bid in."),
    "marked": Column("int64", "Of these, marked by the first step."),
    "marked_share": Column("float64", "marked / together."),
    "firm_lowest": Column("int64", "Marked tenders in which the one was lowest, or equal."),
    "other_lowest": Column("int64", "Marked tenders in which the other was."),
    "tenders": Column("array<string>", "The receipt: the marked tenders."),
}
ROTATION: Columns = {
    "tender": Column("string", "Which call for bids."),
    "firm": Column("string", "Who bids; null when not named."),
    "bid": Column("float64", "The price."),
    "place": Column("int64", "1 for the lowest bid; equal bids share a place."),
    "normalised": Column(
        "float64", "(bid - lowest) / (highest - lowest); null when all bids are the same."
    ),
}


def two_step(
    screens: ibis.Table, *, cv_at_most: float = CV_AT_MOST, rd_above: float = RD_ABOVE
) -> ibis.Table:
    """First step: the columns of `screens` (cv and rd among them) and MARKS.

    The thresholds are those of a public re-implementation of the paper, found on Swiss road
    works; choose your own from tenders known to be fair in your market.
    """
    low, high = screens.cv <= cv_at_most, screens.rd > rd_above
    return screens.mutate(is_cv_low=low, is_rd_high=high, is_marked=low & high)


def meetings(bids: ibis.Table, marked: ibis.Table, *, at_least: int = 2) -> ibis.Table:
    """Second step: columns MEETINGS, pairs of firms that meet in `at_least` marked tenders.

    In: bids with tender, firm, bid; `two_step(...)`. A firm that bids twice in a tender counts
    once, with its lower bid. The pair most often in marked tenders first.
    """
    best = _best(bids).join(marked.select("tender", "is_marked"), "tender")
    lowest = best.group_by("tender").mutate(is_lowest=best.best == best.best.min())
    other = lowest.select("tender", other="firm", other_is_lowest="is_lowest")
    pairs = lowest.join(other, ["tender", lowest.firm < other.other])
    is_marked = pairs.is_marked.fill_null(False)
    found = pairs.group_by("firm", "other").agg(
        together=pairs.count(),
        marked=is_marked.sum(),
        marked_share=is_marked.cast("float64").mean(),
        firm_lowest=(is_marked & pairs.is_lowest).sum(),
        other_lowest=(is_marked & pairs.other_is_lowest).sum(),
        tenders=ibis.coalesce(pairs.tender.collect(where=is_marked).sort(), NONE_MARKED),
    )
    kept = found.filter(found.marked >= at_least).select(*MEETINGS)
    return kept.order_by(ibis.desc("marked"), ibis.desc("marked_share"), "firm", "other")


def _best(bids: ibis.Table) -> ibis.Table:
    """One row a firm and tender."""
    named = bids.filter(bids.firm.notnull(), bids.bid.notnull())
    price = named.bid.cast("float64").min()
    return named.group_by("tender", "firm").agg(best=price)


def rotation(bids: ibis.Table) -> ibis.Table:
    """Columns ROTATION, a row a bid: what the paper draws, one firm's bid against another's.

    When the lowest bid goes round, the points of a pair lie on the edges: one firm at 0, the
    other near 1, by turns. Two firms of different size in different places look the same.
    """
    priced = bids.filter(bids.bid.notnull()).mutate(bid=bids.bid.cast("float64"))
    within = ibis.window(group_by="tender")
    lowest, highest = priced.bid.min().over(within), priced.bid.max().over(within)
    ranked = ibis.rank().over(ibis.window(group_by="tender", order_by="bid")) + 1
    firm = priced.firm if "firm" in priced.columns else ibis.null("string")
    found = priced.mutate(
        firm=firm,
        place=ranked.cast("int64"),
        normalised=(priced.bid - lowest) / (highest - lowest).nullif(0.0),
    )
    return found.select(*ROTATION).order_by("tender", "place", "firm")
