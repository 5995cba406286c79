"""Every format, spoiled in every way: read or refused with a sentence, nothing lost, no crash."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import ReadingReport, Unreadable, Warehouse, read
from procurement.errors import FILE_SENTENCES, ROW_SENTENCES
from procurement.readers import FORMATS

from .samples import name_of, samples, table

Spoil = Callable[[bytes], bytes]
NAMES = [name_of(known) for known in FORMATS]
TABLES = [name_of(known) for known in FORMATS if not known.is_text]
numbers = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad")


def read_or_refused(folder: Path, content: bytes, name: str = "feed") -> ReadingReport | Unreadable:
    """Reads a file into a warehouse of its own. Whatever it holds, this is true of it."""
    place = folder / str(next(numbers))
    place.mkdir()
    path = place / name
    path.write_bytes(content)
    warehouse = Warehouse(place / "warehouse")
    try:
        report = read(path, into=warehouse)
    except Unreadable as refusal:
        assert refusal.code in FILE_SENTENCES
        assert name in str(refusal)
        assert str(refusal).isprintable()
        assert not list(warehouse.path.rglob("*.parquet"))
        return refusal
    aside = _set_aside(warehouse)
    assert report.rows_in == report.rows_kept + report.rows_set_aside
    assert len(aside) == report.rows_set_aside
    for row in aside:
        assert row["reason"] in ROW_SENTENCES
        assert row["sentence"]
        assert row["file"] == name
        assert 1 <= row["row_number"] <= report.rows_in
    if report.broken:
        assert f"{name} breaks off after row {report.rows_in}: " in report.broken
    return report


def _set_aside(warehouse: Warehouse) -> list[dict[str, Any]]:
    paths = (warehouse.path / "set_aside").rglob("*.parquet")
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def test_every_format_has_a_sample_to_spoil(folder: Path) -> None:
    assert sorted(samples(folder)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_unspoiled_is_read_whole(folder: Path, name: str) -> None:
    report = read_or_refused(folder, samples(folder)[name])
    assert isinstance(report, ReadingReport)
    assert (report.rows_set_aside, report.broken) == (0, None)
    assert report.rows_kept > 0


pieces = st.sampled_from(
    [
        b"\x00",
        b'"',
        b'""',
        b"\r",
        b"\n",
        b",",
        b"\xe9\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        "é—\u2028".encode(),
        "Côté".encode("utf-16"),
        b"}",
        b"[{",
        b"</avis>",
        b"<",
        b"&",
        b"\\",
        b"\\ud800",
        b"NaN",
        b"1e999",
        b"9" * 5_000,
        b"-" * 30,
        b"0219-13-40",
    ]
)
places = st.floats(min_value=0, max_value=1, exclude_max=True)
changes = st.lists(
    st.tuples(st.sampled_from(["cut", "insert", "replace", "drop", "repeat"]), places, pieces),
    min_size=1,
    max_size=4,
)


def spoiled(content: bytes, done: list[tuple[str, float, bytes]]) -> bytes:
    for what, place, piece in done:
        at = int(place * len(content))
        match what:
            case "cut":
                content = content[:at]
            case "insert":
                content = content[:at] + piece + content[at:]
            case "replace":
                content = content[:at] + piece + content[at + len(piece) :]
            case "drop":
                content = content[:at] + content[at + 20 :]
            case "repeat":
                content = content[:at] + content[at : at + 200] * 2 + content[at:]
    return content


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(done=changes)
def test_a_file_spoiled_anywhere_is_read_or_refused(
    folder: Path, name: str, done: list[tuple[str, float, bytes]]
) -> None:
    read_or_refused(folder, spoiled(samples(folder)[name], done))


def _latin_and_utf8(content: bytes) -> bytes:
    half = len(content) // 2
    return content[:half] + "Éclair ".encode() + "Côté ".encode("cp1252") + content[half:]


SPOILS: dict[str, Spoil] = {
    "nothing in it": lambda content: b"",
    "a letter of each encoding": _latin_and_utf8,
    "utf-16": lambda content: content.decode("utf-8-sig").encode("utf-16"),
    "a mark in the middle": lambda content: content + b"\xef\xbb\xbf" + content,
    "NUL bytes": lambda content: content.replace(b"e", b"\x00", 50),
    "packed and cut": lambda content: gzip.compress(content, 0)[: len(content) * 2 // 3],
    "packed, garbage after it": lambda content: gzip.compress(content) + b"garbage",
    "packed twice": lambda content: gzip.compress(gzip.compress(content)),
    "lone carriage returns": lambda content: content.replace(b"\r\n", b"\r").replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("name", NAMES)
def test_no_known_way_to_spoil_a_file_is_worse_than_a_sentence(folder: Path, name: str) -> None:
    content = samples(folder)[name]
    for spoil in SPOILS.values():
        read_or_refused(folder, spoil(content))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_loses_nothing(folder: Path, name: str, encoding: str) -> None:
    text = samples(folder)[name].decode("utf-8-sig").replace('encoding="utf-8"', "")
    whole = read_or_refused(folder, samples(folder)[name])
    wide = read_or_refused(folder, ("\ufeff" + text).encode(encoding))
    assert isinstance(whole, ReadingReport)
    assert isinstance(wide, ReadingReport)
    assert (wide.rows_in, wide.rows_kept) == (whole.rows_in, whole.rows_kept)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", TABLES)
def test_columns_may_stand_in_any_order_and_be_spaced_in_any_way(folder: Path, name: str) -> None:
    header, *rows = rows_of(samples(folder)[name])
    odd = [f"  {'  '.join(column.upper().split())} " for column in header[::-1]]
    turned = read_or_refused(folder, table([odd, *(row[::-1] for row in rows)]))
    assert isinstance(turned, ReadingReport)
    assert turned.rows_kept == len(rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_column_twice_is_refused_when_it_is_needed(folder: Path, name: str) -> None:
    header, *rows = rows_of(samples(folder)[name])
    (known,) = [one for one in FORMATS if name_of(one) == name]
    needed, extra = known.columns[0], "a column of nobody"
    twice = read_or_refused(folder, table([[*header, needed], *([*row, ""] for row in rows)]))
    assert isinstance(twice, Unreadable)
    assert (twice.code, needed in str(twice)) == ("duplicate_column", True)
    odd = [[*header, extra, extra], *([*row, "", ""] for row in rows)]
    assert isinstance(read_or_refused(folder, table(odd)), ReadingReport)


@pytest.mark.parametrize("name", TABLES)
def test_lone_carriage_returns_end_lines(folder: Path, name: str) -> None:
    flat = [[" ".join(cell.split()) for cell in row] for row in rows_of(samples(folder)[name])]
    report = read_or_refused(folder, table(flat).replace(b"\r\n", b"\r"))
    assert isinstance(report, ReadingReport)
    assert report.rows_kept == len(flat) - 1


def test_a_carriage_return_inside_a_row_is_told(folder: Path) -> None:
    content = samples(folder)[TABLES[0]]
    header, *_ = content.splitlines(keepends=True)
    report = read_or_refused(folder, header + b"1,39\r07,RFP\n" + content[len(header) :])
    assert isinstance(report, ReadingReport)
    assert report.set_aside == {"stray_return": 1}


JSON_BOMBS = {
    "nested without end": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "lists without end": '{"ocid":"o","tag":' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep, and open": '{"ocid":"o","tag":' + "[" * 100_000,
    "numbers as long as a book": '{"ocid":"o","tag":"award","awards":[{"value":{"amount":%s}}]}'
    % ("9" * 100_000),
    "no numbers": '{"ocid":"o","awards":[{"value":{"amount":NaN}},{"value":{"amount":1e999}}]}',
    "a list for an amount": '{"ocid":"o","awards":[{"value":{"amount":[[[]]]},"id":{"a":[]}}]}',
    "keys twice": '{"ocid":"o","ocid":"p","tag":"tender","tender":{"id":"1","id":2}}',
    "half letters": '{"ocid":"\\ud800","tag":"tender","tender":{"id":"\\udc00","title":"\\ud83d"}}',
    "a word of nobody": "{]}",
}


@pytest.mark.parametrize("bomb", JSON_BOMBS)
def test_a_json_bomb_costs_its_own_record_only(folder: Path, bomb: str) -> None:
    good = json.dumps({"ocid": "o", "tag": "tender", "tender": {"id": "1", "title": "Entretien"}})
    for content in (f"{good}\n{JSON_BOMBS[bomb]}\n{good}", f"[{good},{JSON_BOMBS[bomb]}"):
        report = read_or_refused(folder, content.encode())
        assert isinstance(report, ReadingReport)
        assert report.rows_kept >= 1
        assert report.rows_in >= 2
