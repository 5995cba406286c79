"""The same work awarded next to other firms.

Method (ours; no published algorithm was found). Contracts with the same key are awards of the
same work; those of one document are one award, since a roster is awarded to several firms. An
award `follows` the one whose known end is nearest to it, from 180 days before to 90 days after;
those that end on that day are taken together, and more than ten are a list of suppliers rather than
one piece of work, of which nothing is said. Where it follows none, but an earlier award has no known end, the last such made at least 90 days before
stands in, and the succession is `not known`: all that is said then is that successive awards went
to different firms. Awards nearer than that, or beside contracts that run on, are taken as parallel
work. A flip is an award to a firm that was not there before, while one that was there is not in it.
"""

from __future__ import annotations

from datetime import date

import ibis

from procurement.schema import Column, Columns

LATEST_DAYS, EARLIEST_DAYS = 180, -90
PARALLEL_DAYS = 90
MOST_AT_ONCE = 10
DAYS_OF_MONTH = ibis.literal(30.4375, "float64")
FLIPS: Columns = {
    "before_documents": Column("array<string>", "Contracts or documents of the awards before."),
    "before_on": Column("date", "When the last of them was awarded."),
    "before_ends_on": Column("date", "Their latest known end; null when not known."),
    "before": Column("array<string>", "Who held the work, as published."),
    "after_document": Column("string", "Contract or document of the next award."),
    "after_on": Column("date", "When it was awarded."),
    "after": Column("array<string>", "Who was awarded it, as published."),
    "left": Column("array<string>", "Cleaned names of those who were there before only."),
    "came": Column("array<string>", "Cleaned names of those who are there after only."),
    "is_whole": Column("boolean", "Nobody stayed."),
    "months_between": Column("float64", "Months between the awards, of 30.4375 days each."),
    "gap_days": Column("int64", "Days from the known end before to the next award."),
    "succession": Column("string", "follows, or not known."),
    "maybe_same": Column("boolean", "A name that left and one that came begin with the same word."),
    "before_amount": Column("decimal(18, 2)", "Known CAD of the awards before; null: not known."),
    "after_amount": Column("decimal(18, 2)", "Known CAD of the next award; null: not known."),
    "row_ids": Column("array<string>", "The receipt: rows of all these awards."),
}
SERVICE = ("service", "buyer")
DERIVED = ("buyer", "classification", "place")


def flips(contracts: ibis.Table, *, as_of: date, key: tuple[str, ...] = SERVICE) -> ibis.Table:
    """Changes of firm by `key`, newest first: columns key and FLIPS.

    In: contracts.contracts(..., as_of=as_of, by=("service",)); or without by and key=DERIVED
    where the feed classifies what is bought. `maybe_same` marks names like “Garda” and “Garda
    Canada Security” that may be one firm: a person should look. Contracts without a supplier, a
    date or a key can't stand in a succession: unplaced counts them.
    """
    awards = _awards(_placed(contracts, as_of, key), key)
    pairs = _preceded(awards, key)
    return _described(_changed(_gathered(pairs, awards, key)), key)


def unplaced(contracts: ibis.Table, *, as_of: date, key: tuple[str, ...] = SERVICE) -> ibis.Table:
    """How many contracts can't stand in a succession: columns contracts, placed, unplaced."""
    placed = _placed(contracts, as_of, key).select("contract_key", is_placed=ibis.literal(1))
    both = contracts.select("contract_key").left_join(placed.distinct(), "contract_key")
    return both.agg(
        contracts=both.count(),
        placed=both.is_placed.notnull().sum(),
        unplaced=both.is_placed.isnull().sum(),
    )


def _placed(contracts: ibis.Table, as_of: date, key: tuple[str, ...]) -> ibis.Table:
    return contracts.filter(
        contracts.supplier_key.notnull(),
        contracts.first_awarded_on <= as_of,
        *(contracts[name].notnull() for name in key),
    )


