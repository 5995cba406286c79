"""A list of people: its pages, its order, its columns, whom it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.union import filling as union
from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import ColumnChoice, LocalMembership, Organization, Person
from reclaim.people.queries import lists
from reclaim.people.queries.list_columns import columns_for, postal_area
from tests.builders import make_person, make_user, make_worksite
from tests.people.segment_builders import make_segment

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture
def few(monkeypatch):
    """Three people count as many, and two make a page: as if it were a million."""
    monkeypatch.setattr(lists, "SMALL", 2)
    monkeypatch.setattr(lists, "A_PAGE", 2)


def walk(user, order="name", slug="", *, backwards=False):
    """Everybody, page by page, from one end to the other."""
    found, place = [], lists.Place(is_last=backwards)
    for _turn in range(500):
        where = lists.scope(user, slug)
        page = lists.page(where, where.everybody(), lists.Order.read(order), place)
        keys = [one.pk for one in page.people]
        found = keys + found if backwards else found + keys
        if not (page.has_earlier if backwards else page.has_later):
            return found
        place = lists.Place(before=keys[0]) if backwards else lists.Place(after=keys[-1])
    raise AssertionError("It never ends.")


class TestPages:
    @pytest.fixture
    def made(self, db):
        return union.fill(400, 20)

    @pytest.mark.parametrize("small", [10, 5_000])
    @pytest.mark.parametrize("order", ["name", "-name", "email", "-job", "language", "-added"])
    def test_walking_through_them_meets_everybody_once_in_order(
        self, made, order, small, monkeypatch
    ):
        monkeypatch.setattr(lists, "SMALL", small)
        monkeypatch.setattr(lists, "A_PAGE", 30)
        for user in (made.ada, made.cora, made.lou):
            names = lists.Order.read(order).fields
            signed = ["-" + name if order.startswith("-") else name for name in names]
            people = Person.objects.visible_to(user).order_by(*signed)
            expected = list(people.values_list("pk", flat=True))
            assert expected
            assert walk(user, order) == expected
            assert walk(user, order, backwards=True) == expected

    def test_a_guest_of_a_local_stands_among_its_people(self, made, few):
        guests = LocalMembership.objects.filter(is_elsewhere=True).in_force()
        one = guests.exclude(organization__path__startswith=made.council.path).first()
        user = make_user("Gil", one.organization, "organizer")
        assert one.person_id in walk(user)
        assert len(walk(user)) == Person.objects.visible_to(user).count()


def test_names_stand_by_their_plain_letters(local):
    named = ["Zhu", "émond", "Emond", "Élie", "D'Souza", "de Souza", "Côté", "Cote", "ਕੌਰ", ""]
    for number, family in enumerate(named):
        make_person(local, family_name=family, given_name=f"Ann{number}", email="")
    people = Person.objects.order_by("name_key", "pk").values_list("family_name", flat=True)
    expected = ["", "Côté", "Cote", "de Souza", "D'Souza", "Élie", "émond", "Emond", "Zhu", "ਕੌਰ"]
    assert list(people) == expected
    Person.objects.filter(family_name="Zhu").update(family_name="Abe")
    assert Person.objects.get(family_name="Abe").name_key == "abe ann0"


def test_who_has_no_name_stands_by_their_address(local):
    person = make_person(local, given_name="", family_name="", email="Quin@home.example")
    assert Person.objects.get(pk=person.pk).name_key == "quin@home.example"


class TestPage:
    def test_it_leads_on_back_to_the_end_and_to_a_letter(self, client_of, ana, local, few):
        for name in ("Abe", "Bol", "Cam", "Dee", "Eng"):
            make_person(local, family_name=name)
        client = client_of(ana)
        first = client.get(LIST).text
        assert "Idris Abe" in first
        assert "Idris Cam" not in first
        assert ">Later<" in first
        assert ">Earlier<" not in first
        last = client.get(LIST, {"last": "1"}).text
        assert "Idris Eng" in last
        assert ">Later<" not in last
        lettered = client.get(LIST, {"from": "c"}).text
        assert "Idris Cam" in lettered
        assert "Bol" not in lettered

    def test_somebody_who_is_gone_leads_to_the_first_page(self, client_of, ana, local, few):
        for name in ("Abe", "Bol", "Cam"):
            make_person(local, family_name=name)
        page = client_of(ana).get(LIST, {"before": "999999"})
        assert "Idris Abe" in page.text

    def test_nothing_is_told_of_where_somebody_out_of_reach_stands(
        self, client_of, cleo, local, other_local, few
    ):
        hidden = make_person(local, family_name="Mid")
        make_person(other_local, family_name="Abe")
        make_person(other_local, family_name="Zed")
        page = client_of(cleo).get(LIST, {"after": str(hidden.pk)}).text
        assert "Abe" in page

    def test_how_many_is_asked_apart_among_many(self, client_of, ana, local, few):
        for _ in range(3):
            make_person(local)
        client = client_of(ana)
        page = client.get(LIST).text
        assert "/people/count/?" in page
        assert "3 people" not in page
        assert "3 people" in client.get("/people/count/").text

    def test_a_click_on_a_head_sorts_and_sorts_the_other_way(self, client_of, ana, local):
        make_person(local, job_title="Cook", family_name="A")
        make_person(local, job_title="Baker", family_name="B")
        client = client_of(ana)
        page = client.get(LIST, {"order": "job"}).text
        assert page.index("Baker") < page.index("Cook")
        assert 'aria-sort="ascending"' in page
        assert "?order=-job" in page
        page = client.get(LIST, {"order": "-job"}).text
        assert page.index("Cook") < page.index("Baker")

    @pytest.mark.parametrize("order", ["password", "-", "", "user__password", "kind"])
    def test_an_order_that_is_none_is_by_name(self, client_of, ana, local, order):
        make_person(local)
        assert client_of(ana).get(LIST, {"order": order}).status_code == 200


class TestFilters:
    @pytest.fixture
    def people(self, local, ana):
        site = make_worksite(local, "Depot East")
        one = make_person(
            local, family_name="Abe", language="fr", worksite=site, email="a@x.example"
        )
        two = make_person(local, family_name="Bol", language="en", email="b@x.example")
        services.join_local(one, local, by=ana, at=clock.now())
        services.join_local(two, local, by=ana, at=clock.now(), kind="friend")
        return site

    @pytest.mark.parametrize(
        ("asked", "seen"),
        [
            ({"language": "fr"}, "Abe"),
            ({"kind": "friend"}, "Bol"),
            ({"kind": "member"}, "Abe"),
            ({"may": "email"}, "Abe"),
            ({"q": "bo"}, "Bol"),
        ],
    )
    def test_each_narrows_the_list(self, client_of, ana, people, asked, seen):
        page = client_of(ana).get(LIST, asked).text
        assert "1 person" in page
        assert f"Idris {seen}" in page

    def test_a_worksite_of_the_local_narrows_it_too(self, client_of, ana, people):
        page = client_of(ana).get(LIST, {"worksite": str(people.pk)}).text
        assert "Idris Abe" in page
        assert "Idris Bol" not in page

    @pytest.mark.parametrize("name", ["language", "kind", "may", "worksite"])
    def test_what_cannot_be_chosen_narrows_nothing(self, client_of, ana, people, name):
        assert "2 people" in client_of(ana).get(LIST, {name: "' OR 1"}).text

    def test_they_stay_on_the_next_page(self, client_of, ana, local, few):
        for _ in range(3):
            make_person(local, language="fr")
        page = client_of(ana).get(LIST, {"language": "fr", "order": "-job"}).text
        assert "?language=fr&amp;order=-job&amp;after=" in page


class TestColumns:
    URL = "/people/columns/"

    def test_somebody_chooses_their_own(self, client_of, ana, local):
        make_person(local, pronouns="they/them", job_title="Guard")
        client = client_of(ana)
        client.post(self.URL, {"columns": ["pronouns", "number"]})
        page = client.get(LIST).text
        assert "they/them" in page
        assert "Guard" not in page
        assert ColumnChoice.objects.get(user=ana).columns == ["pronouns", "number"]

    def test_chosen_again_they_keep_their_order_and_new_ones_follow(self, client_of, ana):
        client = client_of(ana)
        client.post(self.URL, {"columns": ["number", "job"]})
        client.post(self.URL, {"columns": ["pronouns", "number", "job"]})
        assert ColumnChoice.objects.get(user=ana).columns == ["job", "number", "pronouns"]

    def test_none_but_the_name_is_a_choice_too(self, client_of, ana, local):
        make_person(local, job_title="Guard")
        client = client_of(ana)
        client.post(self.URL, {"csrfmiddlewaretoken": "-"})
        assert "Guard" not in client.get(LIST).text

    def test_one_that_is_not_there_is_refused(self, client_of, ana):
        page = client_of(ana).post(self.URL, {"columns": ["self_identification"]})
        assert page.status_code == 200
        assert not ColumnChoice.objects.exists()

    def test_too_many_are_refused_with_a_sentence(self, client_of, ana):
        page = client_of(ana).post(self.URL, {"columns": list(columns_for(ana))})
        assert "At most 12 columns" in page.text

    def test_own_fields_are_offered_to_those_they_are_kept_for(self, ana, cleo, local):
        field = services.add_custom_field(
            local, kind="text", name_en="Badge", by=ana, at=clock.now()
        )
        assert f"own-{field.pk}" in columns_for(ana)
        assert f"own-{field.pk}" not in columns_for(cleo)

    def test_nothing_sealed_is_among_them(self, ana):
        assert not {"self-identification", "assessment", "notes"} & set(columns_for(ana))

    def test_each_says_what_the_record_says(self, client_of, ana, local):
        field = services.add_custom_field(
            local, kind="yes_no", name_en="Steward", by=ana, at=clock.now()
        )
        person = make_person(
            local, language="fr", also_speaks="pa", email="a@x.example", phone="416 555 0100"
        )
        now = clock.now()
        services.fill_custom_fields(person, {field.pk: "yes"}, by=ana, at=now)
        services.join_local(person, local, by=ana, at=now, number="M77")
        services.note_contact(person, "address", "1 Elm, Toronto ON M4C 1A1", by=ana, at=now)
        services.record_consent(
            person, "sms", "campaign", is_given=False, source="talk", by=ana, at=now
        )
        keys = [
            "language",
            "email",
            "phone",
            "postal",
            "kind",
            "number",
            "may-email",
            "may-sms",
            "may-call",
        ]
        told = {
            key: str(columns_for(ana)[key].tell([person])[person.pk])
            for key in (*keys, f"own-{field.pk}")
        }
        assert list(told.values()) == [
            "French, Punjabi",
            "a@x.example",
            "416 555 0100",
            "M4C",
            "member",
            "M77",
            "as a member",
            "said no",
            "as a member",
            "yes",
        ]

    @pytest.mark.parametrize("people", [1, 60])
    def test_the_questions_asked_do_not_grow_with_the_people(self, client_of, ana, local, people):
        columns = [key for key in columns_for(ana) if not key.startswith("own-")][:12]
        ColumnChoice.objects.create(user=ana, columns=columns)
        worksite = make_worksite(local)
        for _ in range(people):
            make_person(local, worksite=worksite)
        client = client_of(ana)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        assert len(asked) <= 32

    @pytest.mark.parametrize(
        ("address", "area"),
        [
            ("1 Elm, Toronto ON M4C 1A1", "M4C"),
            ("1 rue X, Montréal QC h2x1y4", "H2X"),
            ("10 Downing Street", ""),
            ("", ""),
        ],
    )
    def test_an_address_says_its_area(self, address, area):
        assert postal_area(address) == area


def test_roots_beside_each_other_are_not_everything(ana, local):
    Organization.objects.add_root({"kind": "partner", "name_en": "Tenants", "slug": "tenants"})
    assert not lists.scope(ana, "").is_everything


def test_a_segment_narrows_the_list_for_those_who_see_it(client_of, ana, cleo, local, other_local):
    french = make_segment(local, ana)
    make_person(local, family_name="Abe", language="fr")
    make_person(local, family_name="Bol", language="en")
    make_person(other_local, family_name="Cam", language="en")
    page = client_of(ana).get(LIST, {"segment": str(french.pk)}).text
    assert "Idris Abe" in page
    assert "Idris Bol" not in page
    assert "Idris Cam" in client_of(cleo).get(LIST, {"segment": str(french.pk)}).text
