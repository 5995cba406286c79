"""Which records may be of one person, and why."""

from __future__ import annotations

import random

import pytest

from reclaim.people.queries.same.faces import Known, area
from reclaim.people.queries.same.linkage import Pair, compared
from reclaim.people.queries.same.names import joined, named, skeleton, words_of
from reclaim.people.queries.same.shares import put_name_shares
from reclaim.people.queries.same.workbench import laid_out

GIVEN = [
    "Ana",
    "Ben",
    "Cleo",
    "Dara",
    "Eve",
    "Fadi",
    "Gita",
    "Hugo",
    "Ines",
    "Jude",
    "Kofi",
    "Lena",
    "Musa",
    "Nora",
    "Omar",
]
FAMILY = [
    "Abbas",
    "Bola",
    "Cruz",
    "Dube",
    "Egan",
    "Fong",
    "Gill",
    "Hart",
    "Ito",
    "Jama",
    "Kaur",
    "Levy",
    "Mbeki",
    "Nowak",
    "Osei",
]


def crowd(count: int = 150) -> list[Known]:
    """People who have nothing to do with one another."""
    draw = random.Random(7)  # noqa: S311
    return [
        Known(
            key=f"crowd {number}",
            name=f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}",
            emails=(f"{number}@people.example",),
            phones=(f"+1416555{number:04}",),
            local="1",
        )
        for number in range(count)
    ]


def found(*people: Known, least: float = 0.5) -> list[Pair]:
    """Pairs among these, the crowd around them."""
    keys = {known.key for known in people}
    pairs = compared([*people, *crowd()], least=least)
    return [pair for pair in pairs if {pair.one, pair.other} <= keys]


def test_a_short_form_and_a_turned_name_with_one_e_mail_are_one_person() -> None:
    (pair,) = found(
        Known("a", "William Oyelaran", emails=("bill@people.example",)),
        Known("b", "Oyelaran, Bill", emails=("bill@people.example",)),
    )
    assert pair.probability > 0.99
    assert (pair.found("family"), pair.found("ways")) == ("all", "email")
    assert all(reason.weight > 0 for reason in pair.reasons if reason.about != "given")


def test_a_slip_in_a_name_at_one_phone_is_found() -> None:
    (pair,) = found(
        Known("a", "Katerina Papadopoulos", phones=("+14165551212",)),
        Known("b", "Katerina Papadopulos", phones=("+14165551212",)),
    )
    assert pair.found("family") == "slip"


def test_people_of_one_name_at_other_addresses_are_two_people() -> None:
    assert not found(
        Known("a", "Ana Abbas", emails=("a@people.example",), phones=("+14165550001",)),
        Known("b", "Ana Abbas", emails=("b@people.example",), phones=("+14165550002",)),
    )


def test_another_member_number_speaks_against() -> None:
    two = (Known("a", "Zoltan Ferenczi", numbers=("1:17",)),
           Known("b", "Zoltan Ferenczi", numbers=("1:93",)))  # fmt: skip
    (pair,) = found(*two, least=0.0001)
    (number,) = [reason for reason in pair.reasons if reason.about == "number"]
    assert number.found == "other"
    assert number.weight < 0


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rare = found(Known("a", "Zoltan Ferenczi"), Known("b", "Zoltan Ferenczi"), least=1e-6)
    common = found(Known("a", "Ana Abbas"), Known("b", "Ana Abbas"), least=1e-6)
    assert rare[0].probability > common[0].probability


def test_only_pairs_with_somebody_new_are_looked_for() -> None:
    old = Known("a", "Zoltan Ferenczi", emails=("z@people.example",), is_fresh=False)
    again = Known("b", "Zoltan Ferenczi", emails=("z@people.example",), is_fresh=False)
    new = Known("c", "Zoltan Ferenczi", emails=("z@people.example",))
    pairs = list(compared([old, again, new]))
    assert {frozenset((pair.one, pair.other)) for pair in pairs} == {
        frozenset("ac"),
        frozenset("bc"),
    }


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one_alone_make_no_pair(count: int) -> None:
    assert not list(compared([Known("a", "Ana")] * count))


def test_names_of_every_script_are_compared() -> None:
    assert words_of("ਗੁਰਪ੍ਰੀਤ ਕੌਰ") == ["ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"]
    assert words_of("Éloïse O’Brien-Roy") == ["eloise", "obrien", "roy"]
    assert len(words_of("ᐊᓇ ᓴᓐᓂ")) == 2
    (pair,) = found(
        Known("a", "محمد الأحمد", emails=("m@people.example",)),
        Known("b", "محمد الأحمد", emails=("m@people.example",)),
    )
    assert pair.found("family") == "all"


def test_a_person_without_a_name_or_with_one_letter_breaks_nothing() -> None:
    assert not found(Known("a", ""), Known("b", "X"), Known("c", "!"))


def test_ranks_are_no_names_and_order_does_not_count() -> None:
    assert named("Sir Thomas de la Cruz") == ["thomas", "cruz"]
    assert joined(["bob", "roy"]) == joined(["roy", "robert"])
    assert skeleton("tremblay") == skeleton("tramblay") == "trmbl"


def test_a_district_is_what_stands_before_the_last_three() -> None:
    assert [area("k1a0b1"), area("tq138df"), area("90210"), area("")] == ["k1a", "tq13", "902", ""]


def test_two_records_of_one_name_do_not_make_it_common() -> None:
    names = ["Ana Roy", "Ana Roy", "Ben Roy", "Cleo Ito"]
    with laid_out(Known(name, name) for name in names) as bench:
        put_name_shares(bench)
        by_name = dict(bench.run("FROM name_shares").fetchall())
    # Of the four, two have “ana” and three “roy”.
    assert by_name["ana roy" if "ana roy" in by_name else "ann roy"] == pytest.approx(2 / 4 * 3 / 4)
