"""One row a contract, as it could be seen on a day.

Federal rows are a contract and its amendments: the last one tells (amendments in their order, a
`T` row last because it ends the contract; `S` rows are dated like the contract itself and come
first). Their amount is the contract's total on every row, so nothing is added; the first total is
what the earliest row that has one publishes, above zero, and not known where no row does (the
history of 2009-2014). Toronto's rows of one document and supplier are lots: they are added. A row
equal to another in every cell is counted as `repeated` and never added.
"""

from __future__ import annotations

from datetime import date

import ibis

from procurement.receipts import is_repeated
from procurement.schema import Column, Columns

CONTRACTS: Columns = {
    "contract_key": Column("string", "Source and contract number, or source, document, supplier."),
    "source": Column("string", "The feed, a key of SOURCES."),
    "contract_id": Column("string", "Number of the contract, as published."),
    "document_number": Column("string", "Number of the call or document, as published."),
    "buyer": Column("string", "Who buys."),
    "division": Column("string", "Part of the buyer."),
    "place": Column("string", "Where, as published."),
    "supplier": Column("string", "Who has it, as last published."),
    "supplier_key": Column("string", "The name cleaned for comparing; null when withheld."),
    "description": Column("string", "What is bought."),
    "classification": Column("string", "Code of what is bought."),
    "classification_text": Column("string", "The code in words."),
    "category": Column("string", "High-level category."),
    "economic_object": Column("string", "Economic object code of the buyer's accounts."),
    "first_awarded_on": Column("date", "First award seen by as_of; null when not published."),
    "last_awarded_on": Column("date", "Last award or amendment seen by as_of."),
    "starts_on": Column("date", "First day, where it can be known."),
    "ends_on": Column("date", "Last day without options, as last said, where it can be known."),
    "term_source": Column("string", "published, text, or null: how the end is known."),
    "term_text": Column("string", "The words about the term."),
    "option_text": Column("string", "The words about options to extend."),
    "amount": Column("decimal(18, 2)", "Total known; null when no amount is known."),
    "original_amount": Column("decimal(18, 2)", "First total, where it is known."),
    "currency": Column("string", "Currency of the amount; several currencies give no amount."),
    "unknown_amounts": Column("int64", "Rows without a known amount."),
    "rows": Column("int64", "Published rows the contract is made of."),
    "repeated": Column("int64", "Rows equal to another in every cell, not counted in amount."),
    "amendments": Column("int64", "Rows that amend: not the first, not a repetition."),
    "is_ended": Column("boolean", "A row says the contract was ended."),
    "method": Column("string", "competitive, non-competitive, or null."),
    "reason": Column("string", "Why it was awarded without competition, as published."),
    "reason_kind": Column("string", "The reason as one of REASON_KINDS."),
    "address": Column("string", "Web address published in a row."),
    "row_ids": Column("array<string>", "The receipt: identities of its rows."),
}

_TOLD_BY_LAST = [
    "source",
    "contract_id",
    "document_number",
    "buyer",
    "division",
    "place",
    "supplier",
    "supplier_key",
    "description",
    "classification",
    "classification_text",
    "category",
    "economic_object",
    "starts_on",
    "ends_on",
    "term_source",
    "term_text",
    "option_text",
    "method",
    "reason",
    "reason_kind",
    "address",
]


def contracts(awards: ibis.Table, *, as_of: date, by: tuple[str, ...] = ()) -> ibis.Table:
    """Awards to contracts: columns CONTRACTS, after those named in `by`.

    In: awards, each row_id once (best after names.mended), perhaps joined with matching.matches;
    then by is ("service",) and a contract of two services is a row of each. Rows awarded after
    as_of are left out; rows without a date can't be placed in time and stay.

    Every other question starts here: at a nation's scale keep the answer with tables.kept and
    ask them of that.
    """
    counted = _counted(_seen(awards, as_of, by), by)
    told = awards.select(
        **{f"{name}_": awards[name] for name in by},
        last_row="row_id",
        last_amount="amount",
        last_currency="currency",
        **{name: awards[name] for name in _TOLD_BY_LAST},
    )
    alike = [counted[name] == told[f"{name}_"] for name in by]
    joined = counted.join(told, ["last_row", *alike])
    return (
        _valued(joined)
        .select(*by, *CONTRACTS)
        .cast({name: column.type for name, column in CONTRACTS.items()})
    )


def _seen(awards: ibis.Table, as_of: date, by: tuple[str, ...]) -> ibis.Table:
    """Each row's contract and what is counted; of texts nothing else, so that grouping is quick.

    `order` puts the rows of a contract in their order as one text, the last word last.
    """
    seen = awards.filter(awards.awarded_on.isnull() | (awards.awarded_on <= as_of))
    number = seen.amendment.re_extract(r"(\d+)", 1).nullif("").cast("int64").fill_null(0)
    letter = seen.amendment.fill_null("").substr(0, 1)
    order = (
        letter.cases(("S", "0"), ("T", "2"), else_="1")
        + number.cast("string").lpad(19, "0")
        + seen.awarded_on.cast("string").fill_null("0000-00-00")
        + seen.row_number.cast("string").lpad(19, "0")
        + seen.row_id
    )
    return seen.select(
        *by,
        "row_id",
        "awarded_on",
        "amount",
        "currency",
        "original_amount",
        contract_key=_key(seen),
        is_total=seen.contract_id.notnull(),
        is_repeated=is_repeated(seen.row_id),
        is_end=letter == "T",
        is_amendment=number > 0,
        order=order,
    )


def _key(seen: ibis.Table) -> ibis.Value:
    who = ibis.coalesce(seen.supplier_key, seen.supplier, "")
    what = ibis.coalesce(seen.document_number, seen.row_id)
    return seen.source + ":" + ibis.coalesce(seen.contract_id, what + ":" + who)


def _counted(seen: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    once, known = ~seen.is_repeated, seen.amount.notnull()
    return seen.group_by([*by, "contract_key"]).agg(
        last_row=seen.row_id.argmax(seen.order),
        first_awarded_on=seen.awarded_on.min(),
        last_awarded_on=seen.awarded_on.max(),
        added=seen.amount.sum(where=once),
        first_total=seen.original_amount.argmin(seen.order, where=seen.original_amount > 0),
        is_total=seen.is_total.any(),
        least_currency=seen.currency.min(where=known),
        most_currency=seen.currency.max(where=known),
        currency=seen.currency.max(where=once),
        unknown_amounts=(~known & once).sum(),
        rows=seen.count(),
        repeated=seen.is_repeated.sum(),
        amendments=(seen.is_amendment & once).sum(),
        is_ended=seen.is_end.any(),
        row_ids=seen.row_id.collect().sort(),
    )


def _valued(joined: ibis.Table) -> ibis.Table:
    """A total is that of the last row, lots are added; several currencies are no amount."""
    total, no_money = joined.is_total, ibis.null("decimal(18, 2)")
    is_mixed = (joined.least_currency != joined.most_currency).fill_null(False)
    added = joined.added.cast("decimal(18, 2)")
    last_unknown = joined.last_amount.isnull().cast("int64")
    amount = ibis.ifelse(total, joined.last_amount, added)
    original = ibis.ifelse(total, joined.first_total, added)
    return joined.mutate(
        amount=ibis.ifelse(is_mixed, no_money, amount),
        original_amount=ibis.ifelse(is_mixed, no_money, original),
        currency=ibis.ifelse(total, joined.last_currency, joined.currency),
        unknown_amounts=ibis.ifelse(total, last_unknown, joined.unknown_amounts),
    )
