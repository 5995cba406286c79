"""Reading many rows at once gives exactly what reading them one by one gives."""

from __future__ import annotations

import csv
import gc
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bench.disclosure import COLUMNS, write_disclosure
from procurement import Warehouse, read
from procurement.block_rows import BlockRows
from procurement.readers import format_of
from procurement.readers.blocks import blocks
from procurement.readers.records import Records
from procurement.repeats import Repeats
from procurement.sorting import Batch, Sorter

from .test_federal_disclosure import SAMPLES

DAYS = ["2020-01-31", "2019-02-29", "2019-4-1", "3016-03-31", "1949-12-31", "2065-01-01", "NA", ""]
DAYS += ["2020/05/06", "20200506", " 2020-01-31", "2020-01-31T10:00:00", "None", "infinity", "soon"]
SUMS = ["1", "-1", "0", "-0.00", "0.005", "1.005", "1.10", "1.100", "0.001", "3784831.2600000002"]
SUMS += ["NA", "", "None", "$5", "1,234.56", '1 234,56 $"', "(12.00)", "1e5", "31.65/MT", "1,2,3"]
SUMS += ["999999999999999.99", "1000000000000000", ".5", "5.", "-.5", "12.00 USD", "１", "NaN"]
TEXTS = ["", "NA", "None", "x", " a  b ", "a\nb", "NA ", "C-2019-2020-Q1-00156", "P1/001", "P2/U"]
TEXTS += [
    "/U",
    "a/bcde",
    "Ministry | Ministère",
    " | x",
    "x@y.example",
    "613-555-0142",
    "812 Guards",
]
TEXTS += [
    "0491",
    "12",
    "00",
    "71",
    "5, 71",
    "TN",
    "tc",
    "A",
    "C",
    "SOSA",
    "G",
    " S",
    "7",
    "1234567",
]
TEXTS += [
    "2019-2020-Q4",
    "in 2019-2020-Q9-",
    "Confidential",
    "Éclair Ltée",
    "a\u00a0b",
    "\u2003",
    "٣",
]
TEXTS += ["e\u0301", "x\x1f", "x\x02 y", "a.b@c", "ask (613) 555-0142 x3", "l'été", '"', "a,b"]
POOLS = dict.fromkeys(COLUMNS, TEXTS)
POOLS |= dict.fromkeys([one for one in COLUMNS if one.endswith("_value")], SUMS)
POOLS |= dict.fromkeys(
    ["contract_date", "contract_period_start", "delivery_date", "d_start_date", "d_end_date"], DAYS
)
ORDINARY = dict.fromkeys(COLUMNS, "NA") | {"vendor_name": "Alpha Ltd", "procurement_id": "P1"}
ORDINARY |= {"contract_value": "10.00", "original_value": "10.00", "contract_date": "2020-05-06"}


def both(path: Path, size: int = 1 << 20) -> tuple[Batch, Batch]:
    """All the file's records, as blocks and one by one."""
    found = []
    for by_block in (True, False):
        with Records(path) as records:
            known = format_of(records.header, path.name)
            sorter = Sorter(known, records.header, path.name)
            if by_block:
                assert known.columnar
                rows = BlockRows(sorter, known.columnar)
                batches = [rows.batch(block) for block in blocks(records, size)]
                found.append(_together(batches))
            else:
                numbered = [(number, *one) for number, one in enumerate(records)]
                found.append(sorter.batch(numbered))
    return found[0], found[1]


def _together(batches: list[Batch]) -> Batch:
    whole = Batch()
    for batch in batches:
        for name, table in batch.tables.items():
            numbers = pa.array([one + whole.records for one in table["row_number"].to_pylist()])
            at = table.column_names.index("row_number")
            moved = table.set_column(at, "row_number", numbers)
            known = whole.tables.get(name)
            whole.tables[name] = pa.concat_tables([known, moved]) if known else moved
        whole.records += batch.records
        whole.reasons += batch.reasons
        whole.notes += batch.notes
        whole.has_contacts |= batch.has_contacts
    return whole


def told(batch: Batch) -> tuple[Any, ...]:
    tables = {
        name: table.sort_by("row_number").to_pylist()
        for name, table in batch.tables.items()
        if len(table)
    }
    return tables, batch.records, batch.reasons, Counter(batch.notes), batch.has_contacts


@given(
    some.lists(
        some.dictionaries(some.sampled_from(COLUMNS), some.integers(0, 100), max_size=8),
        min_size=1,
        max_size=25,
    )
)
@settings(deadline=None, max_examples=60)
def test_any_cells_give_the_same_rows(changes: list[dict[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contracts.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            for change in changes:
                cells = {one: POOLS[one][at % len(POOLS[one])] for one, at in change.items()}
                writer.writerow(ORDINARY | cells)
        at_once, one_by_one = both(path)
        assert told(at_once) == told(one_by_one)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_form_of_a_cell_gives_the_same_row(column: str, tmp_path: Path) -> None:
    path = tmp_path / "contracts.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for form in (*TEXTS, *SUMS, *DAYS):
            writer.writerow(ORDINARY | {column: form})
    at_once, one_by_one = both(path)
    assert told(at_once) == told(one_by_one)


@pytest.mark.parametrize("name", ["04-12-sample", "04-13-sample", "06-28", "07-28-sample"])
def test_the_real_samples_give_the_same_rows(name: str) -> None:
    (path,) = SAMPLES.glob(f"2022-{name}*.csv")
    at_once, one_by_one = both(path, 4_000)
    assert at_once.records >= 20
    assert told(at_once) == told(one_by_one)


def test_a_made_up_disclosure_gives_the_same_rows_and_a_copy_that_reads_alike(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "contracts.csv"
    write_disclosure(path, 4_000, seed=7)
    with path.open("ab") as stream:
        stream.write(b'x,"open,3\n1,2\n' + path.read_bytes().splitlines(keepends=True)[5])
    at_once, one_by_one = both(path, 300_000)
    assert told(at_once) == told(one_by_one)
    read(path, into=warehouse)
    (copy,) = (warehouse.path / "raw").iterdir()
    assert copy.name.endswith(".without-contacts.csv")
    other = Warehouse(tmp_path / "other")
    again = read(copy, into=other, name=path.name)
    assert again.set_aside == {"open_quote": 1, "wrong_cells": 1}
    one, two = (found.awards().order_by("row_number").to_pyarrow() for found in (warehouse, other))
    assert one.equals(two)


def test_a_row_that_comes_again_is_numbered_over_batches() -> None:
    repeats = Repeats()
    ids = [f"feed:{number:016x}0000" for number in (1, 2, 1)]
    assert repeats.again(pa.array(ids)) == {2: 2}
    assert repeats.again(pa.array(ids[1:])) == {0: 2, 1: 3}
    many = [f"feed:{number:016x}0000" for number in range(5_000)]
    assert repeats.again(pa.array(many)) == {1: 4, 2: 3}


def test_a_row_set_aside_keeps_nothing_of_the_others_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "disclosure.csv"
    write_disclosure(path, 3_000)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('1,"closed" in the wrong place\n')
    gc.collect()
    before = pa.total_allocated_bytes()
    gc.disable()
    try:
        report = read(path, into=Warehouse(tmp_path / "warehouse"))
        left = pa.total_allocated_bytes() - before
    finally:
        gc.enable()
    assert report.rows_set_aside == 1
    assert left < 100_000
