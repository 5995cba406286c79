"""The same work awarded next to other firms.

Method (ours; no published algorithm was found). Contracts with the same key are awards of the
same work; those of one document are one award, since a roster is awarded to several firms. What
comes before an award is said in `succession`: it follows the known end nearest to it, or comes
after an award whose end isn't known, and then all that is said is that successive awards went to
different firms. Awards nearer than that, or beside contracts that run on, are taken as parallel
work. A flip is an award to a firm that was not there before, while one that was there is not in it.
"""

from __future__ import annotations

from datetime import date

import ibis

from procurement.schema import Column, Columns
from procurement.succession import day_number, preceding

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
    "before_monthly": Column("float64", "CAD a month of the awards before; null: see flips()."),
    "after_monthly": Column("float64", "CAD a month of the next award; null: see flips()."),
    "monthly_step": Column("float64", "What the month costs more, as a share of before."),
    "row_ids": Column("array<string>", "The receipt: rows of all these awards."),
}
SERVICE = ("service", "buyer")
DERIVED = ("buyer", "classification", "place")
_AWARD = ["work", "awarded", "document"]
_EARLIER = ["before_document", "before_awarded"]
_SUM = "decimal(38, 2)"


def flips(
    contracts: ibis.Table,
    *,
    as_of: date,
    key: tuple[str, ...] = SERVICE,
    firm: str = "supplier_key",
) -> ibis.Table:
    """Changes of firm by `key`, newest first: columns key and FLIPS.

    In: contracts.contracts(..., as_of=as_of, by=("service",)); or without by and with
    services.keyed and key=("service_key",), or key=DERIVED where the feed classifies what is
    bought. `firm` is the column that says who is the same: with names.linked it may be firm_key or
    group_key, and then `left` and `came` show these. `maybe_same` marks names like “Garda” and
    “Garda Canada Security” that may be one firm: a person should look. A month's cost is the amount
    by the months of the term, added up over the contracts; null unless each has an amount in CAD
    above zero and a known end. Contracts without a firm, a date or a key can't stand in a
    succession: unplaced counts them.
    """
    placed = _placed(contracts, as_of, key, firm)
    works = _numbered(placed, key)
    marked = _marked(placed.join(works, list(key)), firm)
    pairs = _changed(marked)
    before, after = _before(pairs, marked), _after(pairs, marked)
    return _described(_compared(after.join(before, _AWARD)).join(works, "work"), key)


def unplaced(
    contracts: ibis.Table,
    *,
    as_of: date,
    key: tuple[str, ...] = SERVICE,
    firm: str = "supplier_key",
) -> ibis.Table:
    """How many contracts can't stand in a succession: columns contracts, placed, unplaced."""
    placed = _placed(contracts, as_of, key, firm).select("contract_key", is_placed=ibis.literal(1))
    both = contracts.select("contract_key").left_join(placed.distinct(), "contract_key")
    return both.agg(
        contracts=both.count(),
        placed=both.is_placed.notnull().sum(),
        unplaced=both.is_placed.isnull().sum(),
    )


def _placed(contracts: ibis.Table, as_of: date, key: tuple[str, ...], firm: str) -> ibis.Table:
    return contracts.filter(
        contracts[firm].notnull(),
        contracts.first_awarded_on <= as_of,
        *(contracts[name].notnull() for name in key),
    )


