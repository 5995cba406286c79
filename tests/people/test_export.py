"""Taking people out of a list: who may, what is in the file, what never is, what stays noted."""

from __future__ import annotations

import csv
import io

import pytest
import python_calamine
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people import services
from reclaim.people.models import ColumnChoice, Look, Person, Role
from reclaim.people.models.contact import contact_key
from reclaim.people.queries.chosen import chosen
from reclaim.people.queries.list_columns import chosen_columns, columns_for
from reclaim.people.services import taking_out
from reclaim.people.services.imports.sheets import plainly
from reclaim.people.services.sheet_files import in_text
from reclaim.people.services.taking_out import take_out
from tests.builders import (
    make_campaign_share,
    make_person,
    make_public_campaign,
    make_user,
    make_worksite,
)

pytestmark = pytest.mark.django_db
URL = "/people/take-out/"
ASKED = {"what": "csv", "what_for": "talks"}


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def file_of(client, query, told, **changes):
    answer = client.post(f"{URL}?{query}", {**ASKED, "told": told, **changes})
    assert answer.status_code == 200
    return body(answer)


def rows_of(content: bytes, delimiter=","):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture
def two(local):
    site = make_worksite(local, "Depot East")
    make_person(local, given_name="Zoé", family_name="Émond", language="fr", worksite=site)
    return make_person(local, given_name="Al", family_name="Abe", language="en")


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COORDINATOR, Role.ADMINISTRATOR])
    def test_who_sees_people_takes_them_out(self, client_of, local, two, role):
        user = make_user("Ida", local, role)
        client = client_of(user)
        assert client.get(f"{URL}?who=list").status_code == 200
        assert b"Abe" in file_of(client, "who=list", 2)

    @pytest.mark.parametrize("role", [Role.READER, Role.RESEARCHER, Role.LEADER])
    @pytest.mark.parametrize("query", ["who=list", "person={pk}", "who=page&page={pk}"])
    def test_who_sees_none_finds_nothing(self, client_of, local, two, role, query):
        client = client_of(make_user("Rea", local, role))
        url = f"{URL}?{query.format(pk=two.pk)}"
        assert client.get(url).status_code == 404
        assert client.post(url, {**ASKED, "told": "1"}).status_code == 404
        assert not Look.objects.exists()

    def test_a_coordinator_beside_and_a_stranger_find_nothing(self, client_of, cleo, two):
        for user in (cleo, make_user("Stranger")):
            client = client_of(user)
            assert client.post(f"{URL}?person={two.pk}", {**ASKED, "told": "1"}).status_code == 404
            assert client.get(f"{URL}?who=list").status_code == 404

    def test_a_partner_finds_nothing(self, client_of, ana, local, two):
        shared = make_campaign_share(make_public_campaign(local), ana)
        client = client_of(make_user("Pat", shared.partner, Role.COORDINATOR))
        assert client.get(f"{URL}?person={two.pk}").status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, two):
        assert client.post(f"{URL}?who=list", ASKED).status_code == 302
        assert not Look.objects.exists()

    def test_the_service_refuses_too(self, ben, two):
        wanted = chosen(ben, {"who": "list"}, [])
        with pytest.raises(Refused, match="Only organizers"):
            take_out(wanted, [], what="csv", what_for="talks", by=ben, at=clock.now())

    def test_only_those_seen_are_in_it_whoever_is_asked_for(self, client_of, ana, two, other_local):
        hidden = make_person(other_local, family_name="Hidden")
        query = f"person={two.pk}&person={hidden.pk}"
        content = file_of(client_of(ana), query, 1)
        assert b"Abe" in content
        assert b"Hidden" not in content


