"""The rows of grown contracts in their order: the first total, and what each amendment added."""

from __future__ import annotations

import ibis

from procurement.schema import Column, Columns

AMENDMENTS: Columns = {
    "group_id": Column("string", "The contract: see growth."),
    "place": Column("int64", "0 for the first row, then as disclosed."),
    "reporting_period": Column("string", "Quarter it was disclosed in."),
    "reference": Column("string", "Number of the disclosure itself, with the buyer's code."),
    "supplier": Column("string", "The name as published in the row."),
    "first_total": Column("decimal(18, 2)", "Total before amendments, else that of the row; CAD."),
    "amount": Column("decimal(18, 2)", "Total as of the row; CAD; null when not known."),
    "change": Column(
        "decimal(18, 2)",
        "Total less that of the row before; for the first, less its first total; CAD; null when "
        "one of them isn't known.",
    ),
    "row_id": Column("string", "The receipt."),
}


def amendments(awards: ibis.Table, grown: ibis.Table) -> ibis.Table:
    """Columns AMENDMENTS, by contract and in their order.

    In: awards of the federal disclosure, and those rows of growth.growth(awards) whose rows are
    asked for. The changes of a contract add up to its growth_amount where all are known.
    """
    told = grown.select("group_id", row_id=grown.row_ids.unnest())
    rows = awards.join(told, "row_id")
    rows = rows.mutate(
        first_total=ibis.ifelse(rows.original_amount > 0, rows.original_amount, rows.amount),
        is_later=(rows.amendment != "0").fill_null(False),
    )
    order = ["reporting_period", "is_later", "file", "row_number", "row_id"]
    within = ibis.window(group_by="group_id", order_by=order)
    placed = rows.mutate(
        place=ibis.row_number().over(within), before=rows.amount.lag().over(within)
    )
    before = ibis.ifelse(placed.place == 0, placed.first_total, placed.before)
    answer = placed.mutate(change=placed.amount - before).select(*AMENDMENTS)
    typed = answer.cast({name: column.type for name, column in AMENDMENTS.items()})
    return typed.order_by("group_id", "place")
