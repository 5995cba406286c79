"""Bad input: one clear sentence, one row set aside, nothing lost."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from procurement import Unreadable, Warehouse, detect, read, records

from .conftest import AWARDS_FILE, AWARDS_HEADER, FEDERAL_FILE, award_line, column, size

Write = Callable[..., Path]


def test_a_format_is_found_by_its_header_in_any_order(tmp_path: Path) -> None:
    assert detect(AWARDS_FILE).source == "toronto-awards"
    assert detect(FEDERAL_FILE).source == "federal-history"
    columns = AWARDS_HEADER.strip().split(",")
    turned = tmp_path / "any name.txt"
    turned.write_text("\ufeff" + ",".join(reversed(columns)).upper() + "\n", "utf-8")
    assert detect(turned).source == "toronto-awards"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"name,colour\nx,red\n", "unknown_header"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "wrong_kind"),
        (AWARDS_HEADER.replace("Successful Supplier", "Winner").encode(), "wrong_header"),
        (AWARDS_HEADER.replace("_id", "Award").encode(), "duplicate_column"),
        (b'"Document Number,Award\n', "unknown_header"),
    ],
)
def test_a_file_that_is_no_feed_is_refused_whole(
    tmp_path: Path, warehouse: Warehouse, content: bytes, code: str
) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read(path, into=warehouse)
    assert refusal.value.code == code
    assert "feed.csv" in str(refusal.value)
    assert size(warehouse.readings()) == 0


def test_a_wrong_header_names_the_missing_column(awards_file: Write, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(AWARDS_HEADER.replace("Successful Supplier", "Winner"), "utf-8")
    with pytest.raises(Unreadable, match=r"toronto-awards.*: Successful Supplier"):
        detect(path)


def test_a_missing_file_and_a_false_archive_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no file"):
        detect(tmp_path / "none.csv")
    (tmp_path / "false.csv.gz").write_bytes(b"not packed")
    with pytest.raises(Unreadable, match="unpacked"):
        detect(tmp_path / "false.csv.gz")


def test_latin_1_where_utf_8_was_promised_is_read_and_told(
    awards_file: Write, warehouse: Warehouse
) -> None:
    path = awards_file(award_line(supplier="Nettoyage Éclair Ltée"), encoding="latin-1")
    report = read(path, into=warehouse)
    assert report.encoding == "windows-1252"
    assert column(warehouse.awards(), "supplier") == ["Nettoyage Éclair Ltée"]


@pytest.mark.parametrize(("encoding", "told"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16")])
def test_other_encodings_are_found(
    awards_file: Write, warehouse: Warehouse, encoding: str, told: str
) -> None:
    path = awards_file(award_line(supplier="Déneigement Côté"), encoding=encoding)
    assert read(path, into=warehouse).encoding == told
    assert column(warehouse.awards(), "supplier") == ["Déneigement Côté"]


def test_a_file_of_two_encodings_loses_no_letter(awards_file: Write, warehouse: Warehouse) -> None:
    path = awards_file(award_line(supplier="Éclair"))
    path.write_bytes(path.read_bytes() + award_line(id="2", supplier="Côté").encode("latin-1"))
    assert read(path, into=warehouse).encoding == "mixed"
    assert sorted(column(warehouse.awards(), "supplier")) == ["Côté", "Éclair"]


def aside(warehouse: Warehouse) -> list[tuple[int, str]]:
    rows = records(warehouse.set_aside().order_by("row_number"))
    return [(row["row_number"], row["reason"]) for row in rows]


def test_a_quote_left_open_costs_one_row_only(awards_file: Write, warehouse: Warehouse) -> None:
    lines = [award_line(id=str(number), document=f"D{number}") for number in range(1, 6)]
    lines[1] = lines[1].replace("Security guard", '"Security guard')
    report = read(awards_file(*lines), into=warehouse)
    assert report.rows_in == report.rows_kept + report.rows_set_aside == 5
    assert aside(warehouse) == [(2, "open_quote")]
    assert sorted(column(warehouse.awards(), "document_number")) == ["D1", "D3", "D4", "D5"]


def test_a_quote_left_open_and_closed_by_the_next_row_costs_one_row(
    awards_file: Write, warehouse: Warehouse
) -> None:
    broken = award_line(id="1").replace("Security guard", '"Security guard')
    whole = award_line(id="2", document="D2", description="Guards, day and night")
    read(awards_file(broken, whole), into=warehouse)
    assert aside(warehouse) == [(1, "open_quote")]
    assert column(warehouse.awards(), "document_number") == ["D2"]


@pytest.mark.parametrize(
    ("line", "reason", "sentence"),
    [
        ("1,3907,RFP\r\n", "wrong_cells", "The row has 3 cells where the header has 14."),
        (award_line()[:-2] + ",more\r\n", "wrong_cells", "The row has 15 cells"),
        (award_line(award="$1,2,3"), "unreadable_amount", "“$1,2,3” can't be read as one amount"),
        (award_line(awarded="3016-05-01"), "absurd_date", "3016-05-01 is no date a contract can"),
        (award_line(awarded="04/05/2012"), "unreadable_date", "“04/05/2012” can't be read"),
        (award_line(document="", supplier=""), "no_supplier_no_document", "names neither"),
    ],
)
def test_a_row_that_is_no_record_is_kept_aside_with_its_sentence(
    awards_file: Write, warehouse: Warehouse, line: str, reason: str, sentence: str
) -> None:
    report = read(awards_file(line, award_line(id="2")), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {reason: 1})
    row = records(warehouse.set_aside())[0]
    assert sentence in row["sentence"]
    assert row["row_number"] == 1


def test_a_row_with_one_thing_unknown_is_kept_and_noted(
    awards_file: Write, warehouse: Warehouse
) -> None:
    report = read(awards_file(award_line(award="None", awarded="", division="")), into=warehouse)
    assert report.rows_kept == 1
    assert report.notes == {"amount_none": 1, "date_blank": 1, "division_blank": 1}
    row = records(warehouse.awards())[0]
    assert row["amount"] is None
    assert row["amount_note"] == "amount_none"


def test_a_file_cut_in_the_middle_gives_what_was_read_and_says_where(
    awards_file: Write, warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = "".join(award_line(id=str(number), document=f"D{number}") for number in range(4_000))
    whole = gzip.compress((AWARDS_HEADER + rows).encode())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    report = read(cut, into=warehouse)
    assert 0 < report.rows_in < 4_000
    assert report.rows_in == report.rows_kept + report.rows_set_aside
    assert report.broken is not None
    assert f"breaks off after row {report.rows_in}" in report.broken


def test_progress_counts_up_to_the_rows_of_the_file(
    awards_file: Write, warehouse: Warehouse
) -> None:
    seen: list[int] = []
    rows = [award_line(id=str(number), document=f"D{number}") for number in range(6_000)]
    read(awards_file(*rows), into=warehouse, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 6_000
