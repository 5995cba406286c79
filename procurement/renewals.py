"""Contracts that end soon: the weeks in which work can be brought back in house."""

from __future__ import annotations

from datetime import date, timedelta

import ibis

from procurement.schema import Column, Columns

RENEWALS: Columns = {
    "days_left": Column("int64", "Days from as_of to the last day, 0 on the last day itself."),
}
KNOWN_ENDS: Columns = {
    "source": Column("string", "The feed."),
    "contracts": Column("int64", "Contracts seen."),
    "published": Column("int64", "Whose end stands in a column of the feed."),
    "from_text": Column("int64", "Whose end was read out of the description."),
    "unknown": Column("int64", "Whose end is not known: they can be in no list of renewals."),
}


def renewals(contracts: ibis.Table, *, as_of: date, days: int = 365) -> ibis.Table:
    """Contracts whose known end is as_of or up to `days` days later, soonest first.

    In: contracts.contracts(..., as_of=as_of). Out: its columns and RENEWALS. Contracts that a
    row says were ended early are left out. The end is without options to extend: where the
    description speaks of options, option_text has the words. Contracts without a known end can't
    be listed: known_ends counts them.
    """
    until = as_of + timedelta(days=days)
    ending = contracts.filter(
        contracts.ends_on >= as_of, contracts.ends_on <= until, ~contracts.is_ended
    )
    days_left = ending.ends_on.delta(ibis.date(as_of), unit="day")
    return ending.mutate(days_left=days_left.cast("int64")).order_by("ends_on", "contract_key")


def known_ends(contracts: ibis.Table, by: tuple[str, ...] = ()) -> ibis.Table:
    """How many ends are known, and how: columns `by` and KNOWN_ENDS, a row a source."""
    counted = contracts.group_by([*by, "source"]).agg(
        contracts=contracts.count(),
        published=(contracts.term_source == "published").fill_null(False).sum(),
        from_text=(contracts.term_source == "text").fill_null(False).sum(),
        unknown=contracts.ends_on.isnull().sum(),
    )
    return counted.order_by(*by, "source")
