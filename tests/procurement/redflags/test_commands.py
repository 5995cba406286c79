"""The three commands: JSON to standard output, warnings and counts to standard error."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from procurement.cli import main
from procurement.redflags import FLAGS
from procurement.redflags.beginning import BEGINNING

from .releases import in_file, make_bid, make_contest, make_release

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    same = make_release("same", bids=[make_bid("A", price=1), make_bid("B", price=1)])
    return in_file(tmp_path / "releases.jsonl", make_contest("1"), "{", same)


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    path = tmp_path / "settings.ini"
    path.write_text("[R024]\nthreshold = 0.5\n[R028]\n", "utf-8")
    return path


def test_flags_prints_the_results_and_warns_of_lines(
    releases: Path, ini: Path, capsys: Captured
) -> None:
    assert main(["flags", str(releases), "--settings", str(ini), "--count"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "OCID": {"1": {"R024": 0.1}, "same": {"R028": 1.0}},
        "Tenderer": {
            "W": {"R024": 0.0},
            "L": {"R024": 0.0},
            "A": {"R028": 1.0},
            "B": {"R028": 1.0},
        },
        "Meta": {"R024": {"lower_fence": 0.5}},
    }
    assert "Line 2 is invalid JSON" in printed.err
    assert "OCID: 2\nTenderer: 4\nLines: 3; examined 2" in printed.err


def test_the_meta_can_be_left_out_and_the_maps_added(
    releases: Path, ini: Path, capsys: Captured
) -> None:
    asked = ["flags", str(releases), "--settings", str(ini), "--no-meta"]
    main(asked)
    assert set(json.loads(capsys.readouterr().out)) == {"OCID", "Tenderer"}
    main([*asked, "--map"])
    maps = json.loads(capsys.readouterr().out)["Maps"]
    assert maps["ocid_tenderer_r028"] == {"same": ["A", "B"]}
    assert maps["ocid_tenderer_r024"] == {"1": ["W", "L"]}


def test_without_settings_every_indicator_is_asked(releases: Path, capsys: Captured) -> None:
    main(["flags", str(releases)])
    # Those that need quartiles have notes; R038 none without enough bids of a tenderer or buyer.
    assert set(json.loads(capsys.readouterr().out)["Meta"]) == {"R024", "R025", "R048", "R058"}


def test_the_reasons_go_to_a_file(releases: Path, ini: Path, tmp_path: Path) -> None:
    reasons = tmp_path / "reasons.csv"
    main(["flags", str(releases), "--settings", str(ini), "--reasons", str(reasons)])
    rows = list(csv.DictReader(io.StringIO(reasons.read_text("utf-8"))))
    assert list(rows[0]) == list(FLAGS)
    assert [(row["code"], row["subject"], row["line"]) for row in rows][-1] == ("R028", "B", "3")


def test_standard_input_can_be_read(
    releases: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(releases.read_bytes())))
    assert main(["flags", "-", "--no-meta"]) == 0
    assert "OCID" in json.loads(capsys.readouterr().out)


def test_many_warnings_are_counted(tmp_path: Path, capsys: Captured) -> None:
    path = in_file(tmp_path / "bad.jsonl", *["{"] * 150)
    assert main(["coverage", str(path)]) == 0
    printed = capsys.readouterr()
    assert printed.out == "{}\n"
    assert printed.err.count("is invalid JSON") == 100
    assert "50 more warnings like these." in printed.err


def test_every_warning_is_told_when_asked(tmp_path: Path, capsys: Captured) -> None:
    path = in_file(tmp_path / "bad.jsonl", *["{"] * 150)
    main(["coverage", "-v", str(path)])
    assert capsys.readouterr().err.count("is invalid JSON") == 150


def test_a_settings_file_to_begin_with_is_written_once(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "settings.ini"
    assert main(["settings", str(path)]) == 0
    assert path.read_text("utf-8") == BEGINNING
    path.write_text("[R028]\n")
    assert main(["settings", str(path)]) == 1
    assert "it is there already; --force writes over it" in capsys.readouterr().err
    assert path.read_text() == "[R028]\n"
    assert main(["settings", "-f", str(path)]) == 0
    assert path.read_text("utf-8") == BEGINNING


def test_the_settings_to_begin_with_can_be_printed(capsys: Captured) -> None:
    assert main(["settings", "-"]) == 0
    assert capsys.readouterr().out == BEGINNING


def test_options_may_stand_before_the_file_and_be_short(
    releases: Path, ini: Path, capsys: Captured
) -> None:
    assert main(["flags", "-v", "-c", "-s", str(ini), "--no-meta", "--map", str(releases)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"OCID", "Tenderer", "Maps"}


def test_coverage_prints_counts_by_path(tmp_path: Path, capsys: Captured) -> None:
    path = in_file(tmp_path / "lines.jsonl", {"é": [1, 2]})
    assert main(["coverage", str(path)]) == 0
    assert capsys.readouterr().out == '{"": 1, "/": 1, "/é": 1, "/é[]": 2}\n'


def test_prepare_writes_releases_and_issues(
    releases: Path, tmp_path: Path, capsys: Captured
) -> None:
    in_file(releases, {"ocid": "ocds-1", "bids": {"details": [{"id": 1}]}})
    output, issues = tmp_path / "out.jsonl", tmp_path / "issues.csv"
    assert main(["prepare", str(releases), "-o", str(output), "-e", str(issues)]) == 0
    assert output.read_text() == '{"ocid":"ocds-1","bids":{"details":[{"id":1}]}}\n'
    assert issues.read_text() == "1,ocds-1,/bids/details[]/status,0,,not set\n"
    main(["prepare", str(releases), "-o", str(output), "-e", "-"])
    assert capsys.readouterr().out == issues.read_text()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["flags", "none.jsonl"], "There is no file at none.jsonl."),
        (["flags", "r", "--settings", "none.ini"], "There is no file at none.ini."),
        (["coverage", "none.jsonl"], "There is no file at none.jsonl."),
        (["prepare", "none.jsonl", "-o", "o", "-e", "e"], "There is no file at none.jsonl."),
        (["prepare", "r", "-o", "r", "-e", "e"], "r can't be written: it is the file to prepare."),
        (["prepare", "r", "-o", "o", "-e", "o"], "o can't be written: it is asked for twice."),
        (["prepare", "r", "-o", "no/o", "-e", "e"], "no/o can't be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    asked: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r").write_text('{"ocid": "1"}\n')
    assert main(asked) == 1
    assert sentence in capsys.readouterr().err
    assert Path("r").read_text() == '{"ocid": "1"}\n'
    assert not Path("o").exists()
