"""Pairs of records that may be of one person, each with its probability and its reasons."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reclaim.people.queries.same.faces import Known
from reclaim.people.queries.same.levels import COMPARISONS, settings
from reclaim.people.queries.same.pairing import LeftOut, Pairing, shared_columns
from reclaim.people.queries.same.shares import NAME_SHARES, put_name_shares
from reclaim.people.queries.same.workbench import Workbench, laid_out

MAYBE_FROM = 0.5  # below it two records are rather two people: nobody is asked
DOUBLES = 0.05  # one record in twenty has a double, before anything else is known
AT_ONCE = 10_000  # pairs read from DuckDB in one go
WEIGHED = 1_000_000  # pairs weighed in one go


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


@dataclass
class Tally:
    """What was compared: filled while the pairs are read."""

    people: int = 0
    fresh: int = 0
    has_paired: bool = False  # not, when nobody was new
    left_out: LeftOut = field(default_factory=LeftOut)


def compared(
    people: Iterable[Known],
    *,
    least: float = MAYBE_FROM,
    doubles: float = DOUBLES,
    tally: Tally | None = None,
) -> Generator[Pair, None, None]:
    """The pairs of which one is new, with at least this probability, in no order. Whoever leaves
    off reading closes it: the names are in a file until then."""
    tally = tally or Tally()
    with laid_out(people) as bench:
        tally.people, tally.fresh = bench.rows, bench.count("faces WHERE is_fresh")
        if bench.rows < 2 or not tally.fresh:
            return
        linker = linker_of(bench, settings(doubles, bench.rows))
        pairing = Pairing(bench, share_tables(linker), least=least, doubles=doubles)
        pairing.find()
        tally.has_paired, tally.left_out = True, pairing.left_out
        yield from weighed(bench, linker, least)


def linker_of(bench: Workbench, wanted: dict[str, Any]) -> Any:
    from splink import Linker  # noqa: PLC0415 -- half a second that no page should pay

    put_name_shares(bench)
    engine = bench.engine
    linker = Linker(engine.register("faces"), wanted, log_level=None, validate_settings=False)
    linker.table_management.register_term_frequency_lookup(engine.register(NAME_SHARES), "joined")
    return linker


def share_tables(linker: Any) -> dict[str, str]:
    tables = linker.table_management
    return {name: tables.compute_tf_table(name).physical_name for name in shared_columns()}


def weighed(bench: Workbench, linker: Any, least: float) -> Iterator[Pair]:
    """In turns, so that no more stands beside the people than the pairs of one."""
    bench.run("CREATE TABLE asked (match_key VARCHAR, join_key_l INTEGER, join_key_r INTEGER)")
    linker.table_management.register_blocked_pairs_for_predict(bench.engine.register("asked"))
    for first in range(0, bench.count("pairs"), WEIGHED):
        bench.run(
            "CREATE OR REPLACE TABLE asked AS"  # noqa: S608 -- our own numbers
            " SELECT '0' AS match_key, one AS join_key_l, other AS join_key_r"
            f" FROM pairs WHERE rowid >= {first} AND rowid < {first + WEIGHED}"
        )
        found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
        yield from pairs(bench.run(selected(found.physical_name)))
        bench.run(f"DROP TABLE {found.physical_name}")


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
    for batch in found.to_arrow_reader(AT_ONCE):
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
