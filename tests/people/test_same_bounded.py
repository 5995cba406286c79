"""Looking for records of one person within a memory: what is passed over, and what is left behind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest

from reclaim.people.queries.same import pairing, workbench
from reclaim.people.queries.same.faces import Known
from reclaim.people.queries.same.linkage import Tally, compared
from reclaim.people.queries.same.workbench import laid_out, scratch

GIVEN = ["Ana", "Anna", "Ben", "Benn", "Cleo", "Bill", "William", "Jean-Luc", "Zoltan", ""]
FAMILY = ["Roy", "Roi", "Tremblay", "Trembley", "Ferenczi", "Ferenzci", "Roy-Silva", "Silva", ""]
STREETS = ["12 Elm Street", "12 Elm Sreet", "200 Oak Avenue", ""]


def town(count: int = 250, seed: int = 11) -> list[Known]:
    """People much alike, so that every level of every comparison happens."""
    draw = random.Random(seed)  # noqa: S311
    pick = draw.choice
    return [
        Known(
            key=f"{number:03}",
            name=f"{pick(GIVEN)} {pick(FAMILY)}",
            emails=pick(((), (f"{draw.randrange(80)}@people.example",))),
            phones=pick(((), (f"+1416555{draw.randrange(80):04}",))),
            numbers=pick(((), (f"12:m{draw.randrange(10_000_000, 10_000_300)}",), ("9:7",))),
            postal=pick(("", "K1A0B1", "K1A0B2", "H2X1Y4", "H2X1Z9")),
            street=pick(STREETS),
            job=pick(("", "Cook", "Nurse")),
            birth=pick(("", "1971-03-12", "1971-12-03", "1980-01-01")),
            place=pick(("", "Ottawa", "Laval")),
            local=(local := pick(("1", "2", "3"))),
            locals=tuple(sorted({local, pick(("1", "2", "3"))})),
        )
        for number in range(count)
    ]


def keys(people: list[Known], least: float, **options) -> set[tuple[str, str]]:
    return {
        tuple(sorted((pair.one, pair.other)))
        for pair in compared(people, least=0.00001, **options)
        if pair.probability >= least
    }


@pytest.mark.parametrize("least", [0.5, 0.1, 0.99])
@pytest.mark.parametrize("doubles", [0.05, 3.0])
def test_no_pair_is_lost_by_the_bound(least, doubles):
    people = town()
    likely = {
        tuple(sorted((pair.one, pair.other)))
        for pair in compared(people, least=least, doubles=doubles)
    }
    assert likely == keys(people, least, doubles=doubles) != set()


def test_turns_give_the_same_pairs(monkeypatch):
    people = town()
    whole = keys(people, 0.5)
    monkeypatch.setattr("reclaim.people.queries.same.linkage.WEIGHED", 100)
    monkeypatch.setattr("reclaim.people.queries.same.faces.BATCH", 7)
    assert keys(people, 0.5) == whole


def alike(count: int, **changes) -> Iterator[Known]:
    for number in range(count):
        facts = {"name": "Ursula Quist", "local": str(number % 2)}
        yield Known(key=f"alike {number}", **facts | changes)


def test_a_crowd_is_compared_local_by_local_and_that_is_said(monkeypatch):
    monkeypatch.setattr(pairing, "CROWD", 5)
    tally = Tally()
    found = list(compared([*alike(8), *town(40)], least=0.00001, tally=tally))
    pairs = {(pair.one, pair.other) for pair in found if pair.one.startswith("alike")}
    assert len(pairs) == 2 * (4 * 3 / 2)  # four in each of two locals
    assert tally.left_out.within_local["joined"] == 8
    assert "joined" not in tally.left_out.not_at_all


def test_a_crowd_in_one_local_is_left_out_and_that_is_said(monkeypatch):
    monkeypatch.setattr(pairing, "CROWD", 5)
    tally = Tally()
    found = list(compared(alike(8, local="1"), least=0.00001, tally=tally))
    assert found == []
    assert tally.left_out.not_at_all["joined"] == 8


def test_a_phone_of_a_whole_house_brings_nobody_together(monkeypatch):
    monkeypatch.setattr(pairing, "A_HOUSE", 3)
    tally = Tally()
    house = [
        Known(key=name, name=name, phones=("+14165550100",))
        for name in ("Ana Roy", "Ben Ito", "Cleo Gill", "Dara Fong", "Dara Fong ", "Eve Levy")
    ]
    found = list(compared([*house, *town(40)], least=0.00001, tally=tally))
    names = {one.key for one in house}
    (pair,) = [pair for pair in found if {pair.one, pair.other} <= names]
    assert {pair.one, pair.other} == {"Dara Fong", "Dara Fong "}  # by their name
    assert pair.found("ways") == "phone"
    assert tally.left_out.not_at_all["phones"] == 6


def left_behind(store) -> list[str]:
    return [path.name for path in (store / workbench.FOLDER).iterdir() if path.is_dir()]


def test_nothing_is_left_of_the_names(store):
    list(compared(town(20)))
    assert left_behind(store) == []


def test_nothing_is_left_when_it_fails(store):
    def broken() -> Iterator[Known]:
        yield from town(20)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        list(compared(broken()))
    assert left_behind(store) == []


def test_nothing_is_left_when_somebody_leaves_off_reading(store):
    with closing(compared(town(), least=0.001)) as pairs:
        next(pairs)
        assert len(left_behind(store)) == 1
    assert left_behind(store) == []


def test_what_a_killed_process_left_is_erased_and_what_is_in_use_stays(store):
    with laid_out(town(5)):
        (used,) = left_behind(store)
        for name in ("killed", "killed-early"):
            (store / workbench.FOLDER / name).mkdir()
        (store / workbench.FOLDER / "killed" / workbench.HELD).touch()
        with scratch() as folder:
            assert set(left_behind(store)) == {used, folder.name}
    assert left_behind(store) == []
