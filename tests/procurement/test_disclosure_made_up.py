"""The made-up federal disclosure of the benchmarks: the same bytes every time, in the layout."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from bench.disclosure import COLUMNS, write_disclosure
from procurement import Warehouse, detect, read, records


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    write_disclosure(first, 300, seed=1)
    write_disclosure(again, 300, seed=1)
    write_disclosure(other, 300, seed=2)
    assert first.read_bytes() == again.read_bytes() != other.read_bytes()


def test_it_is_read_as_a_federal_disclosure_with_its_defects(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "contracts.csv"
    write_disclosure(path, 2_500)
    assert (detect(path).source, len(COLUMNS)) == ("federal-disclosure", 48)
    report = read(path, into=warehouse)
    assert report.rows_in == report.rows_kept + report.rows_set_aside == 2_500
    assert {"suffix_removed", "identifiers_swapped", "end_before_award"} <= set(report.notes)


def test_totals_follow_from_the_amendments(tmp_path: Path, warehouse: Warehouse) -> None:
    path = tmp_path / "contracts.csv"
    write_disclosure(path, 1_000)
    read(path, into=warehouse)
    rows = records(warehouse.awards().order_by("row_number"))
    pairs = [
        (one, two)
        for one, two in pairwise(rows)
        if two["amendment"] != "0" and None not in (one["amount"], two["amount"])
    ]
    assert len(pairs) > 100
    assert all(two["amount"] == one["amount"] + two["amendment_amount"] for one, two in pairs)
