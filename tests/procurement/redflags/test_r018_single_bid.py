"""`tender/numberOfTenderers` is 1 in an open or selective call; bids aren't counted."""

from __future__ import annotations

from .conftest import Results
from .releases import make_bid, make_release


def test_one_tenderer_in_an_open_or_selective_call(results: Results) -> None:
    methods = ("open", "selective", "limited", "direct")
    releases = [make_release(m, numberOfTenderers=1, procurementMethod=m) for m in methods]
    found = results(*releases, make_release("missing", numberOfTenderers=1), ini="[R018]")
    assert found == {"OCID": {"open": {"R018": 1.0}, "selective": {"R018": 1.0}}}


def test_only_the_whole_number_one_is_one(results: Results) -> None:
    numbers = (2, 0, -1, 1.0, "1", True, None)
    releases = [
        make_release(str(n), numberOfTenderers=n, procurementMethod="open") for n in numbers
    ]
    alone = make_release("one bid", bids=[make_bid("A")], procurementMethod="open")
    assert results(*releases, alone, ini="[R018]") == {}


def test_methods_can_be_chosen_and_an_empty_list_is_all(results: Results) -> None:
    releases = [
        make_release("limited", numberOfTenderers=1, procurementMethod="limited"),
        make_release("missing", numberOfTenderers=1),
    ]
    only = results(*releases, ini="[R018]\nprocurement_methods = limited")
    assert list(only["OCID"]) == ["limited"]
    every = results(*releases, ini="[R018]\nprocurement_methods =")
    assert list(every["OCID"]) == ["limited", "missing"]
