"""The answers of DuckDB and of Spark to every question, on the real data: equal row by row."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from procurement import Warehouse, engines, in_memory, read
from procurement.cli import main
from procurement.compaction import compact
from procurement.matching import reduced
from tests.procurement.conftest import DIRECT_FILE, ROOT

from .asked import Asked
from .conftest import MASTER
from .questions import QUESTIONS

SAMPLE = ROOT / "data/samples/federal_disclosure/2022-04-12-sample-contracts.csv"

pytestmark = [
    pytest.mark.spark,
    # pyspark leaves the socket by which an answer came to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
CLOSE = 1e-9


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_give_the_same_rows(name: str, on_duckdb: Asked, on_spark: Asked) -> None:
    _, ask = QUESTIONS[name]
    assert_same(ask(on_spark).to_pyarrow(), ask(on_duckdb).to_pyarrow())


def assert_same(found: pa.Table, expected: pa.Table) -> None:
    """Floats to a billionth, everything else exactly; the order of the rows is left aside."""
    assert found.schema == expected.schema
    assert found.num_rows == expected.num_rows > 0
    if not _is_same_at_once(found, expected):  # then say where
        for row, other in zip(_listed(found), _listed(expected), strict=True):
            for name, value in row.items():
                assert _is_same(value, other[name]), f"{name}: {value!r}, {other[name]!r}\n{other}"


def _is_same_at_once(found: pa.Table, expected: pa.Table) -> bool:
    """Quick, and enough unless rows differ only in their lists."""
    keys = [
        (field.name, "ascending")
        for field in expected.schema
        if not pa.types.is_nested(field.type) and not pa.types.is_floating(field.type)
    ]
    found, expected = found.sort_by(keys), expected.sort_by(keys)
    return all(
        _are_close(found[field.name], expected[field.name])
        if pa.types.is_floating(field.type)
        else found[field.name].equals(expected[field.name])
        for field in expected.schema
    )


def _are_close(found: pa.ChunkedArray, expected: pa.ChunkedArray) -> bool:
    nulls = found.is_null().equals(expected.is_null())
    one, other = (column.to_numpy().astype(float) for column in (found, expected))
    return nulls and np.allclose(one, other, rtol=CLOSE, atol=0.0, equal_nan=True)


def _is_same(value: Any, other: Any) -> bool:
    if isinstance(value, float) and isinstance(other, float):
        return math.isclose(value, other, rel_tol=CLOSE)
    return type(value) is type(other) and bool(value == other)


def _listed(table: pa.Table) -> list[dict[str, Any]]:
    """In order of what is exact first, so that a float's last digit never changes it."""
    floats = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    exact = [name for name in table.column_names if name not in floats]
    return sorted(
        table.to_pylist(), key=lambda row: [repr(row[name]) for name in (*exact, *floats)]
    )


@pytest.mark.parametrize("change", ["exact", "float", "list", "null"])
def test_answers_that_differ_are_told_apart(change: str) -> None:
    rows = [{"exact": "a", "float": 1.0, "list": ["x"], "null": None} for _ in range(2)]
    other = {"exact": "b", "float": 1.00000001, "list": ["y"], "null": "z"}[change]
    types = pa.schema(
        {"exact": pa.string(), "float": pa.float64(), "list": pa.list_(pa.string()),
         "null": pa.string()}
    )  # fmt: skip
    table = pa.Table.from_pylist(rows, types)
    assert_same(table, table)
    with pytest.raises(AssertionError):
        assert_same(pa.Table.from_pylist([rows[0], rows[1] | {change: other}], types), table)


def test_words_are_reduced_alike(cluster: Any) -> None:
    said = ["Gardiens d'immeubles", "LUNCHES, dishes & boxes", "Œuvres cœur", "ÉGLISES à NOËL",
            "travaux journaux", "2 bureaux — 3 quizzes", "a\tb\nc", "\u00a0x\u2019s", "", "ﬁn ß İ"]  # fmt: skip
    table = in_memory([{"said": one} for one in [*said, None]], {"said": "string"})
    asked = table.select("said", words=reduced(table.said))
    assert_same(cluster.to_pyarrow(asked), asked.to_pyarrow())


def test_the_terminal_answers_the_same_on_spark(
    on_duckdb: Asked,
    on_spark: Asked,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["holders", "--warehouse", str(on_spark.warehouse.path), "--as-of", "2014-09-01"]
    said = []
    for engine in (on_duckdb.warehouse.engine, on_spark.warehouse.engine):
        monkeypatch.setenv(engines.VARIABLE, engine)
        assert main([*asked, "--words", "temporary help", "--format", "json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "supplier_key" in said[0]


def test_a_file_read_into_a_warehouse_on_spark_is_counted_the_same(
    cluster: Any, tmp_path: Path
) -> None:
    report = read(SAMPLE, into=Warehouse(tmp_path, MASTER))
    assert (report.rows_kept, report.rows_new) == (20, 20)


@pytest.mark.parametrize("history", [False, True])
def test_corrected_and_compacted_files_are_read_alike(
    cluster: Any, tmp_path: Path, history: bool
) -> None:
    warehouse = Warehouse(tmp_path / "warehouse", "duckdb")
    corrected = tmp_path / SAMPLE.name
    corrected.write_bytes(b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[:15]))
    for file in (*sorted(SAMPLE.parent.glob("*.csv")), corrected):
        read(file, into=warehouse)
    compact(warehouse)
    read(DIRECT_FILE, into=warehouse)
    on_spark = Warehouse(warehouse.path, MASTER).awards(history=history)
    assert_same(on_spark.to_pyarrow(), warehouse.awards(history=history).to_pyarrow())


def test_tables_in_memory_keep_decimals_dates_lists_and_nulls_on_spark(cluster: Any) -> None:
    columns = {
        "whole": pa.array([1, None], pa.int64()),
        "money": pa.array(["1.10", None]).cast(pa.decimal128(18, 2)),
        "day": pa.array([19_000, None], pa.int32()).cast(pa.date32()),
        "list": pa.array([["é", "x"], None], pa.list_(pa.string())),
        "is": pa.array([True, None]),
    }
    table = pa.table(columns)
    assert cluster.to_pyarrow(ibis.memtable(table)).to_pylist() == table.to_pylist()
