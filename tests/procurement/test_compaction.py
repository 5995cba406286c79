"""Compaction, years and the older layout: other files, the same rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from procurement import Warehouse, read, records
from procurement import compaction as compacting
from procurement.checking import damages
from procurement.cli import main
from procurement.compaction import compact

from .conftest import award_line, column, size

Write = Callable[..., Path]
NOW = datetime.now(UTC).replace(tzinfo=None)


def all_rows(warehouse: Warehouse) -> list[list[dict[str, Any]]]:
    """Everything a warehouse tells, receipts too."""
    tables = [
        found(history=history).order_by("row_id")
        for found in (warehouse.awards, warehouse.notices, warehouse.bids, warehouse.set_aside)
        for history in (False, True)
    ]
    ids = column(warehouse.awards(history=True), "row_id")
    return [*map(records, tables), records(warehouse.rows(map(str, ids)))]


def files(warehouse: Warehouse, table: str = "awards") -> list[str]:
    found = warehouse.stored(table)
    return [file.path.relative_to(warehouse.path / table).as_posix() for file in found]


@pytest.fixture
def filled(awards_file: Write, warehouse: Warehouse) -> Warehouse:
    """Two editions of one file, and another of the same feed; three years, one row set aside."""
    old, new = award_line(document="D1"), award_line(document="D1", award="2000.00")
    later = award_line(document="D2", awarded="2025-05-01")
    read(awards_file(old, later, award_line(award="$1,2,3")), into=warehouse)
    read(awards_file(new, later, award_line(document="D3", awarded="")), into=warehouse)
    read(awards_file(later, award_line(document="D4"), name="june.csv"), into=warehouse)
    return warehouse


def test_rows_lie_by_source_and_year(filled: Warehouse) -> None:
    years = [file.split("/")[1] for file in files(filled)]
    assert years == ["year=2024"] * 3 + ["year=2025"] * 3 + ["year=unknown"]
    assert files(filled, "set_aside")[0].startswith("source=toronto-awards/year=unknown/000001-")


def test_compacting_makes_one_file_a_year_and_changes_nothing(filled: Warehouse) -> None:
    before = all_rows(filled)
    (made,) = [one for one in compact(filled) if one.after == 1 and one.before == 3][:1]
    assert (made.table, made.source, made.rows) == ("awards", "toronto-awards", 3)
    assert files(filled)[:2] == [
        "source=toronto-awards/year=2024/compacted-000001.parquet",
        "source=toronto-awards/year=2025/compacted-000002.parquet",
    ]
    assert all_rows(filled) == before
    assert damages(filled) == []
    assert compact(filled) == []


def test_replaced_files_stay_an_hour_for_those_who_read_them(filled: Warehouse) -> None:
    paths = [file.path for file in filled.stored("awards")]
    table = filled.awards()
    before = records(table.order_by("row_id"))
    compact(filled, NOW)
    assert records(table.order_by("row_id")) == before, "begun before, read after"
    compact(filled, NOW + timedelta(minutes=30))
    assert all(path.exists() for path in paths)
    compact(filled, NOW + timedelta(hours=1))
    assert [path.exists() for path in paths] == [False] * 6 + [True]
    assert records(Warehouse(filled.path).awards().order_by("row_id")) == before


def test_a_crash_before_the_record_loses_and_doubles_nothing(
    filled: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_rows(filled)
    with monkeypatch.context() as broken:
        broken.setattr(compacting.json, "dumps", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            compact(filled)
    assert list(filled.path.glob("awards/*/*/compacted-*")), "the crash came after the file"
    assert all_rows(filled) == before
    compact(filled)
    assert all_rows(filled) == before


def test_what_is_read_after_a_compaction_is_added_and_corrected(
    filled: Warehouse, awards_file: Write
) -> None:
    compact(filled)
    later = award_line(document="D2", awarded="2025-05-01")
    report = read(awards_file(later, award_line(document="D9")), into=filled)
    assert report.rows_new == 1
    assert sorted(column(filled.awards(), "document_number")) == ["D2", "D4", "D9"]
    assert size(filled.awards(history=True)) == 1 + 1 + 1 + 1 + 1 + 1
    assert not read(awards_file(later, award_line(document="D9")), into=filled).new


def as_before_years(warehouse: Warehouse) -> None:
    """The same readings laid out as the first version did: a file a reading, without `reading`."""
    for table in ("awards", "set_aside"):
        for file in warehouse.stored(table):
            rows = pq.read_table(file.path, partitioning=None).drop_columns(["reading"])
            target = file.path.parent.parent / file.path.name
            if target.exists():
                rows = pq.read_table(target, partitioning=None).cast(rows.schema), rows
                rows = pa.concat_tables(rows)
            pq.write_table(rows, target)
        for folder in (warehouse.path / table).glob("source=*/year=*"):
            shutil.rmtree(folder)


def test_a_warehouse_of_the_older_layout_reads_the_same_and_can_be_compacted(
    filled: Warehouse,
) -> None:
    before = all_rows(filled)
    as_before_years(filled)
    assert len(files(filled)) == 3
    assert all_rows(filled) == before
    assert damages(filled) == []
    compact(filled)
    assert files(filled) == [
        f"source=toronto-awards/year={year}/compacted-000001.parquet"
        for year in ("2024", "2025", "unknown")
    ]
    assert all_rows(filled) == before
    assert damages(filled) == []


def test_checking_finds_rows_missing_from_a_compacted_file(filled: Warehouse) -> None:
    compact(filled)
    path = filled.stored("awards")[0].path
    pq.write_table(pq.read_table(path, partitioning=None).slice(1), path)
    assert [one.code for one in damages(filled)] == ["wrong_rows"]
    path.write_bytes(b"no parquet")
    assert {one.code for one in damages(filled)} == {"wrong_rows"}


def test_the_command_tells_what_became_one(
    filled: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["warehouse", "compact", "--warehouse", str(filled.path)]) == 0
    assert "awards, toronto-awards: 3 files became 1, 3 rows." in capsys.readouterr().out
    assert main(["warehouse", "compact", "--warehouse", str(filled.path)]) == 0
    assert "There is nothing to merge." in capsys.readouterr().out
    record = json.loads((filled.path / "compactions" / "000001.json").read_text())
    assert record["files"][0]["rows"] == {"1": 1, "2": 1, "3": 1}
