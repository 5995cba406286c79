"""How many kinds of things a supplier was awarded, by the first digits of their classification."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Results
from .releases import make_award, make_release

ONE = "[R048]\nminimum_contracting_processes = 1"


def awarded(ocid: str, *suppliers: str, codes: Any = ("10000000",), **changes: Any) -> Any:
    award = make_award(*suppliers, codes=codes, status=changes.pop("status", "active"))
    return {**make_release(ocid, awards=[award]), **changes}


SAME = [awarded(str(n), str(n)) for n in range(1, 5)]
TWO_KINDS = ("10000000", "11000000")


def test_a_supplier_of_two_kinds_among_suppliers_of_one_is_flagged(results: Results) -> None:
    # Varieties 2, 1, 1, 1, 1: the third quartile stands at 4⅓ between 1 and 2, so 1⅓;
    # the fence is 1⅓ + 1.5 × ⅓ = 1⅚.
    found = results(awarded("F", "F", codes=TWO_KINDS), *SAME, ini=ONE)
    assert found == {"Tenderer": {"F": {"R048": 2.0}}}


def test_twenty_processes_are_needed_unless_said_otherwise(results: Results) -> None:
    many = [awarded(str(n), "F", codes=(f"{n % 5}0",)) for n in range(20)]
    assert results(*many, ini="[R048]") == {"Tenderer": {"F": {"R048": 5.0}}}
    assert results(*many[:19], ini="[R048]") == {}


def test_a_process_counts_once_however_many_awards_it_has(results: Results) -> None:
    twice = awarded("1", "F")
    twice["awards"] *= 2
    assert results(twice, ini="[R048]\nminimum_contracting_processes = 2\nthreshold = 1") == {}


def test_the_digits_and_the_threshold_can_be_set(results: Results) -> None:
    codes = ("101", "102", "103")
    assert results(awarded("1", "F", codes=codes), ini=f"{ONE}\ndigits = 3\nthreshold = 3") == {
        "Tenderer": {"F": {"R048": 3.0}}
    }
    assert results(awarded("1", "F", codes=codes), ini=f"{ONE}\nthreshold = 3") == {}


@pytest.mark.parametrize(
    "release",
    [
        awarded("pending", "S", codes=TWO_KINDS, status="pending"),
        awarded("cancelled", "S", codes=TWO_KINDS, status="cancelled"),
        awarded("unknown", "S", codes=TWO_KINDS, status="invalid"),
        awarded("two suppliers", "S", "T", codes=TWO_KINDS),
        awarded("cancelled tender", "S", codes=TWO_KINDS, tender={"status": "cancelled"}),
        awarded("numbers", "S", codes=(1, 2)),
    ],
    ids=lambda release: str(release["ocid"]),
)
def test_these_awards_do_not_count(results: Results, release: Any) -> None:
    assert results(release, *SAME, ini=f"{ONE}\nthreshold = 2") == {}