class TestChoosing:
    def test_without_a_tick_the_list_says_what_to_do(self, client_of, ana, two):
        page = client_of(ana).get(f"{URL}?who=ticked", follow=True)
        assert "Tick somebody first" in page.text

    def test_those_of_a_page_are_its_numbers(self, client_of, ana, two, local):
        other = make_person(local, family_name="Other")
        content = file_of(client_of(ana), f"who=page&page={two.pk}.{other.pk}", 2)
        assert len(rows_of(content)) == 1 + 2

    def test_all_it_shows_are_those_its_filters_find(self, client_of, ana, two):
        content = file_of(client_of(ana), "who=list&language=fr", 1)
        assert [row[1] for row in rows_of(content)[1:]] == ["Émond"]

    def test_they_stand_in_the_order_of_the_list(self, client_of, ana, two):
        content = file_of(client_of(ana), "who=list&order=-name", 2)
        assert [row[1] for row in rows_of(content)[1:]] == ["Émond", "Abe"]

    def test_the_page_says_how_many_and_when_that_changed(self, client_of, ana, two):
        client = client_of(ana)
        page = client.get(f"{URL}?who=list&shown=3").text
        assert "2 people" in page
        assert "it showed 3" in page
        assert "it showed" not in client.get(f"{URL}?who=list&shown=2").text

    def test_somebody_who_came_meanwhile_is_asked_about(self, client_of, ana, two, local):
        make_person(local)
        page = client_of(ana).post(f"{URL}?who=list", {**ASKED, "told": "2"})
        assert "has changed since you opened this page" in page.text
        assert 'name="told" value="3"' in page.text
        assert not Look.objects.exists()

    def test_what_it_is_for_must_be_said(self, client_of, ana, two):
        page = client_of(ana).post(f"{URL}?who=list", {"what": "csv", "told": "2"})
        assert page.headers["Content-Type"].startswith("text/html")
        assert not Look.objects.exists()

    @pytest.mark.parametrize("person", ["x", "-1", "9" * 40, "1 OR 1", ""])
    def test_a_number_that_is_none_is_nobody(self, client_of, ana, two, person):
        assert client_of(ana).get(URL, {"person": person}).status_code in (302, 404)


class TestTheFile:
    def test_it_has_the_names_and_the_chosen_columns(self, client_of, ana, two):
        ColumnChoice.objects.create(user=ana, columns=["language", "worksite"])
        found = rows_of(file_of(client_of(ana), "who=list", 2))
        assert found == [
            ["Given name", "Family name", "Languages", "Worksite"],
            ["Al", "Abe", "English", ""],
            ["Zoé", "Émond", "French", "Depot East"],
        ]

    def test_excel_in_french_opens_it(self, client_of, ana, two):
        """The mark tells it UTF-8; its list separator there is a semicolon."""
        answer = client_of(ana).post(f"/fr{URL}?who=list", {**ASKED, "told": "2"})
        content = body(answer)
        assert content.startswith("\ufeff".encode())
        assert rows_of(content, ";")[0][:2] == ["Prénom", "Nom de famille"]
        assert "personnes-2026-10-05.csv" in answer["Content-Disposition"]

    def test_a_workbook_holds_the_same(self, client_of, ana, two):
        content = file_of(client_of(ana), "who=list", 2, what="xlsx")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[1][:2] == ["Al", "Abe"]
        assert rows[2][:2] == ["Zoé", "Émond"]

    def test_a_workbook_without_room_is_refused_with_a_sentence(
        self, client_of, ana, two, monkeypatch
    ):
        monkeypatch.setattr("reclaim.people.rules.taking_out.MOST_IN_A_WORKBOOK", 1)
        sent = {**ASKED, "what": "xlsx", "told": "2"}
        page = client_of(ana).post(f"{URL}?who=list", sent)
        assert "A workbook has no room for so many." in page.text
        assert not Look.objects.exists()

    def test_a_day_is_one_by_which_a_sheet_sorts(self, client_of, ana, local, two):
        now = clock.now()
        field = services.add_custom_field(local, kind="date", name_en="Hired", by=ana, at=now)
        services.fill_custom_fields(two, {field.pk: "2019-03-01"}, by=ana, at=now)
        ColumnChoice.objects.create(user=ana, columns=[f"own-{field.pk}"])
        assert rows_of(file_of(client_of(ana), "who=list", 2))[1][2] == "2019-03-01"


