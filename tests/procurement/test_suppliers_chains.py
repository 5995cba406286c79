"""One wrong likeness must not chain firms, and a common word must not be a firm."""

from __future__ import annotations

import random

import pytest

from procurement import in_memory, records
from procurement.suppliers import supplier_key
from procurement.suppliers.clusters import Clusters
from procurement.suppliers.linkage import Linkage
from procurement.suppliers.linking import NAMES, link
from procurement.suppliers.making import many_firms, write

HOTELS = (
    "Comfort Inn",
    "Comfort Inn Sudbury",
    "Comfort Inn Brandon",
    "Days Inn",
    "Days Inn Sudbury",
    "Days Inn Dartmouth",
    "3147914 Nova Scotia Limited o/a Days Inn Dartmouth",
)
COMMON = (
    "Acme Contracting",
    "Acme Engineering",
    "Acme Vacuum",
    "Acme",
    "Premier Plastics",
    "Premier Farnell",
    "Premier Truck Group",
    "Premier",
)


def linked(*names: str) -> Linkage:
    rows = [{"supplier_key": supplier_key(name), "supplier": name, "awards": 1} for name in names]
    return link(in_memory(rows, {name: column.type for name, column in NAMES.items()}))


def firms(*names: str) -> set[frozenset[str]]:
    """The names of each firm, as published."""
    return {frozenset(row["spellings"]) for row in records(linked(*names).firms())}


def test_hotels_of_two_brands_and_of_two_places_are_different_firms() -> None:
    assert firms(*HOTELS) == {frozenset({name}) for name in HOTELS}


def test_a_brand_of_hotels_is_a_candidate_for_a_person() -> None:
    (pair,) = records(linked("Days Inn", "Days Inn Sudbury").candidates())
    assert pair["outcome"] == "maybe same group"
    assert pair["because"] == "hotels of one name are several firms"


def test_two_spellings_of_one_hotel_are_one_firm() -> None:
    assert firms("Econolodge Laval", "Econo Lodge Laval Inc") == {
        frozenset({"Econolodge Laval", "Econo Lodge Laval Inc"})
    }


@pytest.mark.parametrize("word", ["Acme", "Premier"])
def test_a_word_of_many_firms_is_no_firm(word: str) -> None:
    alone = [firm for firm in firms(*COMMON) if any(name.startswith(word) for name in firm)]
    assert len(alone) == 4


def test_a_word_of_many_firms_with_the_same_line_of_work_is_one() -> None:
    assert len(firms("Acme Engineering Ltd", "Acme Engineering Montreal", "Acme Ingenierie")) == 1


def test_why_a_common_word_ties_nothing_is_said() -> None:
    (pair,) = records(linked("Acme", "Acme Contracting").candidates())
    assert pair["because"] == "all they share is “acme”, a word of many firms"


def test_a_rare_word_beside_other_words_is_no_firm() -> None:
    (pair,) = records(linked("Paisley Consulting", "Paisley Thomson").candidates())
    assert pair["because"] == "all they share is “paisley”, a word of too few names to know"


def test_a_name_like_one_of_five_comes_in_and_like_one_of_six_does_not() -> None:
    clusters = Clusters({}, likely={"z": frozenset({"a"})})
    for name in "bcde":
        clusters.join("a", name)
    assert clusters.why_not("z", "a") == ""  # 1 of 5 pairs
    clusters.join("a", "f")
    assert clusters.why_not("z", "a") == (
        "only 1 of the 6 pairs of names between the two firms are likely"
    )


def test_how_many_pairs_must_agree_can_be_said() -> None:
    clusters = Clusters({}, likely={"d": frozenset({"a"})}, agreeing=0.5)
    clusters.join("a", "b")
    assert clusters.why_not("d", "a") == ""  # 1 of 2 pairs
    clusters.join("a", "c")
    assert clusters.why_not("d", "a") != ""  # 1 of 3


def test_what_a_person_brought_together_is_measured_side_by_side() -> None:
    clusters = Clusters({}, likely={"d": frozenset({"a"})})
    for name in "cefghi":
        clusters.join("b", name)
    clusters.join("a", "b", is_said=True)
    assert clusters.why_not("d", "a") == ""  # 1 of 1: b and its names are the other side
    clusters.join("d", "a")
    assert sorted(clusters.members("c")) == list("abcdefghi")


def test_the_order_of_names_changes_no_firm() -> None:
    names = [*HOTELS, *COMMON, "Stantec", "Stantec Consulting", "Stantec Consultng Ottawa"]
    mixed = random.Random(3).sample(names, len(names))  # noqa: S311
    assert firms(*names) == firms(*mixed)
    assert records(linked(*names).pairs) == records(linked(*mixed).pairs)


def test_words_of_many_firms_are_found_in_published_names(tmp_path: object) -> None:
    source = tmp_path / "names.csv"  # type: ignore[operator]
    others = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Larch",
              "Maple")  # fmt: skip
    names = [f"Zenithal {other}" for other in others] + [
        f"Stantec {at}" for at in range(2000, 2010)
    ]
    write(source, ("name",), [(name,) for name in names])
    found = {word: (count, alike) for word, count, alike in many_firms([source])}
    assert found["zenithal"] == (10, 0.0)
