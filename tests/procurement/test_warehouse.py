"""The warehouse: nothing twice, nothing lost, nobody's telephone."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from procurement import Warehouse, read, records

from .conftest import award_line, column, size

Write = Callable[..., Path]


def ids(warehouse: Warehouse) -> set[str]:
    return set(column(warehouse.awards(), "row_id"))


def test_an_empty_warehouse_gives_empty_tables(warehouse: Warehouse) -> None:
    assert size(warehouse.awards()) == 0
    assert size(warehouse.readings()) == 0
    assert records(warehouse.rows(["toronto-awards:none"])) == []


def test_the_same_file_twice_adds_nothing(awards_file: Write, warehouse: Warehouse) -> None:
    path = awards_file(award_line(), award_line(id="2", award="$1,2,3"))
    first = read(path, into=warehouse)
    again = read(path, into=warehouse)
    assert (first.new, again.new) == (True, False)
    assert (again.rows_in, again.rows_kept, again.set_aside) == (2, 1, {"unreadable_amount": 1})
    assert again.rows_new == 0
    assert size(warehouse.awards()) == 1
    assert size(warehouse.readings()) == 1


def test_a_corrected_file_replaces_its_rows_and_the_old_ones_stay_as_history(
    awards_file: Write, warehouse: Warehouse
) -> None:
    read(awards_file(award_line(), award_line(id="2", document="D2")), into=warehouse)
    before = ids(warehouse)
    corrected = award_line(id="2", document="D2", award="2000.00")
    report = read(awards_file(award_line(), corrected), into=warehouse)
    assert report.rows_new == 1
    assert len(ids(warehouse) & before) == 1, "the row that did not change is the same row"
    assert size(warehouse.awards()) == 2
    assert size(warehouse.awards(history=True)) == 3
    assert sorted(column(warehouse.readings(), "is_current")) == [False, True]


def test_a_receipt_finds_its_rows_even_after_a_correction(
    awards_file: Write, warehouse: Warehouse
) -> None:
    read(awards_file(award_line(award="1000.00")), into=warehouse)
    cited = ids(warehouse)
    read(awards_file(award_line(award="1500.00")), into=warehouse)
    row = records(warehouse.rows(cited))[0]
    assert (row["file"], row["row_number"], str(row["amount"])) == ("awards.csv", 1, "1000.00")
    assert not row["is_current"]
    assert row["source_address"].startswith("https://open.toronto.ca/")


def test_a_row_keeps_its_identity_when_the_feed_renumbers(
    awards_file: Write, warehouse: Warehouse
) -> None:
    read(awards_file(award_line(id="1")), into=warehouse)
    before = ids(warehouse)
    newer = award_line(id="1", document="New"), award_line(id="2")
    read(awards_file(*newer), into=warehouse)
    assert before < ids(warehouse)


def test_equal_rows_of_one_file_are_told_apart(awards_file: Write, warehouse: Warehouse) -> None:
    read(awards_file(award_line(id="1"), award_line(id="2")), into=warehouse)
    assert len(ids(warehouse)) == 2


def test_a_row_in_two_files_of_a_feed_is_one_row(awards_file: Write, warehouse: Warehouse) -> None:
    read(awards_file(award_line(), name="may.csv"), into=warehouse)
    read(awards_file(award_line(), award_line(document="D2"), name="june.csv"), into=warehouse)
    assert size(warehouse.awards()) == 2
    assert set(column(warehouse.awards(), "file")) == {"june.csv"}


def test_a_file_read_under_a_lasting_name_replaces_the_one_before(
    awards_file: Write, warehouse: Warehouse
) -> None:
    read(awards_file(award_line(), name="may.csv"), into=warehouse, name="awards")
    newer = awards_file(award_line(document="D2"), name="june.csv")
    read(newer, into=warehouse, name="awards")
    assert column(warehouse.awards(), "document_number") == ["D2"]


def test_the_raw_file_is_kept_by_its_hash(awards_file: Write, warehouse: Warehouse) -> None:
    path = awards_file(award_line(), name="awards.csv.gz")
    report = read(path, into=warehouse)
    kept = warehouse.path / "raw" / f"{report.sha256}.csv.gz"
    assert kept.read_bytes() == path.read_bytes()


def test_nobodys_name_address_or_telephone_is_stored_anywhere(
    awards_file: Write, warehouse: Warehouse
) -> None:
    person = {
        "name": "Dana Buyer",
        "email": "dana@toronto.example",
        "phone": "416-555-0199",
        "description": "Guards; ask dana@toronto.example or (416) 555-0199 ext 4",
    }
    read(
        awards_file(
            award_line(**person),
            award_line(**person, award="$1,2,3"),
            award_line(**person)[:-2] + ",one cell more\r\n",
            award_line(**person).replace("Guards", '"Guards'),
        ),
        into=warehouse,
    )
    stored = str(records(warehouse.awards())) + str(records(warehouse.set_aside()))
    for path in (warehouse.path / "raw").iterdir():
        stored += path.read_text("utf-8")
    assert size(warehouse.set_aside()) == 3
    for trace in ("Dana", "dana@", "555-0199"):
        assert trace not in stored


def test_a_raw_copy_without_contacts_reads_to_the_same_rows(
    awards_file: Write, warehouse: Warehouse, tmp_path: Path
) -> None:
    read(awards_file(award_line(name="Dana", email="dana@toronto.example")), into=warehouse)
    copy = next((warehouse.path / "raw").iterdir())
    other = Warehouse(tmp_path / "other")
    read(shutil.copy(copy, tmp_path / "awards.csv"), into=other)
    assert ids(other) == ids(warehouse)


def test_a_reading_that_was_broken_off_never_happened(
    awards_file: Write, warehouse: Warehouse
) -> None:
    path = awards_file(*(award_line(id=str(number)) for number in range(6_000)))

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        read(path, into=warehouse, progress=stop)
    assert size(warehouse.awards()) == 0
    assert read(path, into=warehouse).rows_kept == 6_000
