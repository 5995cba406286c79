"""Noting, correcting and loading outcomes: nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.db import IntegrityError, transaction

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.win.scoreboard import offers, queries, services
from reclaim.win.scoreboard.models import Outcome, read_when
from tests.builders import make_outcome, make_service

HEADER = "place,province_or_country,service,what_happened,year,reported_result,source_url\n"


@pytest.fixture
def laundry(local):
    return make_service(local, "Laundry")


def note(service, by, **facts):
    given = {"result": "held", "title_en": "The tender was dropped", **facts}
    return services.note_outcome(service, by=by, at=clock.now(), **given)


def last_verb() -> str:
    return LogEntry.objects.order_by("-pk").first().additional_data["verb"]


# --- noting ---------------------------------------------------------------------------------
def test_a_coordinator_notes_what_came_of_a_service(laundry, ana):
    outcome = note(laundry, ana, when=read_when("2026-09"))
    assert (str(outcome.when), outcome.noted_by) == ("September 2026", ana)
    assert outcome.check_state == "reported"
    assert last_verb() == "note_outcome"


def test_a_member_does_not_note_outcomes(laundry, ben):
    with pytest.raises(Refused, match="Only coordinators and administrators of Local 4120"):
        note(laundry, ben)


def test_a_coordinator_elsewhere_does_not_note_ours(laundry, cleo):
    with pytest.raises(Refused, match="Only coordinators"):
        note(laundry, cleo)


def test_an_outcome_says_what_happened(laundry, ana):
    with pytest.raises(Refused, match="Say in one line"):
        note(laundry, ana, title_en=" ")


def test_what_is_verified_has_a_source(laundry, ana):
    with pytest.raises(Refused, match="Give the address of a source"):
        note(laundry, ana, check_state="verified")
    assert note(laundry, ana, check_state="verified", source="https://city.example/minutes")


def test_what_lies_ahead_has_not_happened(laundry, ana):
    with pytest.raises(Refused, match="has not happened yet"):
        note(laundry, ana, when=read_when("2027"))


def test_this_year_has_begun(laundry, ana):
    assert note(laundry, ana, when=read_when("2026")).when.year == 2026


# --- correcting -----------------------------------------------------------------------------
def test_a_correction_is_a_new_row_and_the_old_one_stays_as_it_was(laundry, ana):
    old = note(laundry, ana, result="lost", when=read_when("2024"))
    newer = services.correct_outcome(old, result="held", by=ana, at=clock.now())
    assert (newer.replaces, newer.result, str(newer.when)) == (old, "held", "2024")
    old.refresh_from_db()
    assert (old.result, old.is_replaced) == ("lost", True)
    assert [row.pk for row in queries.story(laundry)] == [newer.pk, old.pk]
    assert last_verb() == "correct_outcome"


def test_a_line_is_corrected_once_and_then_its_correction_is(laundry, ana):
    first = note(laundry, ana)
    second = services.correct_outcome(first, title_en="Withdrawn", by=ana, at=clock.now())
    with pytest.raises(Refused, match="corrected already"):
        services.correct_outcome(first, title_en="Again", by=ana, at=clock.now())
    services.correct_outcome(second, title_en="Again", by=ana, at=clock.now())
    assert [row.title for row in Outcome.objects.in_force()] == ["Again"]
    assert Outcome.objects.count() == 3


def test_a_member_does_not_correct(laundry, ana, ben):
    with pytest.raises(Refused, match="Only coordinators"):
        services.correct_outcome(note(laundry, ana), result="lost", by=ben, at=clock.now())


def test_what_never_happened_is_taken_back_and_stays_readable(laundry, ana):
    wrong = note(laundry, ana)
    services.correct_outcome(wrong, result="mistake", by=ana, at=clock.now())
    assert not Outcome.objects.in_force().exists()
    assert len(queries.story(laundry)) == 2


def test_a_case_elsewhere_is_corrected_by_the_installations_keeper_only(ana, staff, db):
    case = Outcome.objects.create(
        place="Berlin, Germany", result="returned", title_en="Water", noted_at=clock.now()
    )
    with pytest.raises(Refused, match="whoever keeps this site"):
        services.correct_outcome(case, title_en="Decided", by=ana, at=clock.now())
    newer = services.correct_outcome(case, title_en="Decided", by=staff, at=clock.now())
    assert queries.cases_elsewhere() == [newer]


# --- loading cases elsewhere ----------------------------------------------------------------
@pytest.fixture
def bundled() -> Path:
    return Path(settings.DATA) / "insourcing" / "seed_cases.csv"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_bundled_cases_are_loaded_once(db, bundled):
    assert services.load_reported_cases(bundled, at=clock.now()) == 8
    assert services.load_reported_cases(bundled, at=clock.now()) == 0
    cases = queries.cases_elsewhere()
    assert len(cases) == 8
    assert {case.check_state for case in cases} == {"reported"}
    assert all(case.source.startswith("http") for case in cases)


def test_the_bundled_cases_are_told_in_both_languages(db, bundled):
    services.load_reported_cases(bundled, at=clock.now())
    berlin = Outcome.objects.get(place="Berlin, Germany")
    assert berlin.title_en == "Water: decided to remunicipalise"
    assert berlin.title_fr == "Eau\N{NO-BREAK SPACE}: retour en gestion publique décidé"


def test_the_bundled_cases_keep_the_dates_they_were_told_with(db, bundled):
    services.load_reported_cases(bundled, at=clock.now())
    told = {case.place: str(case.when) for case in queries.cases_elsewhere()}
    assert told["Hamilton, ON"] == "2004"
    assert told["Paris, France"] == "2009–2010"
    assert told["Port Moody, BC"] == "by 2016"
    assert told["Port Hawkesbury, NS"] == "date not known"


def test_a_corrected_case_is_not_loaded_again(staff, bundled):
    services.load_reported_cases(bundled, at=clock.now())
    case = Outcome.objects.get(place="Berlin, Germany")
    services.correct_outcome(case, title_en="Decided only", by=staff, at=clock.now())
    assert services.load_reported_cases(bundled, at=clock.now()) == 0


def test_a_file_without_a_column_is_refused_whole(db, tmp_path):
    path = write(tmp_path, "place,service\nHamilton,water\n")
    with pytest.raises(Refused, match=r"cases.csv has no column province_or_country, source_url"):
        services.load_reported_cases(path, at=clock.now())


def test_a_year_that_cannot_be_read_is_named_and_nothing_is_kept(db, tmp_path):
    good = "Hamilton,ON,water,returned,2004,,https://a.example/1\n"
    bad = "Berlin,Germany,water,returned,soon,,https://a.example/2\n"
    with pytest.raises(Refused, match="“soon” is not a date we can read"):
        services.load_reported_cases(write(tmp_path, HEADER + good + bad), at=clock.now())
    assert not Outcome.objects.exists()


# --- what the database refuses --------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "Hamilton, ON"},
        {"title_en": ""},
        {"noted_by": None},
        {"result": "mistake"},
        {"earliest_on": "2024-05-01", "latest_on": "2024-04-01"},
        {"earliest_on": "2024-05-01", "latest_on": None},
    ],
    ids=["ours and elsewhere", "says nothing", "by nobody", "mistake of nothing", "ends", "open"],
)
def test_the_database_refuses_an_outcome_that_makes_no_sense(laundry, ana, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_outcome(laundry, **{"result": "held", "when": "2024", "by": ana, **wrong})


def test_the_database_refuses_a_second_correction_of_one_line(laundry, ana):
    old = make_outcome(laundry, "held", "2024", ana)
    make_outcome(laundry, "lost", "2024", ana, replaces=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_outcome(laundry, "returned", "2024", ana, replaces=old)


# --- what is kept about people --------------------------------------------------------------
def test_a_person_reads_what_they_noted(laundry, ana):
    note(laundry, ana)
    section = offers.personal_sections(Subject(user_id=ana.pk))[0]
    assert section.rows == [("Laundry", "The tender was dropped", "5 October 2026")]
    assert offers.personal_sections(Subject(email="nobody@people.example")) == []
