"""“Who looked at me”: what is noted when a record is opened, and who reads it."""

from datetime import timedelta

import pytest

from reclaim.core import clock
from reclaim.core.offers import Subject
from reclaim.people import services
from reclaim.people.models import Look, Membership, Person, Role
from reclaim.people.offers import personal_sections
from tests.builders import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def idris(local):
    """A member who has an account and a record here."""
    user = make_user("Idris")
    person = make_person(local, given_name="Idris", family_name="Cho", email=user.email, user=user)
    return person


def read_by(person):
    sections = personal_sections(Subject(user_id=person.user_id, email=person.email))
    found = [one for one in sections if one.title == "Who looked at your record"]
    return [tuple(row) for section in found for row in section.rows]


class TestOpeningARecord:
    def test_it_is_noted_once_a_day(self, client_of, ana, idris):
        client = client_of(ana)
        for _ in range(2):
            assert client.get(idris.get_absolute_url()).status_code == 200
        look = Look.objects.get()
        assert (look.person, look.viewer, look.day) == (idris, ana, clock.today())

    def test_the_person_reads_who_as_what_and_on_how_many_days(self, ana, idris):
        for days in (3, 1, 0):
            at = clock.now() - timedelta(days=days)
            services.note_look(idris, by=ana, at=at)
        assert read_by(idris) == [
            ("Ana", "campaign coordinator, Local 4120", "opened it", "3", "5 October 2026")
        ]

    def test_it_stands_on_their_page_and_in_their_file(self, client_of, ana, idris):
        client_of(ana).get(idris.get_absolute_url())
        for page in ("/me/", "/me.json"):
            told = client_of(idris.user).get(page).text
            assert "Who looked at your record" in told
            assert "Ana" in told

    def test_a_role_is_told_that_was_held_then(self, ana, idris, dora):
        services.note_look(idris, by=ana, at=clock.now())
        services.end_role(Membership.objects.get(user=ana), by=dora, at=clock.now())
        assert "campaign coordinator, Local 4120" in read_by(idris)[0]

    def test_whoever_may_not_see_it_leaves_no_trace(self, client_of, cleo, idris):
        assert client_of(cleo).get(idris.get_absolute_url()).status_code == 404
        assert not Look.objects.exists()

    def test_ones_own_record_is_not_noted(self, client_of, local, idris):
        services.give_role(idris.user, local, Role.ORGANIZER, by=None, at=clock.now())
        assert client_of(idris.user).get(idris.get_absolute_url()).status_code == 200
        assert not Look.objects.exists()

    def test_it_costs_one_query(self, ana, idris, django_assert_num_queries):
        with django_assert_num_queries(1):
            services.note_look(idris, by=ana, at=clock.now())


class TestTakingOutAList:
    def test_all_are_noted_in_one_query(self, ana, local, django_assert_num_queries):
        for n in range(30):
            make_person(local, given_name=f"N{n}")
        people = Person.objects.visible_to(ana)
        with django_assert_num_queries(1):
            assert services.note_looks(people, by=ana, at=clock.now()) == 30
        assert services.note_looks(people, by=ana, at=clock.now()) == 0
        assert set(Look.objects.values_list("why", flat=True)) == {"export"}

    def test_only_those_of_the_list_are(self, ana, local):
        chosen = [make_person(local, given_name=f"N{n}") for n in range(3)]
        some = Person.objects.filter(given_name__in=["N0", "N2"]).order_by("given_name")
        services.note_looks(some, by=ana, at=clock.now())
        services.note_looks(some[:1], by=ana, at=clock.now(), why="page")
        assert set(Look.objects.filter(why="export").values_list("person", flat=True)) == {
            chosen[0].pk,
            chosen[2].pk,
        }
        assert Look.objects.get(why="page").person == chosen[0]

    def test_an_empty_list_notes_nothing(self, ana):
        assert services.note_looks(Person.objects.none(), by=ana, at=clock.now()) == 0


class TestWhoReadsIt:
    def test_a_coordinator_reads_it_for_a_record(self, client_of, ana, dora, idris):
        services.note_look(idris, by=dora, at=clock.now())
        page = client_of(ana).get(f"/people/{idris.pk}/looks/").text
        assert "Dora" in page
        assert "administrator, Ontario Division" in page

    def test_an_organizer_does_not(self, client_of, local, idris):
        olu = make_user("Olu", local, Role.ORGANIZER)
        assert client_of(olu).get(f"/people/{idris.pk}/looks/").status_code == 404
        assert "/looks/" not in client_of(olu).get(idris.get_absolute_url()).text

    def test_who_looked_reads_how_many_and_not_whom(self, ana, idris):
        services.note_look(idris, by=ana, at=clock.now())
        sections = personal_sections(Subject(user_id=ana.pk, email=ana.email))
        (mine,) = [one for one in sections if one.title == "Records you looked at"]
        assert [tuple(row) for row in mine.rows] == [("1", "5 October 2026")]


class TestErasure:
    def test_whoever_is_erased_takes_it_along(self, ana, idris):
        services.note_look(idris, by=ana, at=clock.now())
        services.erase_oneself(idris.user, at=clock.now())
        assert not Look.objects.exists()

    def test_somebody_erased_looked_without_a_name(self, local, idris):
        olu = make_user("Olu", local, Role.ORGANIZER)
        services.note_look(idris, by=olu, at=clock.now())
        services.erase_oneself(olu, at=clock.now())
        assert read_by(idris)[0][0] == "somebody who was erased"
