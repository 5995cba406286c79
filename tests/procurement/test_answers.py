"""One door for every question: the same options, forms and refusals."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from procurement import Warehouse, answers, in_memory, printing, read
from procurement.amendments import AMENDMENTS
from procurement.asking import Asked
from procurement.cli import main
from procurement.errors import Unreadable
from procurement.questions import QUESTIONS

from .conftest import DIRECT_FILE, FEDERAL_FILE, ROOT, award_line
from .test_growth import SUFFIXES

REFERENCE = "".join(
    (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")
    for name in ("procurement", "questions", "command-line")
)
Say = Callable[[], tuple[str, str]]


def options(name: str) -> list[str]:
    """What a question can't be asked without."""
    return ["--threshold", "1000"] if name == "splitting" else []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some real rows that answer every question."""
    folder = tmp_path_factory.mktemp("answers")
    path, history, direct = folder / "warehouse", folder / "history.csv", folder / "direct.csv"
    with gzip.open(FEDERAL_FILE) as lines:
        history.write_bytes(b"".join(islice(lines, 4000)))
    with DIRECT_FILE.open("rb") as lines:
        direct.write_bytes(b"".join(islice(lines, 200)))
    for file in (history, direct, SUFFIXES):
        read(file, into=Warehouse(path))
    return path


@pytest.fixture
def small(warehouse: Warehouse, awards_file: Callable[..., Path]) -> Path:
    read(awards_file(award_line(supplier="=SUM(A1) Ltd")), into=warehouse)
    return warehouse.path


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def said() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return said


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_table_of_its_documented_columns(
    filled: Path, name: str, say: Say
) -> None:
    asked = [name, "--warehouse", str(filled), "--as-of", "2014-06-01", *options(name)]
    is_late = name in ("growth", "direct", "chains")
    later = ["--as-of", "2026-10-05"] if is_late else []
    later += ["--threshold", "25000", "--by", "buyer"] if name == "splitting" else []
    assert main([*asked, *later]) == 0
    printed = say()[0]
    heading = QUESTIONS[name].help.split()[0]
    assert heading.capitalize() in printed
    assert "┃" in printed


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_choice_of_by_has_the_columns_it_shows_and_documents(filled: Path, name: str) -> None:
    question = QUESTIONS[name]
    for chosen in question.by or ("",):
        given: dict[str, object] = {
            "by": chosen,
            "days": 365,
            "words": [],
            "division": [],
            "source": None,
            "contract": None,
        }
        given |= {"threshold": Decimal(1000), "law": None}
        asked = Asked(Namespace(warehouse=filled, as_of=date(2026, 10, 5), **given))
        key = question.by.get(chosen, ())
        columns = question.ask(asked, key).columns
        assert set(question.shown(chosen, key)) <= set(columns)
        assert [one for one in columns if f"| `{one}` |" not in REFERENCE and one not in key] == [
            one for one in columns if one == "service" and one not in key
        ]


def test_the_amendments_of_a_contract_are_documented_and_add_up(filled: Path) -> None:
    for name, column in AMENDMENTS.items():
        assert f"| `{name}` | {column.type} | {column.meaning} |" in REFERENCE
    out = filled.parent / "growth.json"
    asked = ["growth", "--warehouse", str(filled), "--as-of", "2026-10-05", "--format", "json"]
    assert main([*asked, "--output", str(out)]) == 0
    grown = max(json.loads(out.read_text("utf-8")), key=lambda row: row["amendments"])
    assert main([*asked, "--output", str(out), "--contract", grown["group_id"]]) == 0
    rows = json.loads(out.read_text("utf-8"))
    assert len(rows) == grown["rows"]
    assert sum(Decimal(row["change"]) for row in rows) == Decimal(grown["growth_amount"])


def test_every_question_and_choice_is_documented() -> None:
    lines = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8").splitlines()
    for question in QUESTIONS.values():
        row = next(line for line in lines if line.startswith(f"| `{question.name}` | "))
        assert all(f"`{choice}`" in row for choice in question.by)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_answer_is_a_sentence_that_says_what_to_try(small: Path, name: str, say: Say) -> None:
    assert main([name, "--warehouse", str(small), "--words", "zeppelin", *options(name)]) == 0
    out, errors = say()
    assert out == ""
    assert "has --words “zeppelin”. Try other or fewer words" in errors


def test_no_renewal_says_how_many_were_asked_about(small: Path, say: Say) -> None:
    assert main(["renewals", "--warehouse", str(small), "--days", "30"]) == 0
    assert "None of the 1 contracts asked about has a known end within 30 days" in say()[1]


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_read_says_what_to_do_first(tmp_path: Path, name: str, say: Say) -> None:
    assert main([name, "--warehouse", str(tmp_path / "none"), *options(name)]) == 1
    assert "procurement read FILE --into DIR" in say()[1]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--never", "x"], "add --words"),
        (["--output", "{here}/no/answer.csv"], "There is no folder"),
        (["--output", "{here}"], "is a folder"),
        (["--chart", "{here}/chart.gif"], ".svg, .png or .html"),
        (["--chart", "{here}/no/chart.svg"], "There is no folder"),
    ],
)
def test_misuse_is_a_sentence_before_anything_is_asked(
    small: Path, tmp_path: Path, options: list[str], sentence: str, say: Say
) -> None:
    given = [one.format(here=tmp_path) for one in options]
    assert main(["holders", "--warehouse", str(small), *given]) == 2
    assert sentence in say()[1]


def test_what_is_no_day_is_said(say: Say) -> None:
    with pytest.raises(SystemExit):
        main(["holders", "--as-of", "yesterday"])
    assert "“yesterday” is no day: write it as 2026-10-05" in say()[1]


def test_what_is_no_amount_is_said(say: Say) -> None:
    with pytest.raises(SystemExit):
        main(["splitting", "--threshold", "25,000"])
    assert "“25,000” is no amount above 0" in say()[1]


def test_json_has_a_row_a_line_with_exact_money(small: Path, say: Say) -> None:
    assert main(["holders", "--warehouse", str(small), "--format", "json"]) == 0
    out = say()[0]
    assert len(out.splitlines()) == 3
    assert json.loads(out)[0]["amount"] == "1000.00"


def test_csv_gives_cells_as_published_and_lists_in_one_cell(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"
    asked = ["holders", "--warehouse", str(small), "--format", "csv", "--output", str(out)]
    assert main(asked) == 0
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines())
    assert row["supplier"] == "=SUM(A1) Ltd"
    lists = in_memory([{"names": ["a", "b"]}], {"names": "array<string>"})
    printing.write(lists, "csv", out)
    assert out.read_text("utf-8").splitlines() == ["names", "a; b"]


def test_parquet_keeps_types(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.parquet"
    asked = ["holders", "--warehouse", str(small), "--format", "parquet", "--output", str(out)]
    assert main(asked) == 0
    assert str(pq.read_schema(out).field("amount").type) == "decimal128(18, 2)"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"
    out.write_text("before")
    with pytest.raises(Unreadable, match="can't be written"), printing.whole(out) as partial:
        partial.write_text("half")
        raise OSError(28, "No space left on device")
    assert out.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["answer.csv"]


def test_who_stops_reading_gets_no_traceback(small: Path) -> None:
    asked = [sys.executable, "-m", "procurement", "holders", "--warehouse", str(small)]
    with subprocess.Popen(
        [*asked, "--format", "csv"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read().decode()
    assert running.returncode == 1
    assert "Traceback" not in said and "BrokenPipe" not in said


def test_being_stopped_is_a_sentence(
    small: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "_write", stop)
    assert main(["holders", "--warehouse", str(small)]) == 130
    assert "Stopped." in say()[1]
