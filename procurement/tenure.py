"""How long each firm has held a piece of work, and how often it changed hands."""

from __future__ import annotations

from datetime import date

import ibis

from procurement.flips import DAYS_OF_MONTH, SERVICE, monthly
from procurement.names import last_published
from procurement.schema import Column, Columns
from procurement.succession import day_number

TENURE: Columns = {
    "supplier": Column("string", "The name as last published."),
    "contracts": Column("int64", "Contracts of the work awarded to it by as_of."),
    "since": Column(
        "date", "First day of the first of them; of the award where no start is known."
    ),
    "until": Column("date", "Latest known end, as_of at most; null when none is known."),
    "months": Column("float64", "Months of the known terms by as_of, each day once."),
    "unknown_terms": Column("int64", "Contracts without a known term: in no month."),
    "amount": Column("decimal(18, 2)", "Sum of the known amounts in CAD; null when none is known."),
    "unknown_amounts": Column("int64", "Contracts with no amount known in CAD."),
    "monthly": Column("float64", "Median CAD a month of its contracts whose term is known."),
    "row_ids": Column("array<string>", "The receipt."),
}
CHANGES: Columns = {
    "flips": Column("int64", "Changes of firm."),
    "follows": Column("int64", "Of these, where the award follows a known end."),
    "whole": Column("int64", "Of these, where nobody stayed."),
    "maybe_same": Column("int64", "Of these, where the names may be one firm's."),
    "first_on": Column("date", "First award that changed the firm."),
    "last_on": Column("date", "Last one."),
    "months_between": Column("float64", "Median of the months between the awards."),
    "steps": Column("int64", "Changes where the cost of a month is known before and after."),
    "monthly_step": Column("float64", "Median of their steps, as a share of before."),
    "row_ids": Column("array<string>", "The receipt."),
}


def tenure(
    contracts: ibis.Table,
    *,
    as_of: date,
    key: tuple[str, ...] = SERVICE,
    firm: str = "supplier_key",
) -> ibis.Table:
    """Firms by the work they held: columns `key`, `firm` and TENURE, the longest first.

    In: contracts.contracts(..., as_of=as_of). Months have 30.4375 days; a term runs from the first
    day (of the award where no start is known) to the known end, and days of two contracts at once
    count once. Contracts without a firm, a date or a key are left out: flips.unplaced counts them.
    """
    named = contracts.filter(
        contracts[firm].notnull(),
        contracts.first_awarded_on <= as_of,
        *(contracts[name].notnull() for name in key),
    )
    same = [*key, firm]
    added = _days_added(_termed(named, as_of), same)
    grouped = added.group_by(same).agg(
        supplier=last_published(added.supplier, added.first_awarded_on),
        contracts=added.count(),
        since=added.starts.min(),
        until=added.ends.max(),
        months=(added.days.sum().cast("float64") / DAYS_OF_MONTH).fill_null(0.0),
        unknown_terms=added.ends.isnull().sum(),
        amount=added.dollars.sum(),
        unknown_amounts=added.dollars.isnull().sum(),
        monthly=added.monthly.quantile(0.5),
        row_ids=added.row_ids.collect().flatten().sort(),
    )
    typed = grouped.select(*same, *TENURE).cast(
        {name: column.type for name, column in TENURE.items()}
    )
    return typed.order_by(*key, ibis.desc("months"), firm)


def _termed(named: ibis.Table, as_of: date) -> ibis.Table:
    starts = ibis.coalesce(named.starts_on, named.first_awarded_on)
    in_dollars = named.currency.fill_null("CAD") == "CAD"
    ends = ibis.ifelse(named.ends_on >= starts, named.ends_on, ibis.null("date"))
    return named.mutate(
        starts=starts,
        ends=ibis.ifelse(ends > as_of, ibis.date(as_of), ends),
        dollars=ibis.ifelse(in_dollars, named.amount, ibis.null("decimal(18, 2)")),
        monthly=monthly(named),
    )


def _days_added(termed: ibis.Table, same: list[str]) -> ibis.Table:
    """The days of each term that no earlier one of the firm has covered."""
    order = ["starts", "contract_key"]
    so_far = ibis.window(group_by=same, order_by=order, preceding=None, following=0)
    before = ibis.window(group_by=same, order_by=order)
    first, last = day_number(termed.starts), day_number(termed.ends)
    covered = termed.mutate(first=first, last=last, covered=last.max().over(so_far))
    passed = ibis.coalesce(covered.covered.lag().over(before), covered["first"] - 1)
    begins = ibis.greatest(covered["first"] - 1, passed)
    days = ibis.greatest(covered["last"] - begins, 0)
    is_known = covered["last"].notnull()
    return covered.mutate(days=ibis.ifelse(is_known, days, ibis.null("int64")))


def changes(flips: ibis.Table, *, by: tuple[str, ...] = SERVICE) -> ibis.Table:
    """Changes of firm counted by any columns of flips: columns `by` and CHANGES, the most first."""
    grouped = flips.group_by(list(by)).agg(
        flips=flips.count(),
        follows=(flips.succession == "follows").sum(),
        whole=flips.is_whole.sum(),
        maybe_same=flips.maybe_same.sum(),
        first_on=flips.after_on.min(),
        last_on=flips.after_on.max(),
        months_between=flips.months_between.quantile(0.5),
        steps=flips.monthly_step.count(),
        monthly_step=flips.monthly_step.quantile(0.5),
        row_ids=flips.row_ids.collect().flatten().unique().sort(),
    )
    typed = grouped.select(*by, *CHANGES).cast(
        {name: column.type for name, column in CHANGES.items()}
    )
    return typed.order_by(ibis.desc("flips"), *by)
