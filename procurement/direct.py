"""Awards without competition: who, how often, and the reason given.

A direct award is not a wrong: a patent, an emergency or a bridge to the next call explain many.
Shown are the published reason and the rows.
"""

from __future__ import annotations

import ibis

from procurement.names import last_published
from procurement.schema import Column, Columns

DIRECT: Columns = {
    "is_bridging": Column("boolean", "The reason given is a bridge to a later call."),
}
CHAINS: Columns = {
    "supplier": Column("string", "The name as last published."),
    "awards": Column("int64", "Direct contracts to this supplier."),
    "bridging": Column("int64", "Of these, as a bridge to a later call."),
    "first_on": Column("date", "First of them."),
    "last_on": Column("date", "Last of them."),
    "longest_gap_days": Column("int64", "Most days between one and the next."),
    "chain": Column("int64", "Which chain of these firms it is, from 1; null: without a date."),
    "months": Column("float64", "From the first award to the last known end or award, in months."),
    "amount": Column("decimal(18, 2)", "Sum of the known amounts in CAD; null when none is known."),
    "unknown_amounts": Column("int64", "Contracts with an amount not known, or not in CAD."),
    "reasons": Column("array<string>", "The kinds of reason given, each once."),
    "row_ids": Column("array<string>", "The receipt."),
}
SUMMARY: Columns = {
    "awards": Column("int64", "Direct contracts."),
    "amount": Column("decimal(18, 2)", "Sum of the known amounts in CAD; null when none is known."),
    "unknown_amounts": Column("int64", "Contracts with an amount not known, or not in CAD."),
    "first_on": Column("date", "First of them."),
    "last_on": Column("date", "Last of them."),
}
SAME = ("buyer", "division", "supplier_key")


def direct_awards(contracts: ibis.Table) -> ibis.Table:
    """Contracts published as non-competitive, newest first: their columns and DIRECT.

    In: contracts.contracts. Contracts whose method isn't published are not among them.
    """
    found = contracts.filter(contracts.method == "non-competitive")
    return found.mutate(is_bridging=(found.reason_kind == "bridging").fill_null(False)).order_by(
        ibis.desc("first_awarded_on", nulls_first=False), "contract_key"
    )


def chains(
    direct: ibis.Table,
    *,
    same: tuple[str, ...] = SAME,
    at_least: int = 2,
    within: int | None = None,
) -> ibis.Table:
    """Suppliers awarded directly at least so many times by the same buyer and division.

    In: direct_awards. Out: columns `same` and CHAINS, the longest chain first. Withheld names are
    left out: nobody knows whether two of them are one firm. Awards without a date count, but
    have no place in the gaps.

    With `within` a chain is broken where an award comes more than so many days after the last known
    end, or award, of those before it; awards without a date are then a row of their own, with no
    chain. `same` may hold service_key (services.keyed), and firm_key or group_key (names.linked).
    A month has 30.4375 days.
    """
    named = direct.filter(direct.supplier_key.notnull())
    order = ["first_awarded_on", "contract_key"]
    before = ibis.window(group_by=list(same), order_by=order)
    earlier = named.first_awarded_on.lag().over(before)
    spaced = named.mutate(
        gap=named.first_awarded_on.delta(earlier, unit="day").cast("int64"),
        until=ibis.greatest(
            ibis.coalesce(named.ends_on, named.first_awarded_on), named.first_awarded_on
        ),
    )
    linked = _linked(spaced, same, within)
    grouped = linked.group_by([*same, "chain"]).agg(
        **_sums(linked),
        supplier=last_published(linked.supplier, linked.first_awarded_on),
        bridging=linked.is_bridging.sum(),
        longest_gap_days=linked.gap.max(),
        months=_months(linked.until.max(), linked.first_awarded_on.min()),
        reasons=linked.reason_kind.collect(distinct=True).sort(),
        row_ids=linked.row_ids.collect().flatten().sort(),
    )
    long = grouped.filter(grouped.awards >= at_least).select(*same, *CHAINS)
    return long.order_by(ibis.desc("awards"), *same, "chain")


def _months(last: ibis.Value, first: ibis.Value) -> ibis.Value:
    return last.delta(first, unit="day").cast("float64") / ibis.literal(30.4375, "float64")


def _linked(spaced: ibis.Table, same: tuple[str, ...], within: int | None) -> ibis.Table:
    """Each award with the number of its chain; the gap before a chain is none of its own."""
    if within is None:
        return spaced.mutate(chain=ibis.literal(1, "int64"))
    order = ["first_awarded_on", "contract_key"]
    before = ibis.window(group_by=list(same), order_by=order)
    so_far = ibis.window(group_by=list(same), order_by=order, preceding=None, following=0)
    covered = spaced.mutate(covered=spaced.until.max().over(so_far))
    apart = covered.first_awarded_on.delta(covered.covered.lag().over(before), unit="day")
    starts = covered.mutate(is_start=(apart > within).fill_null(False))
    number = starts.is_start.cast("int64").sum().over(so_far) + 1
    dated = ibis.ifelse(starts.first_awarded_on.notnull(), number, ibis.null("int64"))
    gap = ibis.ifelse(starts.is_start, ibis.null("int64"), starts.gap)
    return starts.mutate(chain=dated, gap=gap)


def summary(
    direct: ibis.Table, *, by: tuple[str, ...] = ("division", "supplier_key", "reason_kind")
) -> ibis.Table:
    """Direct contracts counted by any columns: columns `by` and SUMMARY, the most first."""
    grouped = direct.group_by(list(by)).agg(**_sums(direct))
    return grouped.select(*by, *SUMMARY).order_by(ibis.desc("awards"), *by)


def _sums(direct: ibis.Table) -> dict[str, ibis.Value]:
    known = direct.amount.notnull() & (direct.currency.fill_null("CAD") == "CAD")
    return {
        "awards": direct.count(),
        "amount": direct.amount.sum(where=known).cast("decimal(18, 2)"),
        "unknown_amounts": (~known | (direct.unknown_amounts > 0)).sum(),
        "first_on": direct.first_awarded_on.min(),
        "last_on": direct.first_awarded_on.max(),
    }


def to_holders(direct: ibis.Table, holders: ibis.Table) -> ibis.Table:
    """Direct awards to the firms that hold a service: `service`, then the columns of direct.

    In: direct_awards of all contracts (made without by), and holders by ("service",). For feeds
    that don't say what is bought, like Toronto's, this is all that can be known: the same firm,
    not that it was the same work.
    """
    firms = holders.filter(holders.supplier_key.notnull()).select("service", "supplier_key")
    joined = direct.join(firms.distinct(), "supplier_key")
    return joined.select("service", *direct.columns).order_by(
        "service", ibis.desc("first_awarded_on", nulls_first=False), "contract_key"
    )
