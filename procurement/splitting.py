"""Work that may have been cut into contracts small enough to need no call for bids.

Two looks. `splits`: contracts of one buyer to one firm within some days, each at or under a
threshold, whose sum is above it (method ours; a set is shown once, with all that falls into the
days counted from its first contract, unless a set that begins earlier holds all of it). `around`: how
many contracts lie just under a threshold and how many just over it; without an effect of the
threshold the two are about as many (Palguta and Pertold, Manipulation of Procurement Contracts:
Evidence from the Introduction of Discretionary Thresholds, American Economic Journal: Economic
Policy 9(2), 2017).

No threshold is built in: the law of the place, the day and the kind of work says which one holds.
A set is a signal, not a wrong. What explains it innocently: separate needs of several offices that
share a code, call-ups under a standing offer that was itself competed, renewals of a licence each
quarter, an emergency, a season (snow, planting), prices that stand for a list at fixed rates, and a
contract that was under the threshold because the work was small.
"""

from __future__ import annotations

from decimal import Decimal

import ibis

from procurement.names import last_published
from procurement.schema import Column, Columns
from procurement.succession import day_number

THRESHOLDS: Columns = {
    "category": Column("string", "Category of the contracts it holds for; null: for all of them."),
    "threshold": Column("decimal(18, 2)", "Up to this amount, itself included, no call is needed."),
    "from_on": Column("date", "First day it held; null: since ever."),
    "until_on": Column("date", "Last day it held; null: it still holds."),
    "threshold_source": Column("string", "The law or policy, with its section and version."),
}
SPLITS: Columns = {
    "supplier": Column("string", "The name as last published."),
    "contracts": Column("int64", "Contracts of the set, each at or under the threshold."),
    "direct": Column("int64", "Of these, awarded without competition."),
    "first_on": Column("date", "First of them."),
    "last_on": Column("date", "Last of them."),
    "days": Column("int64", "Days from the first to the last, both counted."),
    "amount": Column("decimal(18, 2)", "Sum of their first totals; CAD."),
    "times": Column("float64", "The sum as a multiple of the threshold; above 1."),
    "nearest": Column("float64", "The largest of them as a share of the threshold, up to 1."),
    "mean_share": Column("float64", "Their mean as a share of the threshold."),
    "row_ids": Column("array<string>", "The receipt."),
}
AROUND: Columns = {
    "under": Column("int64", "Contracts in the band that ends at the threshold."),
    "over": Column("int64", "Contracts in the band of the same width above it."),
    "ratio": Column("float64", "Under by over; null when there are none over."),
    "direct_under": Column("int64", "Of those under, awarded without competition."),
    "direct_over": Column("int64", "Of those over, awarded without competition."),
    "row_ids": Column("array<string>", "The receipt of those under."),
}
UNJUDGED: Columns = {
    "contracts": Column("int64", "All contracts."),
    "no_amount": Column("int64", "With no amount above 0 known in CAD."),
    "no_date": Column("int64", "Of the others, without a date."),
    "no_threshold": Column("int64", "Of the others, that no threshold holds for."),
}
SAME = ("buyer", "division", "supplier_key")
_LAW = ("category", "threshold", "threshold_source")


def splits(
    contracts: ibis.Table,
    thresholds: ibis.Table,
    *,
    days: int = 90,
    same: tuple[str, ...] = SAME,
) -> ibis.Table:
    """Sets of contracts under a threshold, above it together: columns `same`, category, threshold,
    threshold_source and SPLITS; the largest multiple first.

    In: contracts.contracts, and thresholds with columns THRESHOLDS (tables.in_memory makes one).
    Compared is the first total, where it isn't known the amount (which amendments may have raised);
    contracts of other currencies, without an amount, a date or a column of `same` are left out, and
    unjudged counts them. `days` is how near to each other contracts of one need are expected: 90, a
    quarter, because budgets are often released by quarter; a longer time finds more sets and more
    that mean nothing. With names.linked, `same` may end in firm_key or group_key.
    """
    judged = _judged(contracts, thresholds)
    small = judged.filter(
        judged.first_total <= judged.threshold, *(judged[name].notnull() for name in same)
    )
    sets = _sets(small, [*same, *_LAW], days)
    found = _gathered(sets, small, [*same, *_LAW])
    typed = found.select(*same, *_LAW, *SPLITS).cast(
        {name: column.type for name, column in SPLITS.items()}
    )
    return typed.order_by(ibis.desc("times"), *same, "first_on")


