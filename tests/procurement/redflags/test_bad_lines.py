"""Whatever a file holds: no crash, no hang; each line is counted once and each bad one told."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import Unreadable
from procurement.redflags import coverage, prepare, red_flags
from procurement.redflags.settings import settings_from

from .conftest import Flagged
from .releases import in_file, make_award, make_bid, make_contest, make_release

THRESHOLDS = "[R024]\nthreshold = 0.5"
GOOD = make_contest("good")
NEVER_READ = [
    b'{"ocid": "cut off',
    b'{"ocid": "x"} trailing',
    b'{"ocid": NaN}',
    b'{"ocid": "\xff\xfe"}',
    b'{"other": "\xff"}',
    b'{"ocid": "x", "bids": {"details": [{"value": {"amount": 1e999}}]}}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"ocid": "\\ud800"}',
    b"\x00",
]


@pytest.mark.parametrize("line", NEVER_READ, ids=lambda line: repr(line[:20]))
def test_a_line_that_is_no_json_is_told_counted_and_skipped(flagged: Flagged, line: bytes) -> None:
    told: list[str] = []
    found = flagged(GOOD, line, {**GOOD, "ocid": "after"}, ini=THRESHOLDS, warn=told.append)
    assert list(found.results()["OCID"]) == ["good", "after"]
    assert [sentence[:23] for sentence in told] == ["Line 2 is invalid JSON,"]
    assert (found.count.lines, found.count.read, found.count.invalid) == (3, 2, 1)


def test_lines_are_counted_by_what_became_of_them(flagged: Flagged) -> None:
    told: list[str] = []
    cancelled = make_release("c", status="cancelled")
    found = flagged(GOOD, "", " \t\r", "[1]", "7", {"ocid": 5}, cancelled, warn=told.append)
    count = found.count
    assert (count.read, count.blank, count.examined) == (5, 2, 1)
    assert (count.not_object, count.without_ocid, count.excluded) == (2, 1, 1)
    assert told == [f"Line {n} is not a JSON object, skipping." for n in (4, 5)]


def test_a_last_line_cut_off_costs_itself_only(tmp_path: Path) -> None:
    path = in_file(tmp_path / "cut.jsonl", GOOD, {**GOOD, "ocid": "cut"})
    path.write_bytes(path.read_bytes()[:-30])
    found = red_flags(path, settings_from(THRESHOLDS))
    assert list(found.results()["OCID"]) == ["good"]
    assert found.count.invalid == 1


def test_a_last_line_without_its_end_is_read_and_so_is_a_mark_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "bom.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n" + json.dumps(GOOD).encode()
    )
    assert red_flags(path).count.examined == 2


def test_a_line_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procurement.redflags.lines.LONGEST_LINE", 5_000)
    monkeypatch.setattr("procurement.redflags.lines.BLOCK", 700)
    long = {**GOOD, "x": "y" * 6_000}
    told: list[str] = []
    path = in_file(tmp_path / "long.jsonl", GOOD, long, {**GOOD, "ocid": "z"}, long)
    found = red_flags(path, settings_from(THRESHOLDS), warn=told.append)
    assert list(found.results()["OCID"]) == ["good", "z"]
    assert [sentence[:16] for sentence in told] == ["Line 2 is longer", "Line 4 is longer"]
    assert (found.count.too_long, found.count.lines) == (2, 4)


def test_a_million_characters_in_a_field_are_read(flagged: Flagged) -> None:
    name = "x" * 1_000_000
    found = flagged(make_contest(name, winner=name), ini=THRESHOLDS)
    assert name in found.results()["OCID"]
    assert all(len(flag.reason_en) < 1_000 for flag in found.flags())


def test_very_many_bids_and_suppliers_do_not_take_squares_of_time(flagged: Flagged) -> None:
    names = [str(n) for n in range(30_000)]
    late = make_bid(*names, price=1, date="2001-01-01T00:00:00Z")
    release = make_release(
        "1",
        bids=[late, *(make_bid(name, price=1) for name in names)],
        awards=[
            make_award(*names, codes=("1",)),
            *(make_award(name, codes=("1",)) for name in names),
        ],
        tenderPeriod={"endDate": "2000-01-01T00:00:00Z"},
    )
    found = flagged(release)
    assert len(found.results()["Tenderer"]) == len(names)
    assert sum(1 for _ in found.flags()) > len(names)


@pytest.mark.parametrize(
    "change",
    [
        {"tender": []},
        {"tender": {"tenderPeriod": "2000", "procuringEntity": [], "numberOfTenderers": "1"}},
        {"buyer": "B"},
        {"bids": [1]},
        {"bids": {"details": [1, None, "x", [], {"status": 1}, {"status": "valid", "value": 5}]}},
        {"awards": {"status": "active"}},
        {"awards": [1, None, {"status": ["active"]}, {"status": "active", "suppliers": "W"}]},
        {
            "awards": [
                {"status": "active", "suppliers": [None, 1], "items": [1, {"classification": 2}]}
            ]
        },
        {"bids": {"details": [{"status": "valid", "tenderers": [1], "date": 5, "value": {}}]}},
    ],
)
def test_wrong_types_are_as_good_as_missing(flagged: Flagged, change: Any) -> None:
    told: list[str] = []
    found = flagged({**GOOD, **change}, GOOD, ini=None, warn=told.append)
    assert found.count.examined == 2
    assert told == []


def test_one_wrong_type_does_not_cost_the_other_fields_of_its_line(flagged: Flagged) -> None:
    odd = {**make_contest("odd"), "buyer": "nobody"}
    found = flagged(odd, ini=THRESHOLDS)
    assert found.results()["OCID"] == {"odd": {"R024": 0.1}}


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for ask in (red_flags, coverage):
        for path in (tmp_path / "none.jsonl", tmp_path):
            with pytest.raises(Unreadable):
                ask(path)


def test_a_file_that_changes_under_the_reading_is_refused(tmp_path: Path) -> None:
    path = in_file(tmp_path / "r.jsonl", GOOD)

    def shrink(sentence: str) -> None:
        path.write_bytes(b"\n" * 400)

    in_file(path, GOOD, GOOD, "{")
    with pytest.raises(Unreadable, match="changed while it was read"):
        red_flags(path, settings_from(THRESHOLDS), warn=shrink)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def odd_releases(draw: Callable[[Any], Any]) -> Any:
    """A contest with something else put at one of its places."""
    release = json.loads(json.dumps(make_contest("1", tenderPeriod={"endDate": "2000"})))
    place: Any = release
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or draw(st.booleans()):
            place[key] = draw(JSON)
            return release
        place = place[key]


LINES = st.one_of(
    odd_releases().map(json.dumps).map(str.encode),
    JSON.map(json.dumps).map(str.encode),
    st.binary(max_size=40),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=st.lists(LINES, max_size=6), cut=st.integers(0, 60))
def test_anything_at_all_is_read_without_a_crash(
    tmp_path: Path, lines: list[bytes], cut: int
) -> None:
    path = in_file(tmp_path / "any.jsonl", *lines)
    written = path.read_bytes()
    path.write_bytes(written[: max(0, len(written) - cut)])
    found = red_flags(path, maps=True)
    count = found.count
    assert count.examined + count.excluded + count.without_ocid + count.not_object == count.read
    json.dumps(found.results(meta=True, maps=True), allow_nan=False)
    for flag in found.flags():
        assert found.findings.value(flag.group, flag.subject, flag.code) == flag.value
    coverage(path)
    output, issues = io.BytesIO(), io.BytesIO()
    prepare(path, output, issues, settings_from("[defaults]\nparty_roles = true"))
    assert all(isinstance(json.loads(line), dict) for line in output.getvalue().splitlines())
