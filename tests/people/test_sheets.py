"""Sheets as people send them: whatever comes in, rows come out, or one sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reclaim.core.errors import Refused
from reclaim.people.models.contact import any_phone_key, phone_key
from reclaim.people.queries import columns
from reclaim.people.rules import cells
from reclaim.people.services.imports import sheets, weighing

LIST = "Prénom;Nom;Courriel\nZoé;Lefèvre;zoe@x.example\nŁukasz;Ñuñez;l@x.example\n"
FRENCH = LIST.replace("Ł", "L")


@pytest.fixture
def read(tmp_path):
    def reading(content, name="sheet"):
        source, target = tmp_path / name, tmp_path / "plain.csv"
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        sheet = sheets.make_plain(source, target)
        return sheet, list(sheets.plain_rows(target))

    return reading


def workbook(rows, before=()):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name in before:
        book.add_worksheet(name)
    page = book.add_worksheet("People")
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_unicode_is_read(read, encoding):
    _sheet, rows = read(LIST.encode(encoding))
    assert rows == [
        (2, ["Zoé", "Lefèvre", "zoe@x.example"]),
        (3, ["Łukasz", "Ñuñez", "l@x.example"]),
    ]


def test_what_windows_wrote_is_read(read):
    _sheet, rows = read(FRENCH.encode("cp1252"))
    assert rows[0] == (2, ["Zoé", "Lefèvre", "zoe@x.example"])


def test_arabic_of_an_old_windows_is_read(read):
    names = ["محمد العلي", "فاطمة الزهراء", "عبد الرحمن", "خديجة بنت خويلد", "يوسف الحداد"] * 4
    text = "Name,Email\n" + "".join(f"{name},a@x.example\n" for name in names)
    _sheet, rows = read(text.encode("cp1256"))
    assert [row[0] for _line, row in rows] == names


def test_a_line_of_another_encoding_among_good_ones_is_read(read):
    pasted = "François;Côté;f@x.example\n"
    _sheet, rows = read(LIST.encode() + pasted.encode("cp1252") + pasted.encode())
    assert rows[2][1] == rows[3][1] == ["François", "Côté", "f@x.example"]


def test_what_was_read_wrongly_before_it_came_to_us_is_read_back(read):
    _sheet, rows = read("Prénom,Nom\nFranÃ§ois,CÃ´tÃ©\nJOÃO,São\n")
    assert [row for _line, row in rows] == [["François", "Côté"], ["JOÃO", "São"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read, delimiter):
    sheet, rows = read(f"First name{delimiter}Last name\nRosa{delimiter}Lima\n")
    assert (sheet.header, rows) == (["First name", "Last name"], [(2, ["Rosa", "Lima"])])


def test_a_delimiter_that_is_told_is_taken(read):
    assert read("sep=;\nA,B;Email\nx,y;a@x.example\n")[0].header == ["A,B", "Email"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(read, ending):
    assert read(LIST.replace("\n", ending))[1][1][0] == 3


def test_the_header_stands_below_a_title_and_blank_rows_do_not_count(read):
    sheet, rows = read(
        "Members of Local 4120,,\n,,\nFirst name,Last name,Phone\n\nRosa,Lima,\n,,\n"
    )
    assert (sheet.header_line, sheet.rows) == (3, 1)
    assert rows == [(5, ["Rosa", "Lima", ""])]


def test_a_sheet_without_a_header_keeps_its_first_person(read):
    sheet, rows = read("Rosa,r@x.example\nBo,b@x.example\n")
    assert (sheet.header, len(rows)) == (["Column 1", "Column 2"], 2)


def test_unnamed_columns_are_columns(read):
    sheet, _rows = read("First name,Last name\nRosa,Lima,she\nBo,Li,he\n")
    assert sheet.header == ["First name", "Last name", ""]


def test_a_workbook_is_read_as_people_see_it(read):
    rows = [
        ["Members"],
        ["First name", "No", "Since", "Seen", "Active", "Rate"],
        ["Rosa", 17, date(2020, 10, 5), datetime(2020, 10, 5, 13), True, 21.5],
        [None, "007", "", "", False, ""],
    ]
    sheet, found = read(workbook(rows, before=["Empty"]))
    assert sheet.header_line == 2
    assert found[0] == (3, ["Rosa", "17", "2020-10-05", "2020-10-05", "yes", "21.5"])
    assert found[1][1][:5] == ["", "007", "", "", "no"]


def test_an_open_document_is_read(read):
    assert read(open_document([["First name", "Last name"], ["Rosa", "Lima"]]))[1] == [
        (2, ["Rosa", "Lima"])
    ]


def open_document(rows):
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    body = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f"<office:document-content xmlns:office='{space}office:1.0' "
        f"xmlns:table='{space}table:1.0' xmlns:text='{space}text:1.0'><office:body>"
        f"<office:spreadsheet><table:table table:name='A'>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest xmlns:manifest='{space}manifest:1.0'/>"
        )
        packed.writestr("content.xml", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "nothing in this sheet"),
        (b"\n\n,,,\n", "nothing in this sheet"),
        (b"First name,Last name\n", "no row below"),
        (b"%PDF-1.7 ...", "This is no sheet"),
        (b"\x89PNG\r\n", "This is no sheet"),
        (b"PK\x03\x04 and then nothing", "damaged or locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged or locked"),
        (b'a,b\n"' + b"x" * 300_000, "never closes"),
        (b",".join([b"x"] * 300) + b"\n" + b",".join([b"y"] * 300), "more than 200 columns"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_what_is_no_sheet_is_refused_in_one_sentence(read, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content)


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(read, monkeypatch):
    monkeypatch.setattr(weighing, "MOST_UNZIPPED", 1_000_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    with pytest.raises(Refused, match="too large when unpacked"):
        read(stream.getvalue())


def test_more_rows_than_the_limit_are_refused(read, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        read("Name\n" + "Rosa Lima\n" * 4)


def test_no_cell_we_give_back_is_a_formula_and_it_comes_back_as_it_was(read):
    for cell in ("=1+1", "+1 416 555 0100", "-", "@x", "Rosa"):
        given_back = sheets.neutral(cell)
        assert given_back[:1] not in "=+-@"
        assert read(f'First name,Last name\nRosa,"{given_back}"\n')[1] == [(2, ["Rosa", cell])]


DAYS = (
    "2020-10-05|20201005|05/10/2020|5.10.2020|5-10-20|2020/10/5|44109|5 octobre 2020|Oct 5, 2020|"
    "5 Oct 2020|October 5th, 2020|2020-10-05T08:00"
)


@pytest.mark.parametrize("text", DAYS.split("|"))
def test_a_day_is_written_in_many_forms(text):
    assert cells.day(text, "dmy") == date(2020, 10, 5)


def test_the_month_comes_first_where_it_is_said():
    assert cells.day("10/05/2020", "mdy") == date(2020, 10, 5)
    assert cells.day("25/10/2020", "mdy") == date(2020, 10, 25)


@pytest.mark.parametrize("text", ["31/02/2020", "soon", "0", "99999999", "²"])
def test_what_is_no_day_is_said(text):
    with pytest.raises(Refused, match="is not a date"):
        cells.day(text)


def test_languages_are_known_by_name_and_by_code():
    told = ["French", "français", "FR-ca", "Anglais", "English (Canada)", "Pendjabi", "Punjabi"]
    assert [cells.language(text) for text in told] == ["fr", "fr", "fr", "en", "en", "pa", "pa"]


def test_languages_are_known_by_what_people_call_them():
    told = ["Tagalog", "tl", "Mandarin", "créole", "Ojibwe", "Farsi"]
    assert [cells.language(text) for text in told] == ["fil", "fil", "zh", "ht", "oj", "fa"]


NUMBERS = st.one_of(
    st.from_regex(r"(\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}", fullmatch=True),
    st.text("0123456789+() .-x", max_size=20),
)


@given(NUMBERS)
def test_the_short_way_to_read_a_number_says_what_the_long_way_says(text):
    assert phone_key(text) == any_phone_key(text)


EXPORTS = {
    "Action Network": {
        "email": "email",
        "first_name": "given_name",
        "last_name": "family_name",
        "zip_code": "postal_code",
        "can2_phone": "phone",
        "can2_user_city": "city",
        "can2_state_abbreviated": "province",
        "can2_user_tags": "",
        "uuid": "id_action_network",
    },
    "NationBuilder": {
        "nationbuilder_id": "id_nationbuilder",
        "first_name": "given_name",
        "last_name": "family_name",
        "email1": "email",
        "email2": "email",
        "mobile_number": "phone",
        "primary_address1": "street",
        "primary_city": "city",
        "primary_zip": "postal_code",
        "email_opt_in": "consent_email",
        "do_not_call": "refuse_call",
    },
    "CiviCRM": {
        "Contact ID": "id_civicrm",
        "First Name": "given_name",
        "Last Name": "family_name",
        "Street Address": "street",
        "Phone": "phone",
        "Do Not Phone": "refuse_call",
        "No Bulk Emails (User Opt Out)": "refuse_email",
        "Preferred Language": "language",
    },
    "": {
        "No de membre": "number",
        "Prénom": "given_name",
        "Nom": "family_name",
        "Courriel": "email",
        "Lieu de travail": "worksite",
    },
}


@pytest.mark.parametrize("system", EXPORTS)
def test_layouts_are_recognised(system):
    header = EXPORTS[system]
    assert columns.layout_of(header) == system
    assert columns.guess(list(header)) == list(header.values())


def test_no_name_of_a_column_means_two_things():
    names = [name for target in columns.TARGETS.values() for name in target.called.split("|")]
    assert len(names) == len(set(names))
    assert all(name == cells.plain(name) for name in names)


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 11), (400_000, 16_383), (2, 16_383)])
def test_a_cell_far_away_takes_no_memory(read, row, column):
    """Whoever leans on the keyboard leaves one behind; the reader would make room for them all."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "E-mail"])
        page.write_row(1, 0, ["Rosa Lima", "rosa@x.example"])
        page.write_string(row, column, "x")
    with pytest.raises(Refused, match=r"cells|columns"):
        read(stream.getvalue())


def test_a_row_told_as_a_million_is_refused_and_blank_ones_are_not(read):
    rows = [["Name"], ["Rosa Lima"]]
    filled, blank = (told_often(open_document(rows), cell) for cell in ("<text:p>x</text:p>", ""))
    with pytest.raises(Refused, match="cells"):
        read(filled)
    assert read(blank)[1] == [(2, ["Rosa Lima"])]


def told_often(document, cell):
    """The same document with a million times one more row, as LibreOffice writes them."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(told, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            one = f"<table:table-cell>{cell}</table:table-cell>" if cell else "<table:table-cell/>"
            more = f'<table:table-row table:number-rows-repeated="1048000">{one}</table:table-row>'
            new.writestr(name, text.replace("</table:table>", f"{more}</table:table>"))
    return told.getvalue()
