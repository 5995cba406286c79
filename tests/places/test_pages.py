"""The pages of places: works, wrong method, teammate, stranger, visitor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reclaim.people.models import User
from reclaim.places.models import BoundarySet, District
from tests.builders import make_district, make_office, make_term

ClientOf = Callable[[User], Client]
LOOKUP = "/places/"


@pytest.fixture
def beaches(ontario: BoundarySet) -> District:
    return ontario.districts.get(name_en="Beaches—East York")


@pytest.fixture
def bens(client_of: ClientOf, ben: User) -> Client:
    return client_of(ben)


def test_a_postal_code_shows_both_members(
    bens: Client, ontario: BoundarySet, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        page = bens.get(LOOKUP, {"code": "m4c1m5"})
    assertContains(page, "Member of Provincial Parliament for Beaches—East York")
    assertContains(page, "Member of Parliament for Beaches—East York")
    assertContains(page, "at the 2016 census")
    assertContains(page, "Nearest community")
    assertNotContains(page, ">rural<")


def test_a_rural_area_is_marked_and_its_districts_are_offered(
    bens: Client, ontario: BoundarySet
) -> None:
    page = bens.get(LOOKUP, {"code": "K0A 1L0"})
    assertContains(page, ">rural<")
    assertContains(page, "K0A lies in more than one district. Which is yours?", count=2)
    assertContains(page, "about a third of it (33%)")


def test_a_chosen_district_takes_the_place_of_the_found_one(
    bens: Client, beaches: District, ontario: BoundarySet
) -> None:
    danforth = ontario.districts.get(name_en="Toronto—Danforth")
    page = bens.get(LOOKUP, {"code": "M4C", "provincial": danforth.pk})
    assertContains(page, "Member of Provincial Parliament for Toronto—Danforth")
    assertContains(page, "Member of Parliament for Beaches—East York")


def test_a_chosen_district_stays_when_the_other_level_is_chosen(
    bens: Client, ontario: BoundarySet
) -> None:
    chosen = ontario.districts.get(name_en="Carleton").pk
    page = bens.get(LOOKUP, {"code": "K0A", "provincial": chosen})
    assertContains(page, f'<input type="hidden" name="provincial" value="{chosen}">', html=True)


def test_a_district_of_another_drawing_is_not_taken(
    bens: Client, ontario: BoundarySet, federal: BoundarySet
) -> None:
    riding = federal.districts.get(name_en="Toronto—Danforth")
    page = bens.get(LOOKUP, {"code": "M4C", "provincial": riding.pk})
    assertContains(page, "Member of Provincial Parliament for Beaches—East York")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("KOA", "Did you mean K0A, with a zero?"),
        ("90210", "is not a Canadian postal code"),
        ("X9X 1A1", "know the postal area X9X"),
        ("", "Enter a postal code, such as M4C 1M5."),
    ],
)
def test_a_wrong_postal_code_is_answered_beside_the_field_and_kept(
    bens: Client, ontario: BoundarySet, typed: str, sentence: str
) -> None:
    page = bens.get(LOOKUP, {"code": typed})
    assertContains(page, sentence)
    if typed:
        assertContains(page, f'value="{typed}"')


def test_a_known_area_without_shares_leads_to_the_search(
    bens: Client, ontario: BoundarySet
) -> None:
    page = bens.get(LOOKUP, {"code": "V6B"})
    assertContains(page, "know which of these districts V6B lies in")
    assertContains(page, reverse("places:districts"))


def test_a_position_shows_both_members(bens: Client, ontario: BoundarySet) -> None:
    page = bens.post("/places/here/", {"latitude": "43.69", "longitude": "-79.30"})
    assertContains(page, "Member of Provincial Parliament for Beaches—East York")
    assertContains(page, "Member of Parliament for Beaches—East York")


def test_a_position_on_the_water_says_so(bens: Client, ontario: BoundarySet) -> None:
    page = bens.post("/places/here/", {"latitude": "43.45", "longitude": "-78.9"})
    assertContains(page, "This position lies in none of these districts", count=2)


@pytest.mark.parametrize("latitude", ["", "north", "nan", "91"])
def test_a_position_that_cannot_be_read_is_answered_kindly(
    bens: Client, ontario: BoundarySet, latitude: str
) -> None:
    page = bens.post("/places/here/", {"latitude": latitude, "longitude": "-79"})
    assertContains(page, "Enter the postal code instead.")


def test_a_position_is_only_taken_in_the_body(bens: Client, ontario: BoundarySet) -> None:
    assert bens.get("/places/here/").status_code == 405


def test_districts_are_found_by_name_without_accents_and_by_member(
    bens: Client, ontario: BoundarySet, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        page = bens.get("/places/districts/", {"q": "quebec"})
    assertContains(page, ">Québec<")
    assertContains(bens.get("/places/districts/", {"q": "erskine-smith"}), "Beaches—East York")


def test_a_search_that_finds_nothing_says_what_to_try(bens: Client, ontario: BoundarySet) -> None:
    page = bens.get("/places/districts/", {"q": "Atlantis"})
    assertContains(page, "No district or member here has “Atlantis” in the name")


def test_a_district_shows_its_member_map_population_and_source(
    bens: Client, beaches: District, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        page = bens.get(f"/places/districts/{beaches.pk}/")
    assertContains(page, "Rima Berns-McGown")
    assertContains(page, "ontario_members_2021.csv:")
    assertContains(page, "As published in 2021")
    assertContains(page, 'aria-label="Map of Beaches—East York"')
    assertContains(page, "109,465 people")


def test_boundaries_that_were_replaced_say_so(bens: Client, federal: BoundarySet) -> None:
    riding = federal.districts.get(name_en="Avalon")
    page = bens.get(f"/places/districts/{riding.pk}/")
    assertContains(page, "in force until 22 March 2025; new ones have been drawn since")


def test_former_members_stay_on_the_district_s_page(bens: Client, db: None) -> None:
    office = make_office(make_district())
    old = make_term(office, since="2015-10-19", until="2021-09-19")
    assert office.district is not None
    page = bens.get(f"/places/districts/{office.district.pk}/")
    assertContains(page, str(old.official))
    assertContains(page, "Vacant, or not known to us")


def test_the_page_reads_in_french(bens: Client, ontario: BoundarySet) -> None:
    page = bens.get("/fr/places/", {"code": "M4C"})
    assertContains(page, "Circonscription provinciale de Beaches—East York")
    assertContains(page, "Assemblée législative de l&#x27;Ontario")


@pytest.mark.parametrize("name", ["lookup", "districts", "district"])
def test_a_page_is_only_read(bens: Client, name: str) -> None:
    assert bens.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", ["lookup", "districts", "district"])
def test_public_facts_are_open_to_a_teammate_and_to_a_stranger_alike(
    client_of: ClientOf, ana: User, cleo: User, name: str
) -> None:
    for user in (ana, cleo):
        assert client_of(user).get(address(name)).status_code == 200


@pytest.mark.parametrize("name", ["lookup", "here", "districts", "district"])
def test_a_visitor_is_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    url = address(name)
    page = client.post(url) if name == "here" else client.get(url)
    assertRedirects(page, f"{reverse('account_login')}?next={url}", fetch_redirect_response=False)


def test_a_district_that_is_not_there_is_a_404(bens: Client) -> None:
    assert bens.get("/places/districts/999999/").status_code == 404


def address(name: str) -> str:
    if name == "district":
        return reverse("places:district", args=[make_district().pk])
    return reverse(f"places:{name}")