def _numbered(placed: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """Each key with a number: what is compared again and again should be short."""
    works = placed.select(*key).distinct()
    return works.mutate(work=ibis.row_number().over(order_by=list(key)))


def _marked(contracts: ibis.Table, firm: str) -> ibis.Table:
    """The contracts with their award: itself, or that of all contracts of one document."""
    document = ibis.coalesce(
        contracts.contract_id, contracts.document_number, contracts.contract_key
    )
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    return contracts.select(
        "work",
        "supplier",
        "ends_on",
        "row_ids",
        document=document,
        firm=contracts[firm].cast("string"),
        awarded_on=contracts.first_awarded_on,
        amount=ibis.ifelse(in_dollars, contracts.amount, ibis.null("decimal(18, 2)")),
        monthly=monthly(contracts),
    )


def monthly(contracts: ibis.Table) -> ibis.Value:
    """CAD a month of the known term; null when the amount, its currency or the end isn't known."""
    first = ibis.coalesce(contracts.starts_on, contracts.first_awarded_on)
    days = contracts.ends_on.delta(first, unit="day").cast("float64") + 1
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    is_known = in_dollars & (contracts.unknown_amounts == 0) & (contracts.amount > 0) & (days > 0)
    amount = contracts.amount.cast("float64")
    return ibis.ifelse(is_known, amount * DAYS_OF_MONTH / days, ibis.null("float64"))


def _changed(marked: ibis.Table) -> ibis.Table:
    """Pairs of an award and one before it worth comparing: not where one firm goes on alone."""
    awards = marked.group_by(["work", "document"]).agg(
        awarded=day_number(marked.awarded_on.min()),
        ended=day_number(marked.ends_on.max()),
        first_firm=marked.firm.min(),
        last_firm=marked.firm.max(),
        contracts=marked.count(),
    )
    pairs = awards.drop("ended").join(preceding(awards, ("work",)), ["work", "awarded"])
    goes_on = (
        (pairs.first_firm == pairs.last_before)
        & (pairs.last_firm == pairs.first_before)
        & (pairs.first_firm == pairs.last_firm)
    )
    changed = pairs.filter(~goes_on)
    return changed.select(*_AWARD, *_EARLIER, "gap_days", "contracts", "contracts_before")


def _before(pairs: ibis.Table, marked: ibis.Table) -> ibis.Table:
    """What was there before an award: nearly always one contract, put together with nothing."""
    there = marked.rename(before_document="document")
    joined = pairs.join(there, ["work", "before_document"])
    one = joined.filter(joined.contracts_before == 1)
    alone = one.select(
        *_AWARD,
        before_documents=_listed(one.before_document),
        last_awarded=one.before_awarded,
        before_on=one.awarded_on,
        before_ends_on=one.ends_on,
        before=_listed(one.supplier),
        before_keys=_listed(one.firm),
        before_amount=one.amount.cast(_SUM),
        before_monthly=one.monthly,
        before_row_ids=one.row_ids,
        gap_days=one.gap_days,
    )
    return ibis.union(alone, _several_before(joined.filter(joined.contracts_before > 1)))


def _several_before(joined: ibis.Table) -> ibis.Table:
    opens = day_number(joined.awarded_on) == joined.before_awarded
    grouped = joined.group_by(_AWARD).agg(
        before_documents=joined.before_document.collect(),
        last_awarded=joined.before_awarded.max(),
        before_on=joined.awarded_on.max(where=opens),
        before_ends_on=joined.ends_on.max(),
        before=joined.supplier.collect(),
        before_keys=joined.firm.collect(),
        before_amount=joined.amount.sum().cast(_SUM),
        before_monthly=_all_known(joined),
        before_row_ids=joined.row_ids.collect().flatten(),
        gap_days=joined.gap_days.min(),
    )
    return grouped.mutate(
        before_documents=grouped.before_documents.unique().sort(),
        before=grouped.before.unique().sort(),
        before_keys=grouped.before_keys.unique().sort(),
    )


def _after(pairs: ibis.Table, marked: ibis.Table) -> ibis.Table:
    awards = pairs.select(*_AWARD, "contracts").distinct()
    joined = awards.join(marked, ["work", "document"])
    one, several = joined.filter(joined.contracts == 1), joined.filter(joined.contracts > 1)
    alone = one.select(
        *_AWARD,
        after_on=one.awarded_on,
        after=_listed(one.supplier),
        after_keys=_listed(one.firm),
        after_amount=one.amount.cast(_SUM),
        after_monthly=one.monthly,
        after_row_ids=one.row_ids,
    )
    grouped = several.group_by(_AWARD).agg(
        after_on=several.awarded_on.min(),
        after=several.supplier.collect(),
        after_keys=several.firm.collect(),
        after_amount=several.amount.sum().cast(_SUM),
        after_monthly=_all_known(several),
        after_row_ids=several.row_ids.collect().flatten(),
    )
    together = grouped.mutate(
        after=grouped.after.unique().sort(), after_keys=grouped.after_keys.unique().sort()
    )
    return ibis.union(alone, together)


def _listed(name: ibis.Value) -> ibis.Value:
    return ibis.ifelse(name.isnull(), ibis.literal([], "array<string>"), ibis.array([name]))


def _all_known(joined: ibis.Table) -> ibis.Value:
    return ibis.ifelse(
        joined.monthly.count() == joined.count(), joined.monthly.sum(), ibis.null("float64")
    )


def _compared(joined: ibis.Table) -> ibis.Table:
    compared = joined.mutate(
        left=joined.before_keys.filter(lambda name: ~joined.after_keys.contains(name)).sort(),
        came=joined.after_keys.filter(lambda name: ~joined.before_keys.contains(name)).sort(),
    )
    changed = compared.filter(compared.came.length() > 0, compared.left.length() > 0)
    apart = (changed.awarded - changed.last_awarded).cast("float64")
    step = changed.after_monthly / changed.before_monthly - 1
    return changed.mutate(
        is_whole=changed.left.length() == changed.before_keys.length(),
        months_between=apart / DAYS_OF_MONTH,
        maybe_same=_share_a_beginning(changed.left, changed.came),
        monthly_step=step,
        row_ids=changed.before_row_ids.concat(changed.after_row_ids).unique().sort(),
    )


def _share_a_beginning(left: ibis.Value, came: ibis.Value) -> ibis.Value:
    first_words = left.map(lambda name: name.split(" ")[0])
    return came.map(lambda name: name.split(" ")[0]).intersect(first_words).length() > 0


def _described(changed: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    succession = ibis.ifelse(changed.gap_days.notnull(), "follows", "not known")
    described = changed.mutate(succession=succession, after_document=changed.document)
    chosen = described.select(*key, *FLIPS)
    typed = chosen.cast({name: column.type for name, column in FLIPS.items()})
    return typed.order_by(ibis.desc("after_on"), *key, "after_document")
