"""Finding districts, and the people in them, by postal code and by position."""

from __future__ import annotations

import math

import pytest
from pytest_django import DjangoAssertNumQueries

from reclaim.core.errors import Refused
from reclaim.places import queries
from reclaim.places.models import BoundarySet, District, Office, PostalArea, PostalShare
from tests.builders import make_boundary_set, make_district, make_office, make_term


def test_m4c_1m5_lies_in_beaches_east_york(ontario: BoundarySet) -> None:
    found = queries.find_by_postal_code("M4C 1M5", ontario)
    assert found.is_sure
    assert found.district is not None
    assert found.district.name_en == "Beaches—East York"
    assert found.measure == PostalShare.Measure.ADDRESSES


def test_m4c_lies_in_the_federal_riding_of_the_same_name(federal: BoundarySet) -> None:
    found = queries.find_by_postal_code("m4c", federal)
    assert str(found.district) == "Beaches—East York"
    assert found.postal_area.code == "M4C"


def test_m5v_is_just_short_of_sure_so_its_candidates_are_asked(ontario: BoundarySet) -> None:
    found = queries.find_by_postal_code("M5V 3L9", ontario)
    assert found.district is None
    assert found.candidates[0].district.name_en == "Spadina—Fort York"
    assert found.candidates[0].share == pytest.approx(238 / 251, abs=1e-5)  # 94.8 percent


def test_k0a_lies_in_many_districts_largest_first(ontario: BoundarySet) -> None:
    found = queries.find_by_postal_code("K0A", ontario)
    shares = [share for _district, share in found.candidates]
    assert len(shares) == 14
    assert shares == sorted(shares, reverse=True)
    assert found.district is None
    assert found.postal_area.is_rural
    assert len(found.likely) + len(found.unlikely) == 14


def test_most_of_the_land_is_not_most_of_the_people(federal: BoundarySet) -> None:
    # P3E: 96 percent of the land lies in Nickel Belt, and most of its doors in the city.
    found = queries.find_by_postal_code("P3E", federal)
    assert found.measure == PostalShare.Measure.AREA
    assert 0.95 < found.candidates[0].share < queries.SURE_SHARE_OF_LAND
    assert found.district is None


def test_federal_shares_are_counted_by_addresses_where_the_districts_are_the_same(
    ontario: BoundarySet, federal: BoundarySet
) -> None:
    provincial = queries.find_by_postal_code("K0M", ontario)
    riding = queries.find_by_postal_code("K0M", federal)
    assert riding.measure == PostalShare.Measure.ADDRESSES
    assert [(str(d), s) for d, s in riding.candidates] == [
        (str(d), s) for d, s in provincial.candidates
    ]


def test_the_shares_of_an_area_make_a_whole(ontario: BoundarySet, federal: BoundarySet) -> None:
    for boundary_set in (ontario, federal):
        for area in PostalArea.objects.filter(code__in=["M4C", "K0A", "P3E", "L1G"]):
            found = queries.find_by_postal_code(area.code, boundary_set)
            assert sum(share for _, share in found.candidates) == pytest.approx(1, abs=1e-4)


def test_an_unknown_area_is_named_with_what_was_typed(ontario: BoundarySet) -> None:
    with pytest.raises(Refused, match=r"We don't know the postal area X9X. Please check X9X 1A1"):
        queries.find_by_postal_code("x9x1a1", ontario)


def test_a_known_area_without_shares_has_no_candidates(ontario: BoundarySet) -> None:
    found = queries.find_by_postal_code("V6B", ontario)
    assert found.candidates == []
    assert found.district is None
    assert found.measure_in_words == ""


def test_a_position_finds_its_district_at_both_levels(
    ontario: BoundarySet, federal: BoundarySet
) -> None:
    for boundary_set in (ontario, federal):
        found = queries.find_by_position(43.69, -79.30, boundary_set)
        assert str(found) == "Beaches—East York"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (43.45, -78.9),  # Lake Ontario
        (48.86, 2.35),  # Paris
        (143.7, -79.3),  # off the globe
        (math.nan, -79.3),
        (43.7, math.inf),
    ],
)
def test_a_position_outside_every_district_finds_none(
    ontario: BoundarySet, latitude: float, longitude: float
) -> None:
    assert queries.find_by_position(latitude, longitude, ontario) is None


def test_a_new_drawing_is_seen_at_once(db: None) -> None:
    boundary_set = make_boundary_set()
    assert queries.find_by_position(0.5, 0.5, boundary_set) is None
    district = make_district(boundary_set)
    assert queries.find_by_position(0.5, 0.5, boundary_set) == district


def test_looking_up_a_position_again_does_not_read_the_shapes(
    ontario: BoundarySet, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queries.find_by_position(43.69, -79.30, ontario)
    with django_assert_num_queries(2):  # has the drawing changed; the district's row
        queries.find_by_position(45.42, -75.69, ontario)


def test_the_nearest_community_is_named(ontario: BoundarySet) -> None:
    assert str(queries.nearest_community(42.98, -81.25)) == "London, ON"


def test_no_community_is_near_the_pole(ontario: BoundarySet) -> None:
    assert queries.nearest_community(89.0, 0.0) is None


def test_quebec_ridings_keep_their_accents(federal: BoundarySet) -> None:
    found = queries.find_by_position(46.80, -71.25, federal)
    assert found is not None
    assert found.name_en == "Québec"
    assert "à" not in found.name_en


def test_bytes_once_misread_are_mended(federal: BoundarySet) -> None:
    name = "Beauport—Côte-de-Beaupré—Île d'Orléans—Charlevoix"
    riding = District.objects.get(boundary_set=federal, name_en=name)
    assert riding.name_fr == name
    assert District.objects.filter(name_fr__contains="Île-des-Sœurs").exists()


def test_the_member_for_a_district_is_found_in_both_houses(
    ontario: BoundarySet, federal: BoundarySet
) -> None:
    for boundary_set, body in ((ontario, "Legislative Assembly"), (federal, "House of Commons")):
        district = boundary_set.districts.get(name_en="Beaches—East York")
        term = queries.official_for(district)
        assert term is not None
        assert term.email.endswith(".example")
        assert body in term.office.body_en


def test_a_vacant_riding_has_an_office_and_nobody_in_it(federal: BoundarySet) -> None:
    vacant = federal.districts.get(code="35023")
    assert queries.office_for(vacant) is not None
    assert queries.official_for(vacant) is None


def test_terms_of_many_offices_take_one_query(
    ontario: BoundarySet, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    offices = list(Office.objects.filter(district__boundary_set=ontario))
    with django_assert_num_queries(1):
        terms = queries.terms_for(offices)
        names = [str(terms[office.pk].official) for office in offices]
    assert len(names) == 124


def test_a_letter_goes_to_the_person_in_the_office_else_to_the_office(db: None) -> None:
    office = make_office(email="clerk@council.example")
    assert queries.address_of(office) == "clerk@council.example"
    term = make_term(office, email="ada@council.example")
    assert queries.address_of(office, term) == "ada@council.example"
