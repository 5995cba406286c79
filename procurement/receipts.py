"""Receipts of answers that count rows: a sum over a nation doesn't carry a million identities."""

from __future__ import annotations

import ibis


def is_repeated(row_id: ibis.Value) -> ibis.Value:
    """Whether the row is equal to an earlier one in every cell: `feed:fingerprint-2`."""
    return row_id.like("%:%-%")


def with_rows(found: ibis.Table, contracts: ibis.Table, *, by: tuple[str, ...]) -> ibis.Table:
    """The rows an answer stands on: `found` with row_ids (array<string>, sorted).

    In: an answer, filtered to what is shown, and the contracts it was asked of; `by` are the
    columns that say which contracts are meant, a null meaning those where it is not known.
    """
    shown = found.select(*by).distinct()
    alike = [shown[name].identical_to(contracts[name]) for name in by]
    meant = contracts.semi_join(shown, alike)
    rows = meant.group_by(list(by)).agg(row_ids=meant.row_ids.collect().flatten().unique().sort())
    told = rows.rename({f"{name}_": name for name in by})
    same = [found[name].identical_to(told[f"{name}_"]) for name in by]
    return found.left_join(told, same).select(*found.columns, "row_ids")
