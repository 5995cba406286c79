"""The four real files: what goes in is kept or set aside, exactly."""

from __future__ import annotations

import pytest

from procurement import ReadingReport, Warehouse

from .conftest import AWARDS_FILE, CALLS_FILE, DIRECT_FILE, FEDERAL_FILE, column, size

Real = tuple[Warehouse, dict[str, ReadingReport]]


@pytest.mark.parametrize(
    ("file", "rows", "aside"),
    [
        (AWARDS_FILE.name, 7_613, {"unreadable_amount": 31}),
        (DIRECT_FILE.name, 2_931, {}),
        (CALLS_FILE.name, 917, {}),
        (FEDERAL_FILE.name, 43_086, {"absurd_date": 12}),
    ],
)
def test_rows_in_are_rows_kept_and_rows_set_aside(
    real: Real, file: str, rows: int, aside: dict[str, int]
) -> None:
    report = real[1][file]
    assert report.rows_in == rows
    assert report.set_aside == aside
    assert report.rows_kept == rows - sum(aside.values())
    assert report.rows_new == report.rows_kept


def test_the_tables_hold_what_the_reports_say(real: Real) -> None:
    warehouse, reports = real
    assert size(warehouse.awards()) == (7_613 - 31) + 2_931 + (43_086 - 12)
    assert size(warehouse.notices()) == 917
    assert size(warehouse.set_aside()) == 31 + 12
    assert size(warehouse.readings()) == len(reports)


def test_every_row_has_its_own_identity(real: Real) -> None:
    ids = column(real[0].awards(), "row_id")
    assert len(set(ids)) == len(ids)


def test_what_is_not_published_is_counted(real: Real) -> None:
    notes = real[1][AWARDS_FILE.name].notes
    assert (notes["amount_blank"], notes["amount_none"], notes["date_blank"]) == (390, 80, 80)
    assert real[1][FEDERAL_FILE.name].notes["amount_zero"] == 3_828
    assert real[1][FEDERAL_FILE.name].notes["amount_negative"] == 11