def around(
    contracts: ibis.Table,
    thresholds: ibis.Table,
    *,
    width: Decimal = Decimal("0.10"),
    by: tuple[str, ...] = (),
) -> ibis.Table:
    """Contracts just under thresholds against those just over: columns `by`, category, threshold,
    threshold_source and AROUND; the most under first.

    `width` is the band's, as a share of the threshold: 0.10 looks from 90 to 100 and from 100 to 110
    percent. Amounts are compared as in splits. Round amounts gather at round thresholds anyway, so
    compare with an amount as round that is no threshold.
    """
    judged = _judged(contracts, thresholds)
    lowest = judged.threshold * (1 - width)
    highest = judged.threshold * (1 + width)
    near = judged.filter(judged.first_total > lowest, judged.first_total <= highest)
    is_under = near.first_total <= near.threshold
    grouped = near.group_by([*by, *_LAW]).agg(
        under=is_under.sum(),
        over=(~is_under).sum(),
        direct_under=(is_under & near.is_direct).sum(),
        direct_over=(~is_under & near.is_direct).sum(),
        found=near.row_ids.collect(where=is_under).flatten().sort(),
    )
    counted = grouped.mutate(
        ratio=grouped.under.cast("float64") / grouped.over.cast("float64").nullif(0.0),
        row_ids=ibis.coalesce(grouped.found, ibis.literal([], "array<string>")),
    )
    typed = counted.select(*by, *_LAW, *AROUND).cast(
        {name: column.type for name, column in AROUND.items()}
    )
    return typed.order_by(ibis.desc("under"), *by, *_LAW)


def unjudged(contracts: ibis.Table, thresholds: ibis.Table) -> ibis.Table:
    """How many contracts splits and around can't look at, and why: columns UNJUDGED."""
    judged = _judged(contracts, thresholds).select("contract_key", is_judged=ibis.literal(1))
    has_amount = (_first_total(contracts) > 0).fill_null(False)
    counted = contracts.select("contract_key", "first_awarded_on", has_amount=has_amount)
    both = counted.left_join(judged.distinct(), "contract_key")
    is_dated = both.first_awarded_on.notnull()
    return both.agg(
        contracts=both.count(),
        no_amount=(~both.has_amount).sum(),
        no_date=(both.has_amount & ~is_dated).sum(),
        no_threshold=(both.has_amount & is_dated & both.is_judged.isnull()).sum(),
    )


def _first_total(contracts: ibis.Table) -> ibis.Value:
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    total = ibis.coalesce(contracts.original_amount, contracts.amount)
    return ibis.ifelse(in_dollars, total, ibis.null("decimal(18, 2)"))


def _judged(contracts: ibis.Table, thresholds: ibis.Table) -> ibis.Table:
    """Contracts with the threshold that held for their category on their day."""
    known = contracts.mutate(
        first_total=_first_total(contracts),
        kind_of_work=contracts.category,
        is_direct=(contracts.method == "non-competitive").fill_null(False),
    )
    known = known.drop("category")
    known = known.filter(known.first_total > 0, known.first_awarded_on.notnull())
    holds = [
        thresholds.category.isnull() | (thresholds.category == known.kind_of_work),
        thresholds.from_on.isnull() | (thresholds.from_on <= known.first_awarded_on),
        thresholds.until_on.isnull() | (thresholds.until_on >= known.first_awarded_on),
    ]
    return known.join(thresholds.select(*THRESHOLDS), holds)


def _sets(small: ibis.Table, key: list[str], days: int) -> ibis.Table:
    """From which day to which: the days after a contract, unless an earlier set holds them all."""
    dated = small.mutate(awarded=day_number(small.first_awarded_on))
    by_day = dated.group_by([*key, "awarded"]).agg(added=dated.first_total.sum())
    ahead = ibis.range_window(group_by=key, order_by="awarded", preceding=0, following=days - 1)
    spans = by_day.mutate(
        until=by_day.awarded.max().over(ahead), sum=by_day.added.sum().over(ahead)
    )
    before = ibis.window(group_by=key, order_by="awarded")
    spans = spans.mutate(earlier=spans.until.lag().over(before))
    whole = spans.filter(spans.earlier.isnull() | (spans.until > spans.earlier))
    above = whole.filter(whole["sum"] > whole.threshold)
    return above.select(*key, "until", since="awarded")


def _gathered(sets: ibis.Table, small: ibis.Table, key: list[str]) -> ibis.Table:
    """The contracts of each set put together."""
    dated = small.mutate(awarded=day_number(small.first_awarded_on))
    spans = sets.select("since", "until", **{f"{name}_": sets[name] for name in key})
    alike = [dated[name].identical_to(spans[f"{name}_"]) for name in key]
    inside = dated.join(spans, [*alike, dated.awarded.between(spans.since, spans.until)])
    share = inside.first_total.cast("float64") / inside.threshold.cast("float64")
    grouped = inside.group_by([*key, "since", "until"]).agg(
        supplier=last_published(inside.supplier, inside.first_awarded_on),
        contracts=inside.count(),
        direct=inside.is_direct.sum(),
        first_on=inside.first_awarded_on.min(),
        last_on=inside.first_awarded_on.max(),
        amount=inside.first_total.sum(),
        times=share.sum(),
        nearest=share.max(),
        mean_share=share.mean(),
        row_ids=inside.row_ids.collect().flatten().sort(),
    )
    return grouped.mutate(days=grouped.until - grouped.since + 1)
