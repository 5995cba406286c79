"""The workbook people are taken out in: whole for every reader, and never waited for."""

from __future__ import annotations

import io
import zipfile

import pytest
import python_calamine
from defusedxml import ElementTree
from django.db import connection
from django.http import StreamingHttpResponse

from reclaim.core import clock
from reclaim.people.queries.chosen import chosen
from reclaim.people.services import taking_out
from reclaim.people.services.taking_out import take_out
from reclaim.people.services.workbook_files import workbook_chunks
from tests.builders import make_person

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
URL = "/people/take-out/"
ASKED = {"what": "xlsx", "what_for": "talks"}


def written(rows, head=("Given name", "Family name")) -> bytes:
    return b"".join(workbook_chunks("People", head, rows, most=len(rows)))


def read(content: bytes) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["People"]
    return book.get_sheet_by_index(0).to_python()


def part(content: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return ElementTree.fromstring(packed.read(name))


def cells(content: bytes):
    return part(content, "xl/worksheets/sheet1.xml").findall(f"{MAIN}sheetData/{MAIN}row/{MAIN}c")


class TestWhatIsInIt:
    def test_every_reader_finds_the_rows(self):
        rows = [["Zoé", "Émond"], ["ᐊᓚᓱᒃ", ""], ["", "العلي"], ["A" * 300, "<b>&amp;</b>"]]
        assert read(written(rows)) == [["Given name", "Family name"], *rows]

    def test_blanks_around_a_text_stay(self):
        (cell,) = cells(written([["  Al ", ""]]))[2:]
        told = cell.find(f"{MAIN}is/{MAIN}t")
        assert told.text == "  Al "
        assert told.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"

    @pytest.mark.parametrize(
        ("text", "kept"), [("a\x0bb", "a_x000B_b"), ("_x0041_", "_x005F_x0041_"), ("x_y", "x_y")]
    )
    def test_a_letter_no_xml_holds_is_told_as_workbooks_tell_it(self, text, kept):
        (cell,) = cells(written([[text, ""]]))[2:]
        assert cell.find(f"{MAIN}is/{MAIN}t").text == kept

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
    def test_what_looks_like_a_formula_is_a_text_for_good(self, text):
        content = written([[text, "Al"]])
        marked, plain = cells(content)[2:]
        assert (marked.get("t"), plain.get("t"), plain.get("s")) == ("inlineStr", "inlineStr", None)
        styles = part(content, "xl/styles.xml").find(f"{MAIN}cellXfs")
        assert styles[int(marked.get("s"))].get("quotePrefix") == "1"
        assert read(content)[1][0].strip() == text.strip()

    def test_how_far_it_reaches_stands_in_it(self):
        sheet = part(written([["Al", "Abe"]] * 40), "xl/worksheets/sheet1.xml")
        assert sheet.find(f"{MAIN}dimension").get("ref") == "A1:B41"
        assert len(sheet.findall(f"{MAIN}sheetData/{MAIN}row")) == 41

    def test_without_anybody_it_has_its_head(self):
        assert read(written([])) == [["Given name", "Family name"]]


class TestNobodyWaits:
    def test_it_is_sent_as_it_is_written(self):
        asked = []

        def rows():
            for number in range(60_000):
                asked.append(number)
                yield [f"Al{number * 7919 % 60_000}", f"Abe{number * 104_729 % 60_000}"]

        chunks = workbook_chunks("People", ["Given", "Family"], rows(), most=60_000)
        assert next(chunks).startswith(b"PK")
        assert asked == []
        sizes = [len(next(chunks))]
        assert len(asked) < 20_000
        sizes += map(len, chunks)
        assert len(asked) == 60_000
        assert max(sizes) < 150_000

    @pytest.mark.django_db
    @pytest.mark.parametrize("what", ["csv", "xlsx"])
    def test_nor_is_the_file_kept_anywhere(self, client_of, ana, local, what):
        make_person(local)
        answer = client_of(ana).post(f"{URL}?who=list", {**ASKED, "what": what, "told": "1"})
        assert isinstance(answer, StreamingHttpResponse)
        assert answer["Content-Disposition"].endswith(f'people-2026-10-05.{what}"')
        assert answer["Cache-Control"] == "private, no-store"

    @pytest.mark.django_db(transaction=True)
    def test_whoever_writes_meanwhile_need_not(self, ana, local, monkeypatch):
        """One writer at a time, so none while people are found or their rows are read."""
        make_person(local)
        real, seen = {}, []
        for name in ("in_order", "rows_of"):
            real[name] = getattr(taking_out, name)

        def watched(name):
            def watching(*args):
                seen.append((name, connection.in_atomic_block))
                return real[name](*args)

            return watching

        for name in real:
            monkeypatch.setattr(taking_out, name, watched(name))
        wanted = chosen(ana, {"who": "list"}, [])
        taken = take_out(wanted, [], what="csv", what_for="talks", by=ana, at=clock.now())
        assert len(list(taken.rows)) == 1
        assert seen == [("in_order", False), ("rows_of", False)]
