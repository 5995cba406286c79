"""Sources are read every day; what can't be read is said in one sentence, in both languages."""

import pytest
from django.utils import translation

from reclaim.core import clock
from reclaim.watch import figures, services
from reclaim.watch.models import Reading
from tests.builders import AWARDS_HEADER, CALLS_HEADER, award_line, call_line, make_source

pytestmark = pytest.mark.django_db


def read(**facts):
    [report] = services.read_sources(at=clock.now(), **facts)
    return report


def test_rows_in_are_rows_kept_and_rows_set_aside(published):
    published(call_line(), call_line(issued="3016-01-01"), call_line(number="", text=""))
    report = read()
    assert (report.rows_in, report.rows_kept, report.rows_set_aside) == (3, 1, 2)
    reading = Reading.objects.get()
    assert reading.rows_in == reading.rows_kept + sum(reading.set_aside.values())


def test_the_same_file_again_says_nothing_new(published):
    published(call_line())
    assert read().is_new
    assert not read().is_new
    assert Reading.objects.count() == 1


def test_a_newer_file_is_a_reading_of_its_own(published):
    first = call_line()
    published(first)
    read()
    published(first, call_line())
    assert read().rows_new == 1
    assert Reading.objects.count() == 2


def test_progress_is_told_row_by_row(published):
    published(call_line(), call_line())
    seen = []
    read(progress=lambda source, rows: seen.append((source.slug, rows)))
    assert seen[-1] == ("toronto-solicitations", 2)


def trouble_in(language):
    with translation.override(language):
        return read().trouble.replace("\xa0", " ")


def test_a_missing_file_is_one_sentence(settings, tmp_path, published):
    settings.DATA = tmp_path
    make_source()
    assert trouble_in("en").startswith("There is no file at ")
    assert trouble_in("fr").startswith("Il n’y a aucun fichier à ")
    assert Reading.objects.count() == 0


def test_an_empty_file_is_one_sentence(published):
    published().write_bytes(b"")
    assert trouble_in("en") == "toronto-solicitations.csv is empty: there is nothing to read."
    assert trouble_in("fr") == "toronto-solicitations.csv est vide : il n’y a rien à lire."


def test_a_wrong_header_is_one_sentence(published):
    published(header=CALLS_HEADER.replace("Submission Deadline,", ""))
    assert "which also needs: submission deadline" in trouble_in("en").lower()
    assert "à laquelle il manque" in trouble_in("fr")


def test_one_source_in_trouble_does_not_keep_the_others_from_being_read(published):
    published().write_bytes(b"")
    published(award_line(), slug="toronto-awards", header=AWARDS_HEADER)
    reports = services.read_sources(at=clock.now())
    assert [(r.source.slug, r.rows_kept, bool(r.trouble)) for r in reports] == [
        ("toronto-awards", 1, False),
        ("toronto-solicitations", 0, True),
    ]


def test_latin_1_where_utf_8_was_promised_is_read_and_noted(published):
    published().write_bytes(
        (CALLS_HEADER + "\r\n" + call_line(text="Gardiens à Montréal") + "\r\n").encode("latin-1")
    )
    report = read()
    assert (report.rows_kept, report.trouble) == (1, "")
    assert Reading.objects.get().encoding == "windows-1252"


@pytest.mark.parametrize(
    ("line", "english", "french"),
    [
        (
            award_line(amount="$1,2,3"),
            "“$1,2,3” can't be read as one amount of money.",
            "« $1,2,3 » ne se lit pas comme un seul montant.",
        ),
        (
            award_line(day="3016-01-01"),
            "3016-01-01 is no date a contract can have (Award Authority Obtained Date).",
            "Aucun contrat ne peut porter la date 3016-01-01 (Award Authority Obtained Date).",
        ),
        (
            "1,44,RFP",
            "The row has 3 cells where the header has 14.",
            "La ligne compte 3 cases et l’en-tête, 14.",
        ),
        (
            '1,44,RFP,Goods,Garda,100,2024-01-01,"Corporate Security,,,,text,,',
            "A quotation mark in the row is never closed, or closes in the wrong place.",
            "Un guillemet de la ligne n’est jamais fermé, ou l’est au mauvais endroit.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_with_its_sentence(published, line, english, french):
    published(award_line(), line, award_line(), slug="toronto-awards", header=AWARDS_HEADER)
    report = read()
    assert (report.rows_kept, report.rows_set_aside) == (2, 1)

    for language, sentence in (("en", english), ("fr", french)):
        with translation.override(language):
            [row] = figures.set_aside_rows("toronto-awards", 0, 10)
            assert row["sentence"].replace("\xa0", " ") == sentence
            assert row["row_number"] == 2
