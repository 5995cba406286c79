"""Bids from a file with columns of any name; the command that prints a row a tender."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, records
from procurement.cli import main
from procurement.screens import BIDS, METHODS, SCREENS, SET_ASIDE_BIDS, BidFile, read_bids
from procurement.screens.command import VIEWS

Write = Callable[..., Path]
FOUR = "call,price,who\nA,100,Alpha\nA,110,Beta\nA,112,Gamma\nA,114,Delta\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str, name: str = "bids.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return to_file


def read(path: Path, firm: str | None = None, reserve: str | None = None) -> BidFile:
    return read_bids(path, tender="call", bid="price", firm=firm, reserve=reserve)


# -- reading --------------------------------------------------------------------------------------


def test_the_columns_are_those_the_asker_names(write: Write) -> None:
    found = read_bids(write(FOUR), tender=" Call", bid="PRICE", firm="who")
    first = records(found.bids)[0]
    assert first == dict(zip(BIDS, ("A", "Alpha", 100.0, None, 1), strict=True))
    assert (found.rows_in, found.rows_kept, found.reasons) == (4, 4, {})


@pytest.mark.parametrize(
    ("published", "price"),
    [
        ("1234.5", 1234.5),
        ('"$1,234.50"', 1234.5),
        ('"1 234,50 $"', 1234.5),
        ("0.95417344", 0.95417344),
        ("0", 0.0),
    ],
)
def test_prices_are_read_as_published(write: Write, published: str, price: float) -> None:
    (row,) = records(read(write(f"call,price\nA,{published}\n")).bids)
    assert row["bid"] == price


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,", "no_bid"),
        ("A,n/a", "no_bid"),
        ("A,twelve", "unreadable_amount"),
        ('A,"$1,2,3"', "unreadable_amount"),
        ("A,nan", "unreadable_amount"),
        ("A,inf", "unreadable_amount"),
        ("A,1e400", "unreadable_amount"),
        ("A," + "9" * 400, "unreadable_amount"),
        ("A,-5", "negative_bid"),
        ('A,"(5.00)"', "negative_bid"),
        (" ,5", "no_tender"),
        ("A,5,6", "wrong_cells"),
        ("A,US$ 5", "other_currency"),
        ('A,"5', "open_quote"),
    ],
)
def test_a_row_that_is_no_bid_is_set_aside_with_its_reason(
    write: Write, row: str, reason: str
) -> None:
    found = read(write(f"call,price\nA,100\n{row}\nA,110\n"))
    assert (found.rows_in, found.rows_kept) == (3, 2)
    assert found.reasons == {reason: 1}
    (aside,) = records(found.set_aside)
    assert (list(aside), aside["row_number"], aside["raw"]) == (
        [*SET_ASIDE_BIDS],
        2,
        row.strip("\n"),
    )


def test_a_zero_is_kept_and_counted(write: Write) -> None:
    assert read(write("call,price\nA,0\nA,5\n")).zero_bids == 1


def test_a_reserve_that_cannot_be_read_is_not_known(write: Write) -> None:
    path = write("call,price,guess\nA,90,100\nA,95,none\nA,96,soon\nA,97,0.8315\n")
    found = records(read(path, reserve="guess").bids)
    assert [row["reserve"] for row in found] == [100.0, None, None, 0.8315]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_are_found(write: Write, delimiter: str) -> None:
    assert read(write(FOUR.replace(",", delimiter)), firm="who").rows_kept == 4


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(write: Write, encoding: str) -> None:
    path = write("call,prix soumis\nÉgout,100\n", encoding=encoding)
    (row,) = records(read_bids(path, tender="call", bid="prix soumis").bids)
    assert row["tender"] == "Égout"


def test_a_packed_file_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv.gz"
    lines = "".join(f"T{number},{number * 7919 % 10007}\n" for number in range(20_000))
    packed = gzip.compress(("call,price\n" + lines).encode())
    path.write_bytes(packed[: len(packed) // 2])
    found = read(path)
    assert 0 < found.rows_kept < 20_000
    assert f"bids.csv.gz breaks off after row {found.rows_in}" in str(found.broken)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (FOUR.replace("price", "offer"), "missing_column", "call, offer, who"),
        (FOUR.replace("who", "price"), "duplicate_column", "price twice"),
        ("", "empty_file", "nothing to read"),
    ],
)
def test_a_file_without_the_columns_is_refused(
    write: Write, text: str, code: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said) as refusal:
        read(write(text))
    assert refusal.value.code == code


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=40)
def test_any_bytes_are_read_or_set_aside(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "bids.csv"
    path.write_bytes(b"call,price\n" + content)
    found = read(path)
    assert found.rows_in == found.rows_kept + sum(found.reasons.values())
    assert len(records(found.bids)) == found.rows_kept


# -- the command ----------------------------------------------------------------------------------


def ask(path: Path, *more: str) -> int:
    return main(["screens", str(path), "--tender", "call", "--bid", "price", *more])


def test_a_row_a_tender_is_printed_with_the_published_digits(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(write(FOUR)) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│ A")]
    cells = [cell.strip() for cell in line.strip("│").split("│")]
    assert cells[1:] == [
        *("4", "0.057048", "0.14", "0.1", "5", "2.142857", "5"),
        *("-1.597078", "2.703924", "17.533124", "yes"),
    ]


class Narrow(io.StringIO):
    """A terminal of eighty columns."""

    def isatty(self) -> bool:
        return True


def test_a_narrow_terminal_gets_long_lines_rather_than_cut_numbers(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Narrow()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout", screen)
    assert ask(write(FOUR)) == 0
    assert "17.533124" in screen.getvalue()
    assert "…" not in screen.getvalue()


def test_csv_json_and_parquet_have_every_column(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = write(FOUR), tmp_path / "screens.parquet"
    assert ask(path, "--format", "csv") == 0
    (as_csv,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert ask(path, "--format", "json") == 0
    (as_json,) = json.loads(capsys.readouterr().out)
    assert ask(path, "--format", "parquet", "--output", str(target)) == 0
    (as_parquet,) = pq.read_table(target).to_pylist()
    assert as_json == as_parquet
    assert list(as_csv) == list(as_json) == [*VIEWS["tenders"].columns]
    assert float(as_csv["rd_3_max"]) == as_json["rd_3_max"]


def test_rows_set_aside_are_counted_and_written(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = tmp_path / "aside.csv"
    assert ask(write(FOUR + "A,-1,x\n,5,y\nB,0,z\n"), "--set-aside", str(aside)) == 0
    said = capsys.readouterr().err
    assert "7 rows, 5 kept, 2 set aside (negative_bid 1, no_tender 1)." in said
    assert "1 bids are zero; they are kept." in said
    with aside.open(encoding="utf-8") as stream:
        assert [row["raw"] for row in csv.DictReader(stream)] == ["A,-1,x", ",5,y"]


def test_thresholds_are_said_and_can_be_changed(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(FOUR)
    assert ask(path, "--format", "json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)[0]["is_marked"] is True
    assert "CV at most 0.06 and RD above 1" in said.err
    assert ask(path, "--format", "json", "--cv-at-most", "0.05") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)[0]["is_marked"] is False
    assert "CV at most 0.05" in said.err


@pytest.mark.parametrize("view", VIEWS)
def test_every_table_has_the_columns_it_promises(
    write: Write, capsys: pytest.CaptureFixture[str], view: str
) -> None:
    path = write(FOUR + FOUR.replace("A,", "B,").partition("\n")[2])
    assert ask(path, "--firm", "who", "--show", view, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == [*VIEWS[view].columns]
    assert ask(path, "--firm", "who", "--show", view) == 0
    assert VIEWS[view].title in " ".join(capsys.readouterr().out.split())


def test_a_question_that_cannot_be_asked_says_what_is_missing(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screens", str(write(FOUR))]) == 2
    assert "--tender COL --bid COL" in capsys.readouterr().err
    assert ask(write(FOUR), "--show", "edges") == 2
    assert "needs --firm" in capsys.readouterr().err
    assert main(["screens", str(write(FOUR)), "--tender", "call", "--bid", "cost"]) == 1
    assert "has no column cost. Its columns are: call, price, who." in capsys.readouterr().err


def test_a_file_without_a_single_bid_ends_with_one(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(write("call,price\nA,-1\n"), "--format", "csv") == 1
    assert capsys.readouterr().out.startswith("tender,bids")


def test_words_in_brackets_are_no_colours(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(write("call,price\n[red]A,1\n[red]A,2\n")) == 0
    assert "[red]A" in capsys.readouterr().out


def test_the_meaning_of_every_screen_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screens", "--meaning"]) == 0
    said = capsys.readouterr().out
    for screen in (*SCREENS.values(), *METHODS.values()):
        assert screen.innocent in said
        assert screen.source in said