def _awards(contracts: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """One row an award: a contract, or the contracts of one document together."""
    document = ibis.coalesce(
        contracts.contract_id, contracts.document_number, contracts.contract_key
    )
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    marked = contracts.mutate(document=document, in_dollars=in_dollars)
    return marked.group_by([*key, "document"]).agg(
        awarded_on=marked.first_awarded_on.min(),
        ends_on=marked.ends_on.max(),
        names=marked.supplier.collect(distinct=True),
        keys=marked.supplier_key.collect(distinct=True),
        amount=marked.amount.sum(where=marked.in_dollars),
        row_ids=marked.row_ids.collect().flatten(),
    )


def _preceded(awards: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """Pairs of an award and one it follows, or may follow."""
    dated = awards.select(*key, "document", "awarded_on", "ends_on")
    earlier = dated.rename(lambda name: name if name in key else f"before_{name}")
    pairs = dated.join(earlier, [*key, earlier.before_awarded_on < dated.awarded_on])
    gap = pairs.awarded_on.delta(pairs.before_ends_on, unit="day")
    apart = pairs.awarded_on.delta(pairs.before_awarded_on, unit="day")
    pairs = pairs.mutate(
        gap_days=gap,
        follows=gap.between(EARLIEST_DAYS, LATEST_DAYS).fill_null(False),
        may_follow=pairs.before_ends_on.isnull() & (apart >= PARALLEL_DAYS),
    )
    pairs = pairs.filter(pairs.follows | pairs.may_follow)
    group = ibis.window(group_by=[*key, "document"])
    pairs = pairs.mutate(
        nearest=pairs.gap_days.abs().min(where=pairs.follows).over(group),
        latest=pairs.before_awarded_on.max(where=pairs.may_follow).over(group),
    )
    follows = pairs.follows & (pairs.gap_days.abs() == pairs.nearest)
    stands_in = pairs.nearest.isnull() & (pairs.before_awarded_on == pairs.latest)
    chosen = pairs.filter(follows | stands_in)
    crowd = chosen.mutate(crowd=chosen.count().over(group))
    return crowd.filter(crowd.crowd <= MOST_AT_ONCE)


def _gathered(pairs: ibis.Table, awards: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """One row an award, with all it follows."""
    told = awards.select(*key, "document", "names", "keys", "amount", "row_ids")
    earlier = told.rename(lambda name: name if name in key else f"before_{name}")
    pairs = pairs.join(earlier, [*key, "before_document"])
    before = pairs.group_by([*key, "document"]).agg(
        before_documents=pairs.before_document.collect(distinct=True).sort(),
        before_on=pairs.before_awarded_on.max(),
        before_ends_on=pairs.before_ends_on.max(),
        before=pairs.before_names.collect().flatten().unique().sort(),
        before_keys=pairs.before_keys.collect().flatten().unique().sort(),
        before_amount=pairs.before_amount.sum(),
        before_row_ids=pairs.before_row_ids.collect().flatten(),
        after_on=pairs.awarded_on.max(),
        gap_days=pairs.gap_days.min(),
        is_known=pairs.follows.any(),
    )
    after = told.rename(after="names", after_keys="keys", after_amount="amount")
    after = after.rename(after_row_ids="row_ids").mutate(after=after.after.sort())
    return before.join(after, [*key, "document"])


def _changed(joined: ibis.Table) -> ibis.Table:
    compared = joined.mutate(
        left=joined.before_keys.filter(lambda name: ~joined.after_keys.contains(name)).sort(),
        came=joined.after_keys.filter(lambda name: ~joined.before_keys.contains(name)).sort(),
    )
    changed = compared.filter(compared.came.length() > 0, compared.left.length() > 0)
    apart = changed.after_on.delta(changed.before_on, unit="day")
    return changed.mutate(
        is_whole=changed.left.length() == changed.before_keys.length(),
        months_between=apart.cast("float64") / DAYS_OF_MONTH,
        maybe_same=_share_a_beginning(changed.left, changed.came),
        row_ids=changed.before_row_ids.concat(changed.after_row_ids).unique().sort(),
    )


def _share_a_beginning(left: ibis.Value, came: ibis.Value) -> ibis.Value:
    first_words = left.map(lambda name: name.split(" ")[0])
    return came.map(lambda name: name.split(" ")[0]).intersect(first_words).length() > 0


def _described(changed: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    succession = ibis.ifelse(changed.is_known, "follows", "not known")
    described = changed.mutate(succession=succession, after_document=changed.document)
    chosen = described.select(*key, *FLIPS)
    typed = chosen.cast({name: column.type for name, column in FLIPS.items()})
    return typed.order_by(ibis.desc("after_on"), *key, "after_document")
