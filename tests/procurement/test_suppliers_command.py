"""`procurement suppliers` from a terminal, and its measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from procurement import records
from procurement.cli import main
from procurement.suppliers.measuring import is_same_name, measure

from .conftest import award_line


@pytest.fixture
def folder(tmp_path: Path, awards_file: Callable[..., Path]) -> str:
    names = ("Stantec Consulting Ltd.", "Stantec Consulting Ottawa", "Bell Canada", "Bell Mobility")
    lines = [
        award_line(id=str(at), document=str(3000 + at), supplier=name)
        for at, name in enumerate(names)
    ]
    main(["read", str(awards_file(*lines)), "--into", str(tmp_path / "warehouse")])
    return str(tmp_path / "warehouse")


def firms(folder: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["suppliers", "--warehouse", folder, "--format", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_firms_are_told_with_their_names(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, *others = firms(folder, capsys)
    assert first["spellings"] == ["Stantec Consulting Ltd.", "Stantec Consulting Ottawa"]
    assert (first["names"], first["awards"]) == (2, 2)
    assert len(others) == 2


def test_a_correction_outlives_the_next_run(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say = ["different", "Stantec Consulting Ltd", "Stantec Consulting Ottawa"]
    who = ["--by", "Ana", "--why", "two registrations", "--warehouse", folder]
    assert main(["suppliers", *say, *who]) == 0
    assert main(["suppliers", "link", "--warehouse", folder]) == 0
    assert len(firms(folder, capsys)) == 4


def test_a_contradiction_ends_with_1_and_a_sentence(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    two = ["Bell Canada", "Bell Mobility", "--by", "Ana", "--why", "x", "--warehouse", folder]
    assert main(["suppliers", "same", *two]) == 0
    assert main(["suppliers", "different", *two]) == 1
    assert "contradicts what was said before" in capsys.readouterr().err


def test_a_name_nobody_awarded_is_answered_with_the_nearest(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["suppliers", "explain", "Bell Canda", "Bell Mobility", "--warehouse", folder]
    assert main(asked) == 1
    assert "The nearest are: bell canada" in capsys.readouterr().err


def test_two_names_are_explained(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["suppliers", "explain", "Bell Canada", "Bell Mobility", "--warehouse", folder]
    assert main(asked) == 0
    assert "They are two firms: Bell Canada, and Bell Mobility." in capsys.readouterr().out


def test_a_warehouse_without_awards_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["suppliers", "--warehouse", str(tmp_path)]) == 1
    assert "procurement read FILE --into DIR" in capsys.readouterr().err


def test_precision_and_recall_are_shares_of_pairs() -> None:
    names = [("A", "a", "F"), ("B", "b", "F"), ("C", "c", "F"), ("D", "d", "G")]
    told = {"a": "1", "b": "1", "c": "2", "d": "1"}
    whole = records(measure(names, told))[0]
    assert whole["pairs_found"] == 3  # A-B, A-D, B-D
    assert whole["precision"] == 1 / 3  # A-B
    assert whole["recall"] == 1 / 3  # of A-B, A-C, B-C


def test_ownership_is_what_no_name_can_show() -> None:
    assert is_same_name("altis human resources", "altis recruitment")
    assert is_same_name("pitneyworks", "pitney bowes")
    assert not is_same_name("maxxam analytics", "bureau veritas")


def test_the_labelled_names_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labelled.csv"
    path.write_text("firm,original_name\nX,Stantec Ltd\nX,Stantec Inc\nY,Fastenal\n", "utf-8")
    assert main(["suppliers", "measure", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["precision"] == 1.0


def test_a_file_without_labels_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name\nA\n", "utf-8")
    assert main(["suppliers", "measure", str(path)]) == 1
    assert "has no column firm" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "title"), [("en", "3 firms under 4 names"), ("fr", "3 firmes sous 4 noms")]
)
def test_firms_are_drawn_with_their_names(
    folder: str, tmp_path: Path, language: str, title: str
) -> None:
    chart = tmp_path / "firms.svg"
    asked = ["suppliers", "--warehouse", folder, "--chart", str(chart), "--language", language]
    assert main(asked) == 0
    assert title in chart.read_text("utf-8")
    assert "Stantec Consulting Ltd.; Stantec Consulting Ottawa" in chart.read_text("utf-8")


def test_a_picture_of_another_kind_is_one_sentence(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["suppliers", "--warehouse", folder, "--chart", str(tmp_path / "f.gif")]) == 2
    assert ".svg, .png or .html" in capsys.readouterr().err


def test_lots_are_counted_as_the_contracts_they_make(
    tmp_path: Path, awards_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    lots = [award_line(id=str(at), document="3001", supplier="Stantec") for at in range(3)]
    folder = str(tmp_path / "warehouse")
    main(["read", str(awards_file(*lots)), "--into", folder])
    (firm,) = firms(folder, capsys)
    assert firm["awards"] == 1
