"""Bids from a warehouse: what can be compared, and a count of what can't."""

from __future__ import annotations

import ibis

from procurement.errors import ROW_SENTENCES
from procurement.schema import ibis_schema
from procurement.screens.bids import BIDS, SET_ASIDE_BIDS, BidFile
from procurement.tables import records
from procurement.warehouse import Warehouse

NOT_SUBMITTED = ("invited", "withdrawn")
_CALL = ("source", "tender")
_NEEDED = [*_CALL, "lot", "bidder", "bidder_key", "amount", "reason", "file"]
_NEEDED += ["row_number", "row_id"]


def warehouse_bids(warehouse: Warehouse, source: str | None = None) -> BidFile:
    """The bids of a warehouse, of one feed or of all, as the screens take them.

    Kept are prices in money, of the currency most bids have, that were handed in (valid,
    disqualified, pending or without a status). A call published again counts as last published.
    `tender` is the call's number, with its lots, and with the feed before it where there are
    several; `firm` the bidder's name cleaned for comparing. Set aside, with the reason and in
    `raw` the row's identity: superseded, not_submitted, other_unit, no_bid, negative_bid,
    other_currency, and every bid of a call in which a firm bids twice without telling lots
    (several_bids). Rows in = kept + set aside.
    """
    bids = warehouse.bids()
    if source:
        bids = bids.filter(bids.source == source)
    currency = _main_currency(bids)
    judged = ibis.memtable(_judged(_ordered(bids, warehouse), currency)[_NEEDED].to_pyarrow())
    kept, aside = judged.filter(judged.reason.isnull()), judged.filter(judged.reason.notnull())
    counted = {
        row["reason"]: row["n"] for row in records(aside.group_by("reason").agg(n=ibis._.count()))
    }
    table = _told(kept).to_pyarrow()
    rows_kept = len(table)
    return BidFile(
        source or "bids of the warehouse",
        ibis.memtable(table),
        ibis.memtable(_aside(aside, currency).to_pyarrow()),
        rows_kept + sum(counted.values()),
        rows_kept,
        dict(sorted(counted.items())),
        table["bid"].to_pylist().count(0.0),
        currency,
    )


def _main_currency(bids: ibis.Table) -> str | None:
    priced = bids.filter(bids.amount.notnull(), bids.currency.notnull())
    found = records(
        priced.group_by("currency")
        .agg(n=priced.count())
        .order_by(ibis.desc("n"), "currency")
        .limit(1)
    )
    return str(found[0]["currency"]) if found else None


def _ordered(bids: ibis.Table, warehouse: Warehouse) -> ibis.Table:
    """With `age`: 0 for bids of the last publication of their call."""
    readings = warehouse.readings().filter(ibis._.is_current).select("source", "file", "reading")
    joined = bids.left_join(readings, ["source", "file"], rname="reading_{name}")
    last_first = ibis.window(
        group_by=_CALL,
        order_by=[
            ibis.desc(ibis.coalesce(joined.published_on, ibis.date(1950, 1, 1))),
            ibis.desc(joined.reading),
            ibis.desc(joined.row_number),
        ],
    )
    return joined.mutate(age=ibis.dense_rank().over(last_first))


def _judged(bids: ibis.Table, currency: str | None) -> ibis.Table:
    """With `reason`, null for what can be compared."""
    reason = ibis.cases(
        (bids.age > 0, "superseded"),
        (bids.status.isin(NOT_SUBMITTED).fill_null(False), "not_submitted"),
        (bids.amount.isnull() & (bids.amount_note == "amount_unit").fill_null(False), "other_unit"),
        (bids.amount.isnull(), "no_bid"),
        (bids.amount < 0, "negative_bid"),
        (bids.currency.fill_null("") != ibis.literal(currency or ""), "other_currency"),
    )
    judged = bids.mutate(reason=reason)
    comparable = judged.reason.isnull() & judged.bidder_key.notnull()
    of_firm = ibis.window(group_by=[*_CALL, "lot", "bidder_key"])
    counted = judged.mutate(twice=comparable & (comparable.cast("int64").sum().over(of_firm) > 1))
    of_call = ibis.window(group_by=[*_CALL, "lot"])
    is_mixed = counted.reason.isnull() & counted.twice.any().over(of_call)
    return counted.mutate(reason=ibis.ifelse(is_mixed, "several_bids", counted.reason))


def _told(kept: ibis.Table) -> ibis.Table:
    several = kept.source.nunique().over(ibis.window()) > 1
    call = ibis.ifelse(several, kept.source + ":" + kept.tender, kept.tender)
    return (
        kept.order_by("source", "tender", "lot", "file", "row_number", "row_id")
        .mutate(tender=ibis.ifelse(kept.lot.isnull(), call, call + " / " + kept.lot.fill_null("")))
        .mutate(
            firm=ibis.coalesce(kept.bidder_key, kept.bidder),
            bid=kept.amount.cast("float64"),
            reserve=ibis.null("float64"),
        )
        .select(*BIDS)
        .cast(ibis_schema(BIDS))
    )


def _aside(aside: ibis.Table, currency: str | None) -> ibis.Table:
    said = {
        "superseded": ROW_SENTENCES["superseded"],
        "not_submitted": ROW_SENTENCES["not_submitted"],
        "other_unit": ROW_SENTENCES["other_unit"],
        "no_bid": ROW_SENTENCES["no_bid"],
        "several_bids": ROW_SENTENCES["several_bids"],
        "negative_bid": "The price is less than nothing: no bid can be compared with it.",
        "other_currency": f"The bid isn't in {currency}, the currency of the others.",
    }
    return (
        aside.mutate(
            sentence=aside.reason.cases(*said.items(), else_=aside.reason), raw=aside.row_id
        )
        .select(*SET_ASIDE_BIDS)
        .cast(ibis_schema(SET_ASIDE_BIDS))
    )
