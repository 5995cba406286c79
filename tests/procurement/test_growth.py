"""Amendments put together as published, and growth that shows more than a mean."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from procurement import Warehouse, in_memory, read, records
from procurement.cli import main
from procurement.growth import growth, growth_by

from .conftest import award_line, awards_table, make_award
from .test_federal_disclosure import SAMPLES

MIXUP = SAMPLES / "2022-07-05-sample-contracts-procurement-id-mixup.csv"
SUFFIXES = SAMPLES / "2022-07-05-sample-contracts-procurement-id-suffixes.csv"
KEYS = SAMPLES / "2022-06-28-contracts-key-amendment-testing.csv"


def published(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def sample(file: Path, warehouse: Warehouse) -> ibis.Table:
    """The awards of a sample with the publisher's own normalised names of suppliers."""
    read(file, into=warehouse)
    names = [
        {"row_number": number, "normal": row["d_vendor_name"]}
        for number, row in enumerate(published(file), 1)
    ]
    types = {"row_number": "int64", "normal": "string"}
    return warehouse.awards().join(in_memory(names, types), "row_number")


def partition(found: ibis.Table) -> set[frozenset[str]]:
    return {frozenset(row["row_ids"]) for row in records(found)}


def make_disclosed(number: int, **changes: Any) -> dict[str, Any]:
    """A contract of 1000 dollars from July to September 2019, as first disclosed."""
    row = {
        "row_id": f"federal-disclosure:{number:020x}",
        "source": "federal-disclosure",
        "contract_id": "pc-5P001",
        "reference": f"pc-C-{number}",
        "amendment": "0" if number == 1 else "20193",
        "reporting_period": "2019-2020-Q2" if number == 1 else "2019-2020-Q3",
        "division": "pc",
        "starts_on": date(2019, 7, 1),
        "ends_on": date(2019, 9, 8),
        "awarded_on": date(2019, 7, 1),
        "original_amount": Decimal(1000),
        "amount": Decimal(1000),
    }
    return make_award(number, **(row | changes))


