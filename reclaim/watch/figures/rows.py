"""Single rows of the warehouse, as published: the end of every receipt."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reclaim.watch.figures.sentences import about_row
from reclaim.watch.figures.stores import warehouse


@dataclass(frozen=True)
class Row:
    """One published row and where it stands."""

    row_id: str
    source: str
    file: str
    row_number: int
    is_current: bool
    address: str | None
    source_address: str | None
    document_number: str | None
    supplier: str | None
    division: str | None
    description: str | None
    date: date | None
    amount: Decimal | None
    currency: str | None
    reason: str | None


def rows(row_ids: Iterable[str]) -> list[Row]:
    """The rows of a receipt, in the order of their files."""
    found = warehouse().rows(row_ids).select(*Row.__dataclass_fields__)
    return [Row(**row) for row in found.to_pyarrow().to_pylist()]


def row(row_id: str) -> Row | None:
    return next(iter(rows([row_id])), None)


def set_aside_rows(source: str, start: int, count: int) -> list[dict[str, Any]]:
    """Rows of one source that could not be read, with the reason in the reader's language."""
    table = warehouse().set_aside()
    found = table.filter(table.source == source).order_by("file", "row_number")
    listed = found.limit(count, offset=start).to_pyarrow().to_pylist()
    return [
        {
            "file": row["file"],
            "row_number": row["row_number"],
            "sentence": about_row(row["reason"], json.loads(row["facts"] or "{}")),
            "raw": row["raw"],
        }
        for row in listed
    ]
