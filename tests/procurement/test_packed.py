"""Packed files, and files that are not what their name says."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from procurement import Unreadable, Warehouse, detect, read
from procurement.readers import packed

from .conftest import AWARDS_HEADER, award_line, column

Write = Callable[..., Path]
FEED = (AWARDS_HEADER + award_line(supplier="Éclair")).encode()


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        detect(path)
    assert path.name in str(refusal.value)
    return refusal.value.code


def test_the_one_file_of_data_in_a_zip_is_read(tmp_path: Path, warehouse: Warehouse) -> None:
    path = zipped(tmp_path / "feed.zip", feed_csv=FEED, readme_md=b"read me", notes_pdf=b"%PDF")
    report = read(path, into=warehouse)
    assert (report.rows_in, report.rows_kept, report.broken) == (1, 1, None)
    assert column(warehouse.awards(), "supplier") == ["Éclair"]


def test_a_zip_of_several_files_is_refused_with_their_names(tmp_path: Path) -> None:
    path = zipped(tmp_path / "feed.zip", one_csv=FEED, two_csv=FEED)
    with pytest.raises(Unreadable, match=r"one\.csv, two\.csv") as refusal:
        detect(path)
    assert refusal.value.code == "several_files"


def test_what_can_not_be_unpacked_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "feed.zip", feed_csv=FEED).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.zip").write_bytes(FEED)
    assert code_of(tmp_path / "cut.zip") == code_of(tmp_path / "text.zip") == "broken_archive"
    assert code_of(zipped(tmp_path / "none.zip")) == "empty_file"


def test_a_zip_with_a_list_of_a_million_files_is_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "feed.zip", feed_csv=FEED)
    monkeypatch.setattr(packed, "LONGEST_LIST", 10)
    assert code_of(path) == "several_files"


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: content])
def test_a_file_packed_twice_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("feed.csv.gz", gzip.compress(FEED))
    path = tmp_path / "twice"
    path.write_bytes(pack(inner.getvalue()))
    assert code_of(path) == "packed_twice"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel (.xls)"),
        (b"\n<!DOCTYPE html><title>403</title>", "HTML"),
        (b"PAR1\x15\x04", "Parquet"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_kind(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "feed.csv"
    for written in (content, gzip.compress(content)):
        path.write_bytes(written)
        with pytest.raises(Unreadable, match="whatever its name says") as refusal:
            detect(path)
        assert refusal.value.facts["kind"] == kind


def test_a_spreadsheet_is_told_from_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "feed.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert code_of(path) == "wrong_kind"


@pytest.mark.parametrize("name", ["bomb.csv.gz", "bomb.zip"])
def test_a_file_that_unpacks_to_far_more_than_its_size_is_read_to_the_limit(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(packed, "ALWAYS_UNPACKED", 50_000)
    monkeypatch.setattr(packed, "MOST_TIMES", 2)
    content = FEED + b"," * 1_000_000
    path = tmp_path / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(content))
    else:
        zipped(path, feed_csv=content)
    report = read(path, into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (2, 1, {"wrong_cells": 1})
    assert report.broken
    assert "after row 2" in report.broken
    assert "50,000 bytes" in report.broken
    assert "unpack it yourself" in report.broken


def test_a_folder_and_a_file_that_may_not_be_opened_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_of(tmp_path) == "is_folder"
    path = tmp_path / "feed.csv"
    path.write_bytes(FEED)

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert code_of(path) == "closed_file"