def grown(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(growth(awards_table(*rows)).order_by("group_id"))


def test_the_published_groups_of_the_suffix_sample_are_found(warehouse: Warehouse) -> None:
    """Its 46 groups were made before the publisher mended suffixes."""
    awards = sample(SUFFIXES, warehouse)
    row_ids = {row["row_number"]: row["row_id"] for row in records(awards)}
    theirs: dict[str, set[str]] = {}
    for number, row in enumerate(published(SUFFIXES), 1):
        theirs.setdefault(row["d_amendment_group_id"], set()).add(row_ids[number])
    ours = partition(growth(awards, supplier="normal", number="document_number"))
    assert len(ours) == 46
    assert ours == {frozenset(rows) for rows in theirs.values()}


def test_mended_suffixes_tie_the_rows_the_sample_was_made_for(warehouse: Warehouse) -> None:
    """`G746204002`, `…/11`, `…/12` and `…/19` are one contract of seven rows."""
    found = records(growth(sample(SUFFIXES, warehouse), supplier="normal"))
    assert len(found) == 43
    (student_loans,) = [row for row in found if row["contract_id"] == "esdc-edsc-G746204002"]
    assert (student_loans["rows"], student_loans["tied_by"]) == (7, "number")
    assert student_loans["first_period"] == "2014-2015-Q4"
    assert student_loans["amount"] == Decimal("896967710.00")


def test_swapped_identifiers_give_groups_by_their_true_reference(warehouse: Warehouse) -> None:
    found = records(growth(sample(MIXUP, warehouse), supplier="normal"))
    assert len(found) == 40
    numbers = {row["contract_id"]: row["group_id"] for row in found}
    assert numbers["jus-4500137006"] == "jus-C-2018-2019-Q1-00154"
    assert numbers["dnd-mdn-W0106-7-Q518"] == "dnd-mdn-C-2007-2008-Q3-00650"


def test_the_amendments_of_the_key_sample_are_tied_by_number(warehouse: Warehouse) -> None:
    """The sample shows groups that an early version split (29); by its own rule there are 22."""
    found = records(growth(sample(KEYS, warehouse), supplier="normal"))
    assert len(found) == 22
    by_id = {row["group_id"]: row for row in found}
    bridge = by_id["infc-C-2018-2019-Q1-00035"]
    assert (bridge["rows"], bridge["amendments"], bridge["tied_by"]) == (4, 3, "number")
    assert bridge["original_amount"] == Decimal("4534252124.69")
    assert bridge["amount"] == Decimal("5031364910.17")
    assert bridge["growth"] == pytest.approx(0.109635, abs=1e-6)
    assert by_id["dnd-mdn-C-2018-2019-Q1-04630"]["growth_amount"] == Decimal("18834.56")


def test_growth_is_from_the_first_total_to_the_last_and_per_day() -> None:
    (row,) = grown(make_disclosed(1), make_disclosed(2, amount=Decimal(1700)))
    assert (row["growth_amount"], row["growth"], row["amendments"]) == (Decimal(700), 0.7, 1)
    assert (row["days"], row["daily_amount"], row["daily_growth"]) == (
        70,
        pytest.approx(1700 / 70),
        10,
    )


def test_rows_without_one_number_are_tied_by_first_total_and_first_day() -> None:
    loose = {"contract_id": None, "amount": Decimal(1200)}
    (row,) = grown(make_disclosed(1, contract_id="pc-A"), make_disclosed(2, **loose))
    assert (row["rows"], row["tied_by"]) == (2, "first total")
    apart = grown(make_disclosed(1), make_disclosed(2, **loose, starts_on=date(2019, 7, 2)))
    assert [one["rows"] for one in apart] == [1, 1]


def test_a_lone_row_joins_the_whole_group_of_the_row_it_is_like() -> None:
    tied = [make_disclosed(1), make_disclosed(2, amount=Decimal(1500))]
    (row,) = grown(*tied, make_disclosed(3, contract_id="pc-B", amount=Decimal(1600)))
    assert (row["rows"], row["amount"]) == (3, Decimal(1600))


def test_withheld_names_and_missing_numbers_tie_nothing() -> None:
    changes = {"supplier": None, "supplier_key": None}
    assert len(grown(make_disclosed(1, **changes), make_disclosed(2, **changes))) == 2
    apart = {"contract_id": None, "original_amount": None}
    ones = make_disclosed(1, **apart), make_disclosed(2, **apart, amount=Decimal(5))
    assert len(grown(*ones)) == 2


def test_a_repeated_row_is_no_amendment() -> None:
    again = make_disclosed(1) | {"row_id": f"federal-disclosure:{1:020x}-2"}
    (row,) = grown(make_disclosed(1), again)
    assert (row["rows"], row["amendments"]) == (1, 0)


def test_no_first_total_above_zero_gives_no_growth() -> None:
    zero = {"original_amount": Decimal(0), "amount": Decimal(0)}
    (row,) = grown(make_disclosed(1, **zero), make_disclosed(2))
    assert (row["growth"], row["amount"]) == (None, Decimal(1000))


def test_the_last_known_total_counts_when_the_last_row_has_none() -> None:
    (row,) = grown(make_disclosed(1, amount=Decimal(1300)), make_disclosed(2, amount=None))
    assert row["amount"] == Decimal(1300)


def test_what_was_disclosed_later_than_the_day_asked_is_left_out() -> None:
    table = awards_table(make_disclosed(1), make_disclosed(2, amount=Decimal(1700)))
    (row,) = records(growth(table, as_of=date(2019, 9, 30)))
    assert (row["rows"], row["amount"]) == (1, Decimal(1000))


def several() -> ibis.Table:
    """A contract of 10 dollars grown a hundredfold, one of 1000 by half, one never amended."""
    tiny = {"contract_id": "pc-T", "original_amount": Decimal(10), "starts_on": date(2019, 7, 2)}
    rows = [
        make_disclosed(1),
        make_disclosed(2, amount=Decimal(1500)),
        make_disclosed(3, **tiny, amount=Decimal(10), reporting_period="2019-2020-Q2"),
        make_disclosed(4, **tiny, amount=Decimal(1010)),
        make_disclosed(5, contract_id="pc-L", starts_on=date(2019, 7, 3)),
    ]
    return growth(awards_table(*rows))


def test_a_tiny_first_total_makes_the_mean_but_not_the_weighted_growth() -> None:
    (row,) = records(growth_by(several(), by=()))
    assert (row["contracts"], row["amended"], row["measured"]) == (3, 2, 2)
    assert (row["growth_amount"], row["original_amount"]) == (Decimal(1500), Decimal(1010))
    assert (row["mean_growth"], row["median_growth"]) == (50.25, 50.25)
    assert row["weighted_growth"] == pytest.approx(1500 / 1010)
    assert row["daily_growth"] == pytest.approx(1500 / (70 + 69))
    assert len(row["row_ids"]) == 4


def test_where_nothing_was_amended_the_receipt_is_empty() -> None:
    alone = growth(awards_table(make_disclosed(1)))
    (row,) = records(growth_by(alone))
    assert (row["contracts"], row["measured"], row["row_ids"]) == (1, 0, [])


def test_growth_is_summed_by_supplier_and_by_buyer() -> None:
    for by in ("supplier_key", "division"):
        (row,) = records(growth_by(several(), by=(by,)))
        assert (row[by], row["measured"]) == ("alpha" if by == "supplier_key" else "pc", 2)


@pytest.mark.parametrize("by", ["contract", "supplier", "buyer", "object", "all"])
def test_the_command_prints_growth(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str], by: str
) -> None:
    read(KEYS, into=warehouse)
    asked = ["growth", "--warehouse", str(warehouse.path), "--by", by, "--format", "json"]
    assert main(asked) == 0
    rows = json.loads(capsys.readouterr().out)
    assert sum(row.get("contracts", 1) for row in rows) == 23
    assert main(asked[:-2]) == 0
    assert "by " + by in capsys.readouterr().out


def test_the_command_says_when_no_feed_tells_of_amendments(
    warehouse: Warehouse, awards_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    read(awards_file(award_line()), into=warehouse)
    assert main(["growth", "--warehouse", str(warehouse.path)]) == 0
    assert "none of the federal disclosure" in capsys.readouterr().err
