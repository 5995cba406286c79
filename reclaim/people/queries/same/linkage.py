"""Pairs of records that may be of one person, each with its probability and its reasons."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from reclaim.people.queries.same.faces import Known, face_table, name_shares
from reclaim.people.queries.same.levels import COMPARISONS, settings

MAYBE_FROM = 0.5  # below it two records are rather two people: nobody is asked
DOUBLES = 0.05  # one record in twenty has a double, before anything else is known
MEMORY = "1GB"  # DuckDB puts what is more than this on the disk
AT_ONCE = 10_000  # pairs read from DuckDB in one go


@dataclass(frozen=True, slots=True)
class Reason:
    """What was found of one thing, and its weight in bits: less than 0 speaks against."""

    about: str
    found: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: str
    probability: float
    reasons: tuple[Reason, ...]

    def found(self, about: str) -> str:
        return next((reason.found for reason in self.reasons if reason.about == about), "")


def compared(
    people: Iterable[Known],
    *,
    least: float = MAYBE_FROM,
    doubles: float = DOUBLES,
    is_fresh_only: bool = False,
) -> Iterator[Pair]:
    """The pairs with at least this probability, in no order. `is_fresh_only`: those with a side
    that is new."""
    table = face_table(people)
    if table.num_rows < 2:
        return
    engine = opened()
    linker = linker_of(
        engine, table, settings(doubles, table.num_rows, is_fresh_only=is_fresh_only)
    )
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    yield from pairs(engine.query_sql(selected(found.physical_name)))


def opened() -> Any:
    """DuckDB within its memory."""
    import duckdb  # noqa: PLC0415 -- half a second that no page should pay
    from splink import DuckDBAPI  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    store = duckdb.connect(config={"memory_limit": MEMORY})
    store.execute("SET enable_progress_bar = false")
    return DuckDBAPI(connection=store)


def linker_of(engine: Any, table: pa.Table, wanted: dict[str, Any]) -> Any:
    from splink import Linker  # noqa: PLC0415

    linker = Linker(engine.register(table), wanted, log_level=None, validate_settings=False)
    shares = engine.register(name_shares(table))
    linker.table_management.register_term_frequency_lookup(shares, "joined")
    return linker


def selected(table: str) -> str:
    parts = [f"gamma_{name}, {weight(name)} AS weight_{name}" for name in COMPARISONS]
    columns = ", ".join(["unique_id_l", "unique_id_r", "match_probability", *parts])
    return f"SELECT {columns} FROM {table}"  # noqa: S608 -- our own names


def weight(name: str) -> str:
    """A value's own rarity counts where a level asks for it."""
    _unknown, levels = COMPARISONS[name]
    rarity = f" + mw_tf_adj_{name}" if any(level.share for level in levels) else ""
    return f"mw_{name}{rarity}"


def pairs(found: Any) -> Iterator[Pair]:
    for batch in found.as_pyarrow_table().to_batches(AT_ONCE):
        for row in batch.to_pylist():
            one, other = row["unique_id_l"], row["unique_id_r"]
            yield Pair(one, other, row["match_probability"], reasons(row))


def reasons(row: dict[str, Any]) -> tuple[Reason, ...]:
    """Splink counts levels from the last, 0, upwards; what is not known is -1."""
    return tuple(
        Reason(name, levels[len(levels) - 1 - row[f"gamma_{name}"]].said, row[f"weight_{name}"])
        for name, (_unknown, levels) in COMPARISONS.items()
        if row[f"gamma_{name}"] >= 0
    )
