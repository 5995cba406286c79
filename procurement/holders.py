"""Who holds the work as of a day: since when, for how much, and what isn't known."""

from __future__ import annotations

from datetime import date

import ibis

from procurement.names import last_published
from procurement.schema import Column, Columns

HOLDERS: Columns = {
    "supplier_key": Column("string", "The name cleaned for comparing; null when withheld."),
    "supplier": Column("string", "The name as last published."),
    "since": Column("date", "First award seen; null when no date is published."),
    "last_awarded_on": Column("date", "Last award or amendment seen."),
    "contracts": Column("int64", "Contracts awarded by as_of."),
    "direct": Column("int64", "Of these, awarded without competition."),
    "amount": Column("decimal(18, 2)", "Sum of the known amounts in CAD; null when none is known."),
    "unknown_amounts": Column("int64", "Contracts with an amount not known, or not in CAD."),
    "zero_amounts": Column("int64", "Contracts published at zero."),
    "ends_on": Column("date", "Latest known end."),
    "unknown_ends": Column("int64", "Contracts whose end isn't known."),
    "status": Column("string", "holds, ended, or not known: see holders()."),
    "row_ids": Column("array<string>", "The receipt."),
}


def holders(
    contracts: ibis.Table, *, as_of: date, key: tuple[str, ...] = ("service",)
) -> ibis.Table:
    """Suppliers with awards, by `key`: columns key and HOLDERS, the largest known sum first.

    In: contracts.contracts(..., as_of=as_of, by=key). Status is `holds` when a contract not ended
    early has a known end on or after as_of; `not known` when it has none such but one without a
    known end; else `ended`. An award is not a payment: the amount is what was awarded.
    """
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    has_amount = contracts.amount.notnull() & in_dollars
    runs = ~contracts.is_ended & (contracts.ends_on >= as_of).fill_null(False)
    open_ended = ~contracts.is_ended & contracts.ends_on.isnull()
    name = ibis.coalesce(contracts.supplier_key, contracts.supplier, "")
    marked = contracts.mutate(
        name=name,
        has_amount=has_amount,
        runs=runs,
        open_ended=open_ended,
        is_part=~has_amount | (contracts.unknown_amounts > 0),
        is_direct=(contracts.method == "non-competitive").fill_null(False),
    )
    held = _held(marked, key)
    status = ibis.cases((held.running > 0, "holds"), (held.open > 0, "not known"), else_="ended")
    return (
        held.mutate(status=status)
        .select(*key, *HOLDERS)
        .cast({name: column.type for name, column in HOLDERS.items()})
        .order_by(*key, ibis.desc("amount", nulls_first=False), "supplier_key")
    )


def _held(marked: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    return marked.group_by([*key, "name"]).agg(
        supplier_key=marked.supplier_key.max(),
        supplier=last_published(marked.supplier, marked.last_awarded_on),
        since=marked.first_awarded_on.min(),
        last_awarded_on=marked.last_awarded_on.max(),
        contracts=marked.count(),
        direct=marked.is_direct.sum(),
        amount=marked.amount.sum(where=marked.has_amount),
        unknown_amounts=marked.is_part.sum(),
        zero_amounts=(marked.amount == 0).fill_null(False).sum(),
        ends_on=marked.ends_on.max(),
        unknown_ends=marked.ends_on.isnull().sum(),
        running=marked.runs.sum(),
        open=marked.open_ended.sum(),
        row_ids=marked.row_ids.collect().flatten().sort(),
    )
