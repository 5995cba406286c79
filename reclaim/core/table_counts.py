"""What the database believes of its tables, by which it chooses how to find rows.

SQLite never counts by itself, and forgets what it knew of a table that a migration rebuilds: a
segment of a million people is then counted in a second or three rather than in a tenth of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection


def count_anew(tables: Iterable[str] | None = None) -> str:
    """All of them, unless some are named; one after the other, so that nobody waits for long."""
    with connection.cursor() as cursor:
        chosen = list(connection.introspection.table_names(cursor) if tables is None else tables)
        for table in chosen:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return f"{len(chosen)} tables counted"


def count_migrated(plan: Iterable[Any] = (), **_facts: Any) -> None:
    if plan:
        count_anew()
