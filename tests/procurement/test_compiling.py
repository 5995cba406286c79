"""`procurement compile`: files of releases and records to one compiled release a process."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, read, records
from procurement.cli import main
from procurement.compiling import CompileReport, compile_files

from .conftest import ROOT
from .test_ocds import written
from .test_ocds_bids import FIRMS, PRICES, award_to, make_bid, make_tender

SEAO = ROOT / "data" / "samples" / "seao" / "seao_releases.json"


def release(ocid: str, day: int, **told: Any) -> dict[str, Any]:
    date = f"2026-03-{day:02d}T00:00:00Z"
    return {"ocid": ocid, "id": f"r{day}", "date": date, "tag": ["tender"], "parties": []} | told


def compiled(*paths: Path) -> tuple[list[dict[str, Any]], CompileReport]:
    report = CompileReport()
    return list(compile_files(paths, report)), report


def test_releases_far_apart_and_in_several_files_are_one_process(tmp_path: Path) -> None:
    first = [release("b", 1, language="en"), release("a", 2, tender={"id": "T", "title": "x"})]
    second = [release("a", 1, tender={"title": "old"}), release("b", 9, language="fr")]
    one = written(tmp_path / "1.json", {"releases": first})
    two = tmp_path / "2.jsonl.gz"
    two.write_bytes(gzip.compress("\n".join(map(json.dumps, second)).encode()))
    found, report = compiled(one, two)
    assert [(made["ocid"], made["date"][:10]) for made in found] == [
        ("a", "2026-03-02"),
        ("b", "2026-03-09"),
    ]
    assert found[0]["tender"] == {"id": "T", "title": "x"}
    assert (report.records, report.releases, report.processes) == (4, 4, 2)


def test_the_releases_of_a_record_are_merged(tmp_path: Path) -> None:
    listed = [release("a", 2, language="fr"), release("a", 1, language="en", buyer={"id": "B"})]
    path = written(tmp_path / "r.json", {"records": [{"ocid": "a", "releases": listed}]})
    (made,), _ = compiled(path)
    assert (made["language"], made["buyer"]) == ("fr", {"id": "B"})


def test_a_record_of_links_gives_its_compiled_release(tmp_path: Path) -> None:
    links = [{"url": "https://city.example/r1", "date": "2026-03-01", "tag": ["tender"]}]
    record = {"ocid": "a", "releases": links, "compiledRelease": {"language": "fr", "id": "c"}}
    (made,), report = compiled(written(tmp_path / "r.json", {"records": [record]}))
    assert (made["ocid"], made["language"], report.linked) == ("a", "fr", 1)


def test_a_release_that_is_there_twice_is_merged_once(tmp_path: Path) -> None:
    one = release("a", 1, extra=[{"note": "x"}])
    (made,), report = compiled(written(tmp_path / "r.json", [one, one]))
    assert (made["extra"], report.repeated) == ([{"note": "x"}], 1)


def test_a_release_of_1_0_is_upgraded(tmp_path: Path) -> None:
    old = release("a", 1, buyer={"name": "Ville", "identifier": {"scheme": "X", "id": "1"}})
    del old["parties"]
    (made,), _ = compiled(written(tmp_path / "r.json", [old]))
    assert made["buyer"] == {"id": "X-1", "name": "Ville"}
    assert made["parties"][0]["roles"] == ["buyer"]


def test_what_can_not_be_read_is_told_and_counted(tmp_path: Path) -> None:
    text = ",".join([json.dumps(release("a", 1)), "{nothing}", json.dumps({"id": "x", "tag": []})])
    path = tmp_path / "r.json"
    path.write_text(f"[{text}")
    warned: list[str] = []
    report = CompileReport()
    assert len(list(compile_files([path], report, warned.append))) == 1
    assert report.set_aside == {"no_json": 1, "no_call_number": 1}
    assert "record 2" in warned[0]
    assert report.broken == [
        "r.json breaks off after record 3: it ends in the middle of a record or a list"
    ]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", '[{"some": "thing"}]', "<export/>"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other"
    path.write_text(content)
    with pytest.raises(Unreadable):
        compiled(path)


def test_nesting_without_end_costs_one_release(tmp_path: Path) -> None:
    deep = '{"a":' * 600 + "1" + "}" * 600
    text = json.dumps(release("b", 1))[:-1] + f', "deep": {deep}}}'
    path = tmp_path / "deep.json"
    path.write_text(f"[{json.dumps(release('a', 1))},{text}]")
    found, report = compiled(path)
    assert found[0]["ocid"] == "a"
    assert report.processes + sum(report.set_aside.values()) == 2


def test_the_real_releases_compile(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["compile", str(SEAO)]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [line["ocid"] for line in lines] == sorted(
        one["ocid"] for one in json.loads(SEAO.read_bytes())["releases"]
    )
    assert {tuple(line["tag"]) for line in lines} == {("compiled",)}


def test_what_is_compiled_is_ready_for_red_flags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids = [make_bid(*pair) for pair in zip(FIRMS, PRICES, strict=True)]
    offered = make_tender(1, *bids)
    won = offered | {"date": "2026-05-01T00:00:00Z", "awards": [award_to(FIRMS[0])]}
    source = written(tmp_path / "r.json", {"releases": [won, offered]})
    target = tmp_path / "c.jsonl"
    assert main(["compile", str(source), "--output", str(target)]) == 0
    (line,) = target.read_text().splitlines()
    assert len(json.loads(line)["bids"]["details"]) == 4
    assert main(["flags", str(target), "--count"]) == 0
    warehouse = Warehouse(tmp_path / "warehouse")
    read(target, into=warehouse)
    assert [row["is_winner"] for row in records(warehouse.bids().order_by("amount"))] == [
        True,
        False,
        False,
        False,
    ]


def test_the_output_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "c.jsonl"
    target.write_text("before")
    bad = written(tmp_path / "bad.json", [{"some": "thing"}])
    assert main(["compile", str(bad), "--output", str(target)]) == 1
    assert target.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json", "c.jsonl"]


def test_a_file_is_not_written_over_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "r.json", [release("a", 1)])
    before = path.read_bytes()
    assert main(["compile", str(path), "--output", str(path)]) == 1
    assert path.read_bytes() == before


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    pad = "x" * 2_000
    with path.open("w") as out:
        for number in range(6_000):
            out.write(
                json.dumps(release(f"o-{number % 3_000:06d}", 1 + number % 9, pad=pad)) + "\n"
            )
    assert path.stat().st_size > 12_000_000
    report = CompileReport()
    tracemalloc.start()
    count = sum(1 for _ in compile_files([path], report))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, report.releases) == (3_000, 6_000)
    assert peak < 8_000_000


WHOLE = json.dumps({"releases": [release(f"o{number}", number) for number in range(1, 6)]}).encode()


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE) - 1))
def test_a_file_cut_anywhere_gives_what_came_before_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.json"
    path.write_bytes(WHOLE[:cut])
    try:
        found, report = compiled(path)
    except Unreadable:
        return
    assert len(found) == WHOLE[:cut].count(b'"parties": []}')
    assert report.broken
