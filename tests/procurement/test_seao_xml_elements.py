"""XML of any length and encoding: cut anywhere, mended where known, bombs refused."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import Unreadable, Warehouse, detect, read
from procurement.readers import seao_xml_elements

from .conftest import column, size
from .seao_files import BIDDER, HEAD, LOSER, call, final, written

WHOLE = (HEAD.format(encoding="utf-8") + call() * 3 + "</export>").encode()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE export [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><export><avis><numeroseao>&b;</numeroseao>'
    "</avis></export>"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "cp850"])
def test_the_encoding_is_the_one_declared(
    tmp_path: Path, warehouse: Warehouse, encoding: str
) -> None:
    report = read(written(tmp_path / "a.xml", call(), encoding=encoding), into=warehouse)
    assert report.encoding == encoding
    assert column(warehouse.notices(), "description") == ["Entretien ménager de la caserne"]


def test_bytes_that_break_the_declared_encoding_are_read_as_windows_1252(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(WHOLE.decode().encode("cp1252"))
    assert read(path, into=warehouse).encoding == "windows-1252"
    assert set(column(warehouse.notices(), "description")) == {"Entretien ménager de la caserne"}


def test_an_encoding_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="klingon"?><export/>')
    with pytest.raises(Unreadable, match="klingon"):
        detect(path)


def test_packed_and_without_indents_or_with_a_namespace_it_is_the_same(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    path = tmp_path / "a.xml.gz"
    text = WHOLE.decode().replace("<export ", '<export xmlns="http://seao.example/ns" ')
    path.write_bytes(gzip.compress(text.encode()))
    assert read(path, into=warehouse).rows_kept == 3
    assert size(warehouse.bids()) == 6


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("Alpha & Fils inc.", "Alpha & Fils inc."),
        ("Alpha &amp; Fils inc.", "Alpha & Fils inc."),
        ("<![CDATA[Alpha & Fils inc.]]>", "Alpha & Fils inc."),
        ("Alpha &#38; Fils inc.", "Alpha & Fils inc."),
        ("Alpha\x0bFils inc.", "Alpha Fils inc."),
    ],
)
def test_a_lone_ampersand_is_read_as_itself(
    tmp_path: Path, warehouse: Warehouse, published: str, said: str
) -> None:
    bidder = BIDDER | {"nomorganisation": published}
    read(written(tmp_path / "a.xml", call(bidder)), into=warehouse)
    assert column(warehouse.bids(), "bidder") == [said]


@settings(max_examples=30, deadline=None)
@given(block=st.integers(min_value=1, max_value=60))
def test_ampersands_are_mended_however_the_blocks_fall(
    block: int,
) -> None:
    text = "<a>R&D &amp; &#233; <![CDATA[x & y]]> & z</a>"
    blocks = (text[at : at + block] for at in range(0, len(text), block))
    mended = "".join(seao_xml_elements._mended(blocks))
    assert mended == "<a>R&amp;D &amp; &#233; <![CDATA[x & y]]> &amp; z</a>"


def test_a_month_without_records_is_read_all_the_same(tmp_path: Path, warehouse: Warehouse) -> None:
    report = read(written(tmp_path / "Depenses.xml"), into=warehouse)
    assert (report.source, report.rows_in, report.broken) == ("seao-xml", 0, None)


@pytest.mark.parametrize("content", ["<html><body>no</body></html>", "<export><x/></export>", "<"])
def test_other_xml_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content)
    with pytest.raises(Unreadable):
        detect(path)


@pytest.mark.parametrize("start", ["", "<!-- <avis> -->"])
def test_a_file_that_defines_entities_is_refused_with_a_sentence(
    tmp_path: Path, warehouse: Warehouse, start: str
) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text(BOMB.replace("<!DOCTYPE", f"{start}<!DOCTYPE"))
    with pytest.raises(Unreadable, match=r"bomb\.xml defines entities of its own"):
        read(path, into=warehouse)
    assert warehouse.read_files() == []


def test_an_entity_defined_later_is_no_entity(tmp_path: Path, warehouse: Warehouse) -> None:
    late = '<!DOCTYPE x [<!ENTITY a "b">]>'
    report = read(written(tmp_path / "a.xml", call(), late, call()), into=warehouse)
    assert report.rows_kept == 1
    assert report.broken is not None


@settings(max_examples=20, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(WHOLE) - 1))
def test_a_file_cut_anywhere_gives_what_came_before_and_says_where(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = folder / "cut.xml"
    path.write_bytes(WHOLE[:cut])
    try:
        report = read(path, into=Warehouse(folder / "warehouse"))
    except Unreadable as refusal:
        assert "cut.xml" in str(refusal)
        return
    assert report.rows_in == report.rows_kept + report.rows_set_aside
    assert report.rows_kept == WHOLE[:cut].count(b"</avis>")
    if report.rows_kept < 3:
        assert report.broken is not None
        assert "line" in report.broken


@settings(max_examples=20, deadline=None)
@given(noise=st.binary(max_size=80), start=st.sampled_from([b"<", b"<?xml ", b"<export><avis>"]))
def test_no_bytes_bring_the_reading_down(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.mktemp("noise")
    (folder / "noise.xml").write_bytes(start + noise)
    try:
        report = read(folder / "noise.xml", into=Warehouse(folder / "warehouse"))
    except Unreadable:
        return
    assert report.rows_in == report.rows_kept + report.rows_set_aside


def test_elements_nested_without_end_break_the_file_off(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    bomb = "<a>" * 100_000
    report = read(written(tmp_path / "a.xml", call(), bomb), into=warehouse)
    assert (report.rows_kept, report.set_aside) == (1, {"open_record": 1})
    assert report.broken is not None
    assert "nested too deeply" in report.broken


def test_a_record_without_end_breaks_the_file_off(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seao_xml_elements, "LONGEST", 300_000)
    long = call(titre="x" * 900_000)
    report = read(written(tmp_path / "a.xml", call(), long, call()), into=warehouse)
    assert report.rows_kept == 1
    assert report.broken is not None
    assert "longer than" in report.broken


def test_memory_holds_one_record_at_a_time(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", *[call(BIDDER, LOSER, LOSER)] * 4_000, final())
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    with seao_xml_elements.XmlItems(path) as found:
        count = sum(1 for _ in found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4_001
    assert peak < 3_000_000
