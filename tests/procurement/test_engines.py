"""Which engine is asked for, and what is said when it can't be had."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from procurement import Warehouse, engines
from procurement.cli import main
from procurement.engines import NoEngine


@pytest.fixture(autouse=True)
def no_engine_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(engines.VARIABLE, raising=False)


def test_duckdb_is_the_engine_unless_another_is_asked_for(tmp_path: Path) -> None:
    assert Warehouse(tmp_path).engine == "duckdb"
    assert Warehouse(tmp_path).connection.name == "duckdb"


def test_the_environment_may_ask_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engines.VARIABLE, "local[2]")
    assert Warehouse(tmp_path).engine == "local[2]"
    assert Warehouse(tmp_path, engine="DuckDB").engine == "duckdb"


@pytest.mark.parametrize(
    "master", ["local", "local[*]", "local-cluster[2,1,1024]", "spark://there:7077", "yarn"]
)
def test_any_spark_master_is_an_engine(master: str) -> None:
    assert engines.chosen(master) == master


@pytest.mark.parametrize("name", ["sparks", "local-cluster[2]", "postgresql://there"])
def test_an_unknown_engine_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(NoEngine, match=r"There is no engine “.*”\. Use duckdb, or a Spark master"):
        engines.chosen(name)


def test_without_pyspark_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(NoEngine, match=r"needs pyspark: pip install"):
        engines.connected("local[2]")


def told(version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], 0, "", f'openjdk version "{version}" 2025-04-15\n')


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "none was found: apt install openjdk-17-jre-headless"),
        ("1.8.0_402", "the one found is 8"),
        ("11.0.2", "the one found is 11"),
        ("17.0.15", ""),
        ("21", ""),
    ],
)
def test_java_must_be_17_or_later(
    monkeypatch: pytest.MonkeyPatch, version: str | None, sentence: str
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: object())
    monkeypatch.setattr(engines.shutil, "which", lambda *_, **__: version and "/bin/java")
    monkeypatch.setattr(engines.subprocess, "run", lambda *_, **__: told(str(version)))
    reason = engines.why_no_spark()
    assert sentence in reason
    assert bool(sentence) == bool(reason)


def test_a_warehouse_may_be_given_as_a_file_address() -> None:
    assert Warehouse("file:///srv/ware%20house").path == Path("/srv/ware house")
    assert Warehouse(Path("file:///srv/warehouse")).path == Path("/srv/warehouse")


def test_an_object_store_is_refused_with_what_to_do() -> None:
    with pytest.raises(NoEngine, match=r"s3://bucket/x is not a folder.*mount an object store"):
        Warehouse("s3://bucket/x")


def test_the_terminal_says_why_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(engines.VARIABLE, "sparks")
    assert main(["holders", "--warehouse", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("There is no engine “sparks”.")


def test_duckdb_takes_a_memory_that_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def limit() -> str:
        asked = engines.connected().raw_sql("SELECT current_setting('memory_limit')")
        return str(asked.fetchone()[0])

    assert limit() == "1.2 GiB"
    monkeypatch.setenv("PROCUREMENT_MEMORY", "300MB")
    assert limit() == "286.1 MiB"
    monkeypatch.setenv("PROCUREMENT_MEMORY", "plenty")
    with pytest.raises(engines.NoEngine, match="write it like 1300MB or 4GB"):
        engines.connected()
