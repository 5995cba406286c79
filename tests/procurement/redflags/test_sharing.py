"""Several processes find what one finds, warnings and order included."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from bench.redflags import release
from procurement.redflags import parallel, red_flags
from procurement.redflags.lines import LineCount, Part, json_lines
from procurement.redflags.parallel import parts_of

from .releases import in_file, make_contest


def some_lines() -> list[Any]:
    chance = random.Random(3)  # noqa: S311
    lines: list[Any] = [release(number, chance) for number in range(400)]
    lines[100:100] = ["{", "", "[]"]
    lines[300:300] = ['{"ocid', {"ocid": 5}]
    return lines


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_the_result_is_the_same(tmp_path: Path, workers: int) -> None:
    path = in_file(tmp_path / "r.jsonl", *some_lines())
    told: dict[int, list[str]] = {1: [], workers: []}
    found = {n: red_flags(path, maps=True, warn=told[n].append, workers=n) for n in told}
    results = {n: each.results(meta=True, maps=True) for n, each in found.items()}
    assert repr(results[workers]) == repr(results[1])
    assert told[workers] == told[1] and len(told[1]) == 3
    assert found[workers].count == found[1].count
    assert list(found[workers].flags()) == list(found[1].flags())


def test_another_first_currency_in_a_later_part_changes_nothing(tmp_path: Path) -> None:
    contests = [make_contest(str(n), 100, 100 + n) for n in range(20)]
    for contest in contests[10:]:
        for bid in contest["bids"]["details"]:
            bid["value"]["currency"] = "USD"
    path = in_file(tmp_path / "r.jsonl", *contests)
    alone, shared = (red_flags(path, workers=workers).results(meta=True) for workers in (1, 2))
    assert shared == alone


def test_a_helper_that_breaks_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_file(tmp_path / "r.jsonl", *some_lines())
    alone = red_flags(path, workers=1).results(meta=True)

    def broken(theirs: Any, make: Any, part: Part) -> None:
        theirs.close()

    monkeypatch.setattr(parallel, "_read", broken)
    assert red_flags(path, workers=2).results(meta=True) == alone


@pytest.mark.parametrize("workers", range(1, 9))
def test_parts_are_whole_lines_and_leave_nothing_out(tmp_path: Path, workers: int) -> None:
    for lines in ([], [1], [1, "x" * 200_000, 2, 3], list(range(50))):
        path = in_file(
            tmp_path / "n.jsonl", *[str(n) if isinstance(n, int) else f'"{n}"' for n in lines]
        )
        parts = parts_of(path, workers)
        read = [value for part in parts for _, _, value in json_lines(part, LineCount())]
        assert read == lines
        assert 1 <= len(parts) <= workers
