"""The command line: files in, tables out, one clear sentence when something is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from procurement import Warehouse, read, records
from procurement.checking import damages
from procurement.cli import main

from .conftest import award_line

Write = Callable[..., Path]


@pytest.fixture
def filled(awards_file: Write, warehouse: Warehouse) -> Path:
    read(
        awards_file(
            award_line(id="1", document="D1", award="$1,000.00"),
            award_line(id="2", document="D2", supplier="Beta Ltd", description="Window cleaning"),
            award_line(id="3", award="$1,2,3"),
        ),
        into=warehouse,
    )
    return warehouse.path


def test_reading_tells_rows_kept_and_set_aside_with_the_reason(
    awards_file: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = awards_file(award_line(), award_line(id="2", award="$1,2,3"))
    asked = ["read", str(path), "--into", str(tmp_path / "w")]
    assert main(asked) == 0
    assert "unreadable_amount 1" in capsys.readouterr().out
    assert main(asked) == 0
    assert "already read" in capsys.readouterr().out


def test_one_bad_file_does_not_stop_the_others(
    awards_file: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    good = awards_file(award_line())
    bad = str(tmp_path / "empty.csv")
    assert main(["read", bad, str(good), "--into", str(tmp_path / "w")]) == 1
    said = capsys.readouterr()
    assert "empty.csv is empty" in said.err
    assert "toronto" in said.out


def test_broken_files_among_good_ones_cost_themselves_only(
    awards_file: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    good = awards_file(award_line(), name="good.csv")
    whole = gzip.compress(good.read_bytes() + award_line(id="2").encode() * 5_000, 0)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "page.csv").write_bytes(b"<!DOCTYPE html><title>403 Forbidden</title>")
    (tmp_path / "folder").mkdir()
    files = ["page.csv", "folder", "none.csv", "cut.csv.gz", "good.csv"]
    asked = ["read", *(str(tmp_path / name) for name in files), "--into", str(tmp_path / "w")]
    assert main(asked) == 1
    said = capsys.readouterr()
    assert "page.csv is HTML" in said.err
    assert "save it as CSV" in said.err
    assert "folder is a folder: name the files in it" in said.err
    assert "There is no file at" in said.err
    assert "cut.csv.gz breaks off after row" in said.err
    told = {row["file"]: row for row in records(Warehouse(tmp_path / "w").readings())}
    assert set(told) == {"cut.csv.gz", "good.csv"}
    assert all(name in said.out for name in told)
    assert told["good.csv"]["rows_kept"] == 1


def test_a_question_is_answered_as_csv(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--words", "security guard", "--format", "csv", "--as-of", "2026-10-05"]
    assert main(["holders", "--warehouse", str(filled), *words]) == 0
    said = capsys.readouterr()
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert (row["supplier"], row["amount"], row["unknown_ends"]) == ("ASP Inc.", "1000.00", "1")
    assert "the end of 1 of 1 contracts isn't known" in said.err


def test_a_question_is_answered_as_json_and_drawn(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = tmp_path / "chart.svg"
    asked = ["holders", "--warehouse", str(filled), "--format", "json", "--chart", str(chart)]
    assert main([*asked, "--language", "fr"]) == 0
    assert {row["supplier"] for row in json.loads(capsys.readouterr().out)} == {
        "ASP Inc.",
        "Beta Ltd",
    }
    assert "fin non publiée" in chart.read_text("utf-8")


def test_an_empty_warehouse_says_what_to_do_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["flips", "--warehouse", str(tmp_path / "none")]) == 1
    assert "procurement read FILE" in capsys.readouterr().err


def test_too_little_memory_says_what_to_do(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROCUREMENT_MEMORY", "1MB")
    assert main(["holders", "--warehouse", str(filled)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("That needs more memory than the 1MB")
    assert "PROCUREMENT_MEMORY=4GB" in said


def test_a_whole_warehouse_is_told_so(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warehouse", "check", "--warehouse", str(filled)]) == 0
    assert "1 readings: all rows" in capsys.readouterr().out


def test_damage_is_named(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    next((filled / "awards").rglob("*.parquet")).write_bytes(b"broken")
    next((filled / "set_aside").rglob("*.parquet")).unlink()
    (raw,) = (filled / "raw").iterdir()
    raw.write_bytes(b"other")
    assert [one.code for one in damages(Warehouse(filled))] == [
        "wrong_rows",
        "wrong_rows",
        "raw_changed",
    ]
    raw.unlink()
    assert main(["warehouse", "check", "--warehouse", str(filled)]) == 1
    assert "is missing" in capsys.readouterr().err
