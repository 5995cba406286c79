"""Blocks of a file: the same records, texts and reasons as reading line by line, always."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from procurement.errors import SetAside, Unreadable
from procurement.readers.blocks import blocks
from procurement.readers.lines import LONGEST_LINE
from procurement.readers.records import Records

HEADER = b"a,b,c\n"
PIECES = (
    "a",
    "é",
    ",",
    '"',
    '""',
    "\n",
    "\r\n",
    "\r",
    " ",
    ',"',
    '",',
    "\x00",
    "x,y,z\n",
    '"x\ny"',
)
PIECES = (*PIECES, "\ufeff")
Found = list[tuple[list[str] | str, str]]


def by_lines(path: Path) -> tuple[Found, str, str | None]:
    with Records(path) as records:
        found = list(records)
        return [_plain(one) for one in found], records.lines.encoding, records.lines.broken


def by_blocks(path: Path, size: int) -> tuple[Found, str, str | None]:
    found: list[tuple[list[str] | SetAside, str]] = []
    with Records(path) as records:
        for block in blocks(records, size):
            odd = list(block.odd)
            for place in range(len(block.starts) + 1):
                while odd and odd[0][0] == place:
                    found.append(odd.pop(0)[1:])
                if place < len(block.starts):
                    raw = block.raw(place)
                    found.append((next(csv.reader(io.StringIO(raw, newline=""))), raw))
        found += list(records)
        return [_plain(one) for one in found], records.lines.encoding, records.lines.broken


def _plain(one: tuple[list[str] | SetAside, str]) -> tuple[list[str] | str, str]:
    return (str(one[0]) if isinstance(one[0], SetAside) else one[0]), one[1].rstrip("\r\n")


def same(content: bytes, size: int, name: str = "rows.csv") -> Found:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = by_blocks(path, size)
        assert found == by_lines(path)
        return found[0]


@given(some.lists(some.sampled_from(PIECES), max_size=40), some.integers(1, 60))
@example(['"', "a", "\n", '"', "a", "\n"], 3)
@example(["a", ",", '"', "x", '"', "y", "\n", "a", "\n"], 100)
@settings(deadline=None, max_examples=300)
def test_any_text_gives_the_same_records_in_blocks_of_any_size(parts: list[str], size: int) -> None:
    same(HEADER + "".join(parts).encode(), size)


@given(some.lists(some.sampled_from(PIECES), max_size=30), some.sampled_from(["cp1252", "utf-8"]))
@settings(deadline=None, max_examples=100)
def test_lines_of_two_encodings_give_the_same_text(parts: list[str], encoding: str) -> None:
    first = "é,1\n".encode("cp1252") + "é,2\n".encode()
    same(HEADER + first + "".join(parts).encode(encoding, "ignore"), 10)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_open_quotation_mark_costs_its_line_only(size: int) -> None:
    found = same(HEADER + b'1,"x,3\n' + b"4,5,6\n" * 900 + b'7,"8",9\n', size)
    assert [one for one, _ in found[:2]] == [
        "A quotation mark in the row is never closed, or closes in the wrong place.",
        ["4", "5", "6"],
    ]
    assert len(found) == 1 + 900 + 1


def test_a_record_of_more_lines_or_letters_than_one_can_have_is_broken_in_both() -> None:
    many = b'1,"' + b"x\n" * 501 + b'",3\n4,5,6\n'
    assert same(HEADER + many, 1 << 20)[-1][0] == ["4", "5", "6"]
    long = b'1,"' + b"x" * 1_000_001 + b'",3\n4,5,6\n'
    assert same(HEADER + long, 1 << 20)[-1][0] == ["4", "5", "6"]


def test_a_line_too_long_is_left_to_the_other_way() -> None:
    long = b"x" * (LONGEST_LINE + 10)
    assert len(same(HEADER + b"1,2,3\n" * 5 + long + b"\n4,5,6\n", 1000)) == 5 + 1 + 1


def test_a_packed_file_cut_anywhere_gives_the_same_beginning() -> None:
    whole = gzip.compress(HEADER + b'1,"2\n2",3\n4,5,6\n' * 20_000, 1)
    for cut in (len(whole) - 1, len(whole) // 2, len(whole) // 3):
        same(whole[:cut], 50_000, "rows.csv.gz")


def test_a_header_that_is_broken_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b'"a,b\n')
    with pytest.raises(Unreadable):
        by_blocks(path, 10)
