"""Pairs of names that may be one firm, each with its levels, weight and probability: Splink."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from procurement.suppliers.model import COMPARISONS, stored
from procurement.suppliers.records import face_table, frequencies

# Levels that never make two names one firm, however sure: a person must say so.
GROUP_ONLY = frozenset(
    {"one holds the other and names another company", "both begin with the same word"}
)
UNSURE = frozenset({"one is the initials of the other"})
FIRST_WORD_FROM = 1.0  # bits: a first word that some 25 published names have, or fewer
SPARK_WORDS = {
    "list_intersect": "array_intersect",
    "array_length": "size",
    "starts_with": "startswith",
    '"sql_dialect": "duckdb"': '"sql_dialect": "spark"',
}
EVERY_PAIR = [{"blocking_rule": "l.supplier_key <> r.supplier_key"}]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cleaned names, `one` before `other` in the alphabet; weights in bits."""

    one: str
    other: str
    weight: float
    probability: float
    levels: tuple[tuple[str, str, float], ...]  # comparison, what was found, weight

    @property
    def who(self) -> str:
        """What was found of the words that tell who."""
        return next((said for name, said, _ in self.levels if name == "who"), "not known")


def compared(
    names: Iterable[Mapping[str, Any]],
    *,
    least: float | None = None,
    every: bool = False,
    spark: Any = None,
) -> list[Pair]:
    """Pairs with a weight of `least` or more, the surest first; one row for two names.

    `every` compares all with all (for a few names); else the blocking rules say which. With a
    Spark session the work is done there.
    """
    table = face_table(names)
    made = stored() if spark is None else _for_spark(stored())
    settings = made["settings"]
    if every:
        settings = {**settings, "blocking_rules_to_generate_predictions": EVERY_PAIR}
    engine = _engine(spark)
    linker = _linker(engine.register(table), settings)
    for column, scale in made["scales"].items():
        shares = engine.register(frequencies(table, column, scale))
        linker.table_management.register_term_frequency_lookup(shares, column)
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    return _pairs(_narrow(engine, found.physical_name, FIRST_WORD_FROM if not every else None))


def _for_spark(made: dict[str, Any]) -> dict[str, Any]:
    """The same levels in the words of Spark's SQL."""
    text = json.dumps(made)
    for ours, theirs in SPARK_WORDS.items():
        text = text.replace(ours, theirs)
    translated: dict[str, Any] = json.loads(text)
    return translated


def _engine(spark: Any) -> Any:
    logging.getLogger("splink").setLevel(logging.ERROR)
    if spark is None:
        from splink import DuckDBAPI  # noqa: PLC0415

        return DuckDBAPI()
    from splink import SparkAPI  # noqa: PLC0415

    return SparkAPI(spark_session=spark, break_lineage_method="persist")


def _linker(table: Any, settings: dict[str, Any]) -> Any:
    from splink import Linker  # noqa: PLC0415

    return Linker(table, settings, log_level=None, validate_settings=False)


def _narrow(engine: Any, table: str, first_word_from: float | None) -> pa.Table:
    """Without the many pairs that share no more than a first word which isn't rare."""
    parts = [column for name in COMPARISONS for column in (f"gamma_{name}", f"mw_{name}")]
    few = first_word_from is not None
    columns = ", ".join(["supplier_key_l", "supplier_key_r", "match_weight", *parts])
    found = engine.query_sql(
        f"SELECT {columns}, mw_tf_adj_who FROM {table} "  # noqa: S608 -- names are ours
        "WHERE supplier_key_l <> supplier_key_r"
        + (f" AND (gamma_who <> 1 OR match_weight >= {first_word_from})" if few else "")
    )
    return found.as_pyarrow_table()


def _pairs(found: pa.Table) -> list[Pair]:
    best: dict[tuple[str, str], Pair] = {}
    for row in found.to_pylist():
        pair = _pair(row)
        known = best.get((pair.one, pair.other))
        if known is None or pair.weight > known.weight:
            best[pair.one, pair.other] = pair
    return sorted(best.values(), key=lambda pair: (-round(pair.weight, 6), pair.one, pair.other))


def _pair(row: dict[str, Any]) -> Pair:
    one, other = sorted((row["supplier_key_l"], row["supplier_key_r"]))
    weight = float(row["match_weight"])
    levels = tuple(
        (name, _said(name, row[f"gamma_{name}"]), _weight(name, row))
        for name in COMPARISONS
        if row[f"gamma_{name}"] >= 0
    )
    return Pair(one, other, weight, 1 / (1 + 2.0**-weight), levels)


def _weight(name: str, row: dict[str, Any]) -> float:
    more = row["mw_tf_adj_who"] if name == "who" else 0.0
    return float(row[f"mw_{name}"]) + float(more)


def _said(name: str, gamma: int) -> str:
    """Splink counts levels from the last, 0, upwards; those of nothing known aside."""
    levels = [level for level in COMPARISONS[name] if not level.get("is_null_level")]
    return str(levels[len(levels) - 1 - gamma]["label_for_charts"])
