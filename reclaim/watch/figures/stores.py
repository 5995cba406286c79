"""The warehouse of this installation."""

from threading import local

from django.conf import settings

from procurement.warehouse import Warehouse

_mine = local()


def warehouse() -> Warehouse:
    """One for each thread: a DuckDB connection is not shared between threads."""
    kept: Warehouse | None = getattr(_mine, "warehouse", None)
    if kept is None or kept.path != settings.WAREHOUSE:
        kept = _mine.warehouse = Warehouse(settings.WAREHOUSE)
    return kept
