"""One row a contract, as it could be seen on a day.

Federal rows are a contract and its amendments: the last one tells (amendments in their order, a
`T` row last because it ends the contract; `S` rows are dated like the contract itself and come
first). Their amount is the contract's total on every row, so nothing is added and the first
total is not known. Toronto's rows of one document and supplier are lots: they are added. A row
equal to another in every cell is counted as `repeated` and never added.
"""

from __future__ import annotations

from datetime import date

import ibis

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
    "first_awarded_on": Column("date", "First award seen by as_of; null when not published."),
    "last_awarded_on": Column("date", "Last award or amendment seen by as_of."),
    "starts_on": Column("date", "First day, where it can be known."),
    "ends_on": Column("date", "Last day without options, as last said, where it can be known."),
    "term_source": Column("string", "published, text, or null: how the end is known."),
    "term_text": Column("string", "The words about the term."),
    "option_text": Column("string", "The words about options to extend."),
    "amount": Column("decimal(18, 2)", "Total known; null when no amount is known."),
    "original_amount": Column("decimal(18, 2)", "First total; null where totals are restated."),
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

    In: awards (best after names.mended), perhaps joined with matching.matches; then by is
    ("service",) and a contract of two services is a row of each. Rows awarded after as_of are
    left out; rows without a date can't be placed in time and stay.
    """
    ranked = _ranked(awards, as_of, by)
    told = ranked.filter(ranked.from_last == 0).select(*by, "contract_key", *_TOLD_BY_LAST)
    counted = _counted(ranked, by)
    joined = counted.join(told, [*by, "contract_key"])
    return joined.select(*by, *CONTRACTS).cast(
        {name: column.type for name, column in CONTRACTS.items()}
    )


def _ranked(awards: ibis.Table, as_of: date, by: tuple[str, ...]) -> ibis.Table:
    """Each row with its contract and how far it is from the last word on it."""
    seen = awards.filter(awards.awarded_on.isnull() | (awards.awarded_on <= as_of))
    number = seen.amendment.re_extract(r"(\d+)", 1).nullif("").cast("int64").fill_null(0)
    letter = seen.amendment.fill_null("").substr(0, 1)
    marked = seen.mutate(
        contract_key=_key(seen),
        is_total=seen.contract_id.notnull(),
        is_repeated=seen.row_id.re_search(r":[0-9a-f]+-[0-9]+$"),
        is_end=letter == "T",
        is_amendment=number > 0,
        rank=letter.cases(("S", 0), ("T", 2), else_=1),
        number=number,
    )
    last_first = [
        ibis.desc(marked.rank),
        ibis.desc(marked.number),
        ibis.desc(marked.awarded_on),
        ibis.desc(marked.row_number),
        ibis.desc(marked.row_id),
    ]
    window = ibis.window(group_by=[*by, "contract_key"], order_by=last_first)
    return marked.mutate(from_last=ibis.row_number().over(window))


def _key(seen: ibis.Table) -> ibis.Value:
    who = ibis.coalesce(seen.supplier_key, seen.supplier, "")
    what = ibis.coalesce(seen.document_number, seen.row_id)
    return seen.source + ":" + ibis.coalesce(seen.contract_id, what + ":" + who)


def _counted(ranked: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    adds = ibis.ifelse(ranked.is_total, ranked.from_last == 0, ~ranked.is_repeated)
    grouped = ranked.group_by([*by, "contract_key"]).agg(
        first_awarded_on=ranked.awarded_on.min(),
        last_awarded_on=ranked.awarded_on.max(),
        known=ranked.amount.sum(where=adds),
        is_total=ranked.is_total.any(),
        currencies=ranked.currency.nunique(where=ranked.amount.notnull()),
        currency=ranked.currency.max(where=adds),
        unknown_amounts=(ranked.amount.isnull() & adds).sum(),
        rows=ranked.count(),
        repeated=ranked.is_repeated.sum(),
        amendments=(ranked.is_amendment & ~ranked.is_repeated).sum(),
        is_ended=ranked.is_end.any(),
        row_ids=ranked.row_id.collect().sort(),
    )
    amount = ibis.ifelse(grouped.currencies > 1, ibis.null("decimal(18, 2)"), grouped.known)
    return grouped.mutate(
        amount=amount,
        original_amount=ibis.ifelse(grouped.is_total, ibis.null("decimal(18, 2)"), amount),
    )
