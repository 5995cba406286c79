"""How often each path isn't empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from procurement.redflags import coverage

from .releases import in_file

PHONES = {"phones": [{"type": "home", "number": "1"}, {"type": "office", "number": "2"}]}


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        ([PHONES], {"": 1, "/": 1, "/phones": 1, "/phones[]": 2, "/phones[]/": 2,
                    "/phones[]/type": 2, "/phones[]/number": 2}),
        (['[null,false,0,"",[],{},"0",[0],{"a":0}]'],
         {"": 1, "[]": 5, "[][]": 1, "[]/": 1, "[]/a": 1}),
        ([{"x": [{"y": y} for y in (None, False, 0, "", [], {}, "0", [0], {"a": 0})]}],
         {"": 1, "/": 1, "/x": 1, "/x[]": 5, "/x[]/": 5, "/x[]/y": 5, "/x[]/y[]": 1,
          "/x[]/y/": 1, "/x[]/y/a": 1}),
        (['{"":0}', '{"a[]":0}', '{"a":[0]}'], {"": 3, "/": 4, "/a": 1, "/a[]": 2}),
        (['{"a": 0, "a": null}'], {}),
        (['{"a": {"b": [[], [""], {"c": null}]}}'], {}),
        (["0", '""', "null", "true", "[]", "{}"], {"": 2}),
        (["[[0]]"], {"": 1, "[]": 1, "[][]": 1}),
    ],
)  # fmt: skip
def test_what_is_counted(tmp_path: Path, lines: list[Any], counts: dict[str, int]) -> None:
    assert coverage(in_file(tmp_path / "lines.jsonl", *lines)) == counts


def test_a_parent_comes_before_its_children(tmp_path: Path) -> None:
    counts = coverage(in_file(tmp_path / "lines.jsonl", PHONES))
    assert list(counts) == ["", "/", "/phones", "/phones[]", "/phones[]/", "/phones[]/type",
                            "/phones[]/number"]  # fmt: skip


def test_lines_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    deep = "[" * 128 + "0" + "]" * 128
    path = in_file(tmp_path / "lines.jsonl", "{", deep, deep[1:-1], "", "[" * 99_999)
    counts = coverage(path, warn=told.append)
    assert counts[""] == 1 and counts["[]" * 127] == 1
    assert [sentence.split(",")[0] for sentence in told] == [
        "Line 1 is invalid JSON",
        "Line 2 is nested too deeply",
        "Line 5 is invalid JSON",
    ]


def test_paths_do_not_outgrow_the_file(tmp_path: Path) -> None:
    value: Any = 0
    for _ in range(100):
        value = {"x" * 10_000: value}
    counts = coverage(in_file(tmp_path / "lines.jsonl", value))
    assert sum(map(len, counts)) < 3_000_000
