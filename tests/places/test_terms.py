"""Officials come and go; their terms stay."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.utils import timezone, translation

from reclaim.people.models import User
from reclaim.places import queries, services
from reclaim.places.models import BoundarySet, District, Office, Official, Term
from tests.builders import make_boundary_set, make_district

pytestmark = pytest.mark.django_db
HEADER = "district_id,district_name,given_name,family_name,party,from_date,email"
READ_ON = timezone.make_aware(datetime(2026, 3, 10, 12))
ADA = "1,Harbour,Ada,Ferreira,Independent,2021-09-20,ada@house.example"
BRUNO = "1,Harbour,Bruno,Okafor,Labour,2025-04-28,bruno@house.example"
CARA = "2,Québec—Hill,Cara,Roy,,,cara@house.example"


@pytest.fixture
def house() -> BoundarySet:
    boundary_set = make_boundary_set(slug="federal-2013")
    make_district(boundary_set, code="1", name_en="Harbour")
    make_district(boundary_set, code="2", name_en="Québec—Hill")
    return boundary_set


def read(folder: Path, *rows: str, by: User | None = None) -> services.Report:
    path = folder / "members.csv"
    path.write_text("\n".join([HEADER, *rows]))
    return services.load_members(services.HOUSE_OF_COMMONS, path, by=by, at=READ_ON)


def history(district: District) -> list[tuple[str, date | None, date | None]]:
    return [(str(term.official), term.since, term.until) for term in queries.history_of(district)]


def test_a_new_member_ends_the_old_term_and_the_history_stays(
    house: BoundarySet, tmp_path: Path
) -> None:
    harbour = house.districts.get(code="1")
    read(tmp_path, ADA)
    report = read(tmp_path, BRUNO)
    assert (report.new, report.ended) == (1, 1)
    assert history(harbour) == [
        ("Bruno Okafor", date(2025, 4, 28), None),
        ("Ada Ferreira", date(2021, 9, 20), date(2025, 4, 27)),
    ]
    term = queries.official_for(harbour)
    assert term is not None
    assert term.email == "bruno@house.example"


def test_a_successor_whose_first_day_is_unknown_ends_the_old_term_by_the_day_of_reading(
    house: BoundarySet, tmp_path: Path
) -> None:
    read(tmp_path, CARA)
    read(tmp_path, CARA.replace("Cara", "Dan"))
    assert history(house.districts.get(code="2")) == [
        ("Dan Roy", None, None),
        ("Cara Roy", None, date(2026, 3, 9)),
    ]


def test_a_seat_that_falls_vacant_keeps_its_office_and_history(
    house: BoundarySet, tmp_path: Path
) -> None:
    harbour = house.districts.get(code="1")
    read(tmp_path, ADA, CARA)
    report = read(tmp_path, CARA)
    assert report.ended == 1
    assert queries.official_for(harbour) is None
    assert queries.office_for(harbour) is not None
    assert history(harbour) == [("Ada Ferreira", date(2021, 9, 20), date(2026, 3, 9))]


def test_a_vacancy_written_as_an_empty_name_is_set_aside(
    house: BoundarySet, tmp_path: Path
) -> None:
    report = read(tmp_path, CARA, "1,Harbour,,,,,")
    assert (report.kept, report.reasons) == (1, {"a vacant seat": 1})


def test_a_re_elected_member_begins_a_new_term_as_the_same_person(
    house: BoundarySet, tmp_path: Path
) -> None:
    read(tmp_path, ADA)
    read(tmp_path, ADA.replace("2021-09-20", "2025-04-28"))
    assert Official.objects.count() == 1
    assert [until for _name, _since, until in history(house.districts.get(code="1"))] == [
        None,
        date(2025, 4, 27),
    ]


def test_a_new_address_corrects_the_term_without_ending_it(
    house: BoundarySet, tmp_path: Path
) -> None:
    read(tmp_path, ADA)
    report = read(tmp_path, ADA.replace("ada@", "a.ferreira@"))
    assert (report.new, report.changed, report.ended) == (0, 1, 0)
    assert Term.objects.get().email == "a.ferreira@house.example"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ADA.replace("1,Harbour", "9,Atlantis"), "a district we don't know"),
        (ADA.replace("1,Harbour", "2,Harbour"), "the district's number and name disagree"),
        ("1,Harbour", "too few or too many cells"),
    ],
)
def test_a_member_who_cannot_be_seated_is_set_aside(
    house: BoundarySet, tmp_path: Path, row: str, reason: str
) -> None:
    report = read(tmp_path, CARA, row)
    assert (report.rows, report.kept, report.reasons) == (2, 1, {reason: 1})


def test_a_second_member_for_one_seat_is_set_aside(house: BoundarySet, tmp_path: Path) -> None:
    report = read(tmp_path, ADA, BRUNO)
    assert report.reasons == {"a second member for one district": 1}


def test_a_district_is_matched_by_name_when_its_number_is_unknown(
    house: BoundarySet, tmp_path: Path
) -> None:
    read(tmp_path, "Q-2,quebec–hill,Cara,Roy,,,cara@house.example")
    term = queries.official_for(house.districts.get(code="2"))
    assert str(term.official if term else "") == "Cara Roy"


def test_two_members_of_one_name_are_two_people(house: BoundarySet, tmp_path: Path) -> None:
    read(tmp_path, ADA, ADA.replace("1,Harbour", "2,Québec—Hill"))
    assert Official.objects.count() == 2


def test_a_term_says_where_it_was_read_and_what_year_it_speaks_of(
    house: BoundarySet, tmp_path: Path
) -> None:
    read(tmp_path, ADA)
    term = Term.objects.get()
    assert (term.source, term.as_of) == ("members.csv:2", "2023")


def test_reading_members_leaves_a_line_of_who_did_it(
    house: BoundarySet, tmp_path: Path, ana: User
) -> None:
    read(tmp_path, ADA, by=ana)
    line = LogEntry.objects.get_for_object(house).get()
    assert line.actor == ana
    assert line.additional_data == {"verb": "members read", "begun": 1, "ended": 0}


def test_an_office_has_its_title_in_both_languages(house: BoundarySet, tmp_path: Path) -> None:
    read(tmp_path, ADA)
    office = Office.objects.get(district__code="1")
    assert office.title == "Member of Parliament for Harbour"
    with translation.override("fr"):
        assert (office.title, office.body) == (
            "Circonscription fédérale de Harbour",
            "Chambre des communes",
        )


def open_committee(**changes: str) -> Office:
    facts = {
        "slug": "toronto-general-government-committee",
        "email": "clerk.ggc@toronto.example",
        "body_en": "Toronto City Council",
        "title_en": "General Government Committee",
        **changes,
    }
    return services.open_committee_office(by=None, at=READ_ON, **facts)


def test_a_committee_is_written_to_through_its_clerk() -> None:
    office = open_committee()
    assert queries.address_of(office) == "clerk.ggc@toronto.example"
    assert office.district is None


def test_opening_a_committee_again_changes_nothing() -> None:
    assert open_committee() == open_committee()
    assert LogEntry.objects.get_for_objects(Office.objects.all()).count() == 1


def test_a_committee_s_new_clerk_is_a_correction_of_the_same_office() -> None:
    office = open_committee()
    assert open_committee(email="clerk2.ggc@toronto.example") == office
    assert Office.objects.get().email == "clerk2.ggc@toronto.example"
