"""Whole days between start and end of the tender period, against 15 or what the settings say."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Results
from .releases import make_release

START = "2000-01-01T18:00:00Z"


def period(ocid: str, end: str, start: str = START, **tender: Any) -> dict[str, Any]:
    return make_release(ocid, tenderPeriod={"startDate": start, "endDate": end}, **tender)


def test_fifteen_days_less_a_second_is_short_and_fifteen_days_are_not(results: Results) -> None:
    found = results(
        period("short", "2000-01-16T17:59:59Z"),
        period("exact", "2000-01-16T18:00:00Z"),
        ini="[R003]",
    )
    assert found == {"OCID": {"short": {"R003": 1.0}}}


def test_the_threshold_can_be_set(results: Results) -> None:
    ten, less = period("10", "2000-01-11T18:00:00Z"), period("9", "2000-01-11T17:00:00Z")
    assert results(ten, less, ini="[R003]\nthreshold = 10") == {"OCID": {"9": {"R003": 1.0}}}


def test_procurement_methods_can_be_chosen_and_a_missing_one_is_then_left_out(
    results: Results,
) -> None:
    short = "2000-01-02T18:00:00Z"
    releases = [
        period("open", short, procurementMethod="open"),
        period("selective", short, procurementMethod="selective"),
        period("direct", short, procurementMethod="direct"),
        period("missing", short),
    ]
    found = results(*releases, ini="[R003]\nprocurement_methods = open|selective")
    assert list(found["OCID"]) == ["open", "selective"]
    assert len(results(*releases, ini="[R003]")["OCID"]) == 4


def test_each_kind_of_procedure_can_have_its_own_threshold(results: Results) -> None:
    ini = "[R003.procurement_method_details]\nx = 5\nLicitación de Seguros = 10"
    found = results(
        period("x", "2000-01-06T17:59:59Z", procurementMethodDetails="x"),
        period("x exact", "2000-01-06T18:00:00Z", procurementMethodDetails="x"),
        period("y", "2000-01-11T17:59:59Z", procurementMethodDetails="Licitación de Seguros"),
        period("other", "2000-01-16T17:59:59Z", procurementMethodDetails="z"),
        ini=ini,
    )
    assert list(found["OCID"]) == ["x", "y", "other"]


@pytest.mark.parametrize(
    "end",
    ["invalid", "2000-01-02", "2000-01-02T00:00:00", "20000102T000000Z", "2000-13-01T00:00:00Z",
     "2000-W01-1T00:00:00Z", "", "2000-01-02T00:00:00+99:00"],
)  # fmt: skip
def test_a_date_that_is_no_moment_gives_no_result(results: Results, end: str) -> None:
    assert results(period("1", end), period("2", "2009-01-01T00:00:00Z", end), ini="[R003]") == {}


def test_offsets_and_fractions_of_seconds_count(results: Results) -> None:
    # 18:00 in Greenwich is 13:00 in Toronto.
    found = results(
        period("short", "2000-01-16T12:59:59.999-05:00"),
        period("exact", "2000-01-16T13:00:00.000-05:00"),
        ini="[R003]",
    )
    assert list(found["OCID"]) == ["short"]


def test_a_leap_second_ends_its_minute(results: Results) -> None:
    # Second 60 is where the next minute begins: fifteen days are full.
    full, less = period("full", "2000-01-16T17:59:60Z"), period("less", "2000-01-16T17:59:59Z")
    assert list(results(full, less, ini="[R003]")["OCID"]) == ["less"]


def test_an_end_before_the_start_is_short(results: Results) -> None:
    ini = "[R003]\nthreshold = 0"
    hour_before, day_before = "2000-01-01T17:00:00Z", "1999-12-31T18:00:00Z"
    found = results(period("hour", hour_before), period("day", day_before), ini=ini)
    # Whole days towards zero: an hour too early is 0 days, a day too early is −1.
    assert list(found["OCID"]) == ["day"]