class TestNoFormula:
    CELLS = ["=1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "+cmd|' /C calc'!A0", "+", "+12"]

    @pytest.mark.parametrize("cell", CELLS)
    def test_none_is_in_a_text_file_and_our_import_reads_the_cell_back(self, cell):
        assert in_text(cell)[0] not in "=+-@\t\r"
        assert plainly(in_text(cell)) == cell

    @pytest.mark.parametrize(
        ("number", "written"),
        [
            ("+14165550100", "(+1) 416-555-0100"),
            ("+1 416 555 0100 ext. 22", "(+1) 416-555-0100 ext. 22"),
            ("+44 20 7946 0958", "(+44) 20 7946 0958"),
            ("416 555 0100", "416 555 0100"),
        ],
    )
    def test_a_telephone_number_stays_one(self, number, written):
        assert in_text(number) == written
        assert contact_key("phone", in_text(number)) == contact_key("phone", number)

    @pytest.mark.parametrize("what", ["csv", "xlsx"])
    def test_a_name_that_is_one_stays_a_text(self, client_of, ana, local, what):
        make_person(local, given_name='=HYPERLINK("http://x.example")', phone="+14165550100")
        ColumnChoice.objects.create(user=ana, columns=["phone"])
        content = file_of(client_of(ana), "who=list", 1, what=what)
        if what == "csv":
            assert rows_of(content)[1][0].startswith("'=")
            return
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        row = book.get_sheet_by_index(0).to_python()[1]
        assert row[0].startswith("=HYPERLINK")  # a text cell, as the next line shows
        assert not any(map(any, book.get_sheet_by_index(0).to_python()[2:]))
        assert row[2] == "+14165550100"


class TestWhatIsNeverInIt:
    def test_sealed_facts_and_notes(self, client_of, ana, local):
        user = make_user("Idris")
        person = make_person(local, user=user, given_name="Idris")
        now = clock.now()
        services.say_of_oneself(person, ["woman"], by=user, at=now)
        services.write_note(person, "SECRET NOTE", visibility="organizers", by=ana, at=now)
        keys = list(columns_for(ana))
        ColumnChoice.objects.create(user=ana, columns=keys)
        text = file_of(client_of(ana), "who=list", 1).decode().casefold()
        assert "secret note" not in text
        assert "woman" not in text

    def test_columns_of_another_organization(self, ana, cleo, local, other_local, two):
        field = services.add_custom_field(
            other_local, kind="text", name_en="Beside", by=cleo, at=clock.now()
        )
        ColumnChoice.objects.create(user=ana, columns=["job", f"own-{field.pk}"])
        assert [column.key for column in chosen_columns(ana)] == ["job"]


class TestWhatStays:
    def test_each_of_them_can_read_it(self, client_of, ana, two):
        file_of(client_of(ana), f"person={two.pk}", 1)
        assert [(look.person, look.viewer, look.why) for look in Look.objects.all()] == [
            (two, ana, Look.Why.EXPORT)
        ]

    def test_who_how_many_which_filter_and_what_for(self, client_of, ana, two):
        file_of(client_of(ana), "who=list&language=fr&q=Zo", 1)
        entry = LogEntry.objects.get(additional_data__verb="take out people")
        assert entry.actor == ana
        told = entry.additional_data
        assert (told["people"], told["what_for"], told["what"]) == (1, "talks", "csv")
        assert told["filter"]["language"] == "fr"
        assert "Zo" not in str(told["filter"])

    def test_who_is_erased_while_it_is_sent_is_not_in_it(self, ana, two, monkeypatch):
        monkeypatch.setattr(taking_out, "AT_ONCE", 1)
        wanted = chosen(ana, {"who": "list"}, [])
        taken = take_out(wanted, [], what="csv", what_for="talks", by=ana, at=clock.now())
        first = next(taken.rows)
        Person.objects.filter(family_name="Émond").delete()
        assert [first, *taken.rows] == [["Al", "Abe"]]

    def test_the_questions_asked_do_not_grow_with_each_person(self, client_of, ana, local):
        for number in range(60):
            make_person(local, given_name=f"N{number}")
        client = client_of(ana)
        with CaptureQueriesContext(connection) as asked:
            file_of(client, "who=list", 60)
        assert len(asked) <= 30
        assert Look.objects.count() == 60


def test_a_guest_is_in_the_file_of_the_local_they_belong_to_besides(
    client_of, ana, cleo, dora, local, other_local
):
    guest = make_person(other_local, family_name="Guest")
    client = client_of(ana)
    assert client.get(f"{URL}?person={guest.pk}").status_code == 404
    services.join_local(guest, local, by=dora, at=clock.now())
    assert b"Guest" in file_of(client, f"person={guest.pk}", 1)
