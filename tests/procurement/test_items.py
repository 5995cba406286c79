"""JSON of any length: found by its brackets, cut or broken anywhere, never held as a whole."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, detect, read, records
from procurement.errors import SetAside
from procurement.readers import items, lines
from procurement.readers.items import Items

from .conftest import column, size

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
json_objects = st.dictionaries(st.text(max_size=6).filter(lambda key: key != "ocid"), json_values)


def notice_of(number: int, **changes: Any) -> dict[str, Any]:
    found = {
        "tender_id": f"cb-{number}",
        "title": "Nettoyage à l’école",
        "closing_date": "2026-07-20T14:00:00",
        "publication_date": "2026-07-06",
        "regions": "*Canada\n*Ontario (except NCR)",
    }
    return found | changes


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def found_in(path: Path) -> list[object]:
    with Items(path) as found:
        return [
            cells if isinstance(cells, SetAside) else json.loads(cells[0]) for cells, _ in found
        ]


@settings(max_examples=60, deadline=None)
@given(
    listed=st.lists(json_objects.filter(bool), min_size=1, max_size=4),
    form=st.sampled_from(["list", "package", "lines"]),
    block=st.integers(min_value=1, max_value=40),
    spaced=st.booleans(),
)
def test_records_are_found_in_every_form_and_however_the_blocks_fall(
    tmp_path_factory: pytest.TempPathFactory,
    listed: list[dict[str, Any]],
    form: str,
    block: int,
    spaced: bool,
) -> None:
    path = tmp_path_factory.mktemp("items") / "items.json"
    listed = [{"id": 1} | one for one in listed]
    package = {"uri": "u[{", "releases": listed, "extensions": [{"a": 1}]}
    indent = 1 if spaced else None
    content = {
        "list": json.dumps(listed, indent=indent, ensure_ascii=False),
        "package": json.dumps(package, indent=indent),
        "lines": "\n".join(json.dumps({"ocid": "o"} | one) for one in listed),
    }[form]
    path.write_bytes(content.encode("utf-8", "replace"))
    expected = [{"ocid": "o"} | one for one in listed] if form == "lines" else listed
    whole, lines.BLOCK = lines.BLOCK, block
    try:
        assert found_in(path) == json.loads(
            json.dumps(expected, ensure_ascii=False).encode("utf-8", "replace")
        )
    finally:
        lines.BLOCK = whole


def test_a_record_of_several_releases_is_one_record(tmp_path: Path) -> None:
    record = {"ocid": "o-1", "releases": [{"id": "1"}, {"id": "2"}], "compiledRelease": {}}
    assert found_in(written(tmp_path / "one.json", record)) == [record]
    package = {"version": "1.1", "records": [record, record]}
    assert found_in(written(tmp_path / "package.json", package)) == [record, record]


def test_a_broken_record_costs_itself_only(tmp_path: Path, warehouse: Warehouse) -> None:
    whole = [json.dumps(notice_of(number)) for number in range(3)]
    whole[1] = whole[1].replace('"cb-1"', "cb-1")
    report = read(written(tmp_path / "n.json", f"[{','.join(whole)}]"), into=warehouse)
    assert (report.rows_in, report.rows_kept, report.set_aside) == (3, 2, {"no_json": 1})
    assert sorted(column(warehouse.notices(), "reference")) == ["cb-0", "cb-2"]  # type: ignore[type-var]


WHOLE = json.dumps({"note": "é", "releases": [notice_of(number) for number in range(8)]}).encode()


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE) - 1), packed=st.booleans())
def test_a_file_cut_anywhere_gives_what_came_before_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, cut: int, packed: bool
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = folder / ("cut.json.gz" if packed else "cut.json")
    path.write_bytes(gzip.compress(WHOLE[:cut]) if packed else WHOLE[:cut])
    warehouse = Warehouse(folder / "warehouse")
    try:
        report = read(path, into=warehouse)
    except Unreadable as refusal:
        assert path.name in str(refusal)
        return
    assert report.broken is not None
    assert report.rows_in == report.rows_kept + report.rows_set_aside
    assert report.rows_kept == WHOLE[:cut].count(b"}")
    assert set(report.set_aside) <= {"open_record"}


@settings(max_examples=40, deadline=None)
@given(
    noise=st.binary(max_size=60), start=st.sampled_from([b"[", b"{", b'[{"a":', b'{"releases":['])
)
def test_no_bytes_bring_the_reading_down(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: bytes
) -> None:
    path = tmp_path_factory.mktemp("noise") / "noise.json"
    path.write_bytes(start + noise)
    with pytest.raises(Unreadable):
        detect(path)


def test_nesting_without_end_is_set_aside(tmp_path: Path, warehouse: Warehouse) -> None:
    bomb = '{"a":' * 200_000 + "1" + "}" * 200_000
    path = written(tmp_path / "bomb.json", f"[{json.dumps(notice_of(1))},{bomb}]")
    assert read(path, into=warehouse).set_aside == {"no_json": 1}


def test_a_record_too_long_is_set_aside_and_the_next_one_read(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST", 200_000)
    long = notice_of(2, lots=["x{}" * 100] * 1_000)
    path = written(tmp_path / "long.json", [notice_of(1), long, notice_of(3)])
    report = read(path, into=warehouse)
    assert (report.rows_kept, report.set_aside) == (2, {"too_long": 1})


def test_a_text_that_never_ends_breaks_the_file_off_there(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST", 200_000)
    content = f'[{json.dumps(notice_of(1))}, {{"title": "{"x" * 900_000}'
    report = read(written(tmp_path / "endless.json", content), into=warehouse)
    assert (report.rows_kept, report.set_aside) == (1, {"open_record": 1})
    assert report.broken is not None
    assert "after row 2" in report.broken


def test_a_packed_file_of_gigabytes_of_nothing_is_refused_without_filling_memory(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(b"[" + b" " * 50_000_000 + b"]"))
    with pytest.raises(Unreadable, match="without records"):
        detect(path)


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "latin.json"
    path.write_bytes(json.dumps([notice_of(1)], ensure_ascii=False).encode("cp1252"))
    assert read(path, into=warehouse).encoding == "windows-1252"
    assert column(warehouse.notices(), "description") == ["Nettoyage à l’école"]


def test_contact_points_e_mails_and_telephones_are_stored_nowhere(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    contact = {"name": "Jordan Roe", "email": "roe@city.example"}
    body = "Write to roe@city.example or 416-555-0142."
    listed = [
        notice_of(1, description=body, contactPoint=contact),
        notice_of(2, closing_date="never", contactPoint=contact),
    ]
    text = json.dumps(listed)[:-1] + ',{"title": "cut", "contactPoint": {"name": "Jordan Roe'
    report = read(written(tmp_path / "n.json", text), into=warehouse)
    assert report.set_aside == {"unreadable_date": 1, "open_record": 1}
    for path in warehouse.path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [word for word in (b"Jordan", b"roe@", b"0142") if word in content]
    (raw,) = (warehouse.path / "raw").iterdir()
    assert raw.name.endswith(".without-contacts.jsonl")
    stored = [row["raw"] for row in records(warehouse.set_aside())]
    assert not [one for one in stored if "Jordan" in one]
    assert size(warehouse.notices()) == 1
