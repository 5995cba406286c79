"""Changing several people of a list at once: whom, what, who is left out, and how it is kept."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import bulk_actions
from reclaim.organize.outreach import services as outreach
from reclaim.organize.outreach.models import List, ListEntry
from reclaim.people import services
from reclaim.people.models import CustomValue, LocalMembership, Note, Person, Role
from reclaim.people.queries.several import actions_for
from reclaim.people.rules import several as rules
from reclaim.people.services import several
from tests.builders import (
    make_campaign,
    make_campaign_share,
    make_person,
    make_public_campaign,
    make_user,
    make_worksite,
)

pytestmark = pytest.mark.django_db
URL = "/people/several/"
LANGUAGE = "do=people.language"


@pytest.fixture
def two(local):
    make_person(local, given_name="Zoé", family_name="Émond", language="fr")
    return make_person(local, given_name="Al", family_name="Abe", language="en")


@pytest.fixture
def guest(local, other_local, dora):
    """Somebody whose record another local keeps, and who belongs to ours besides."""
    person = make_person(other_local, family_name="Guest", language="en")
    services.join_local(person, local, by=dora, at=clock.now())
    return person


def everybody():
    return Person.objects.all()


def languages():
    return dict(Person.objects.values_list("family_name", "language"))


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COORDINATOR, Role.ADMINISTRATOR])
    def test_who_keeps_records_changes_several(self, client_of, local, two, role):
        client = client_of(make_user("Ida", local, role))
        client.post(f"{URL}?{LANGUAGE}&who=list", {"language": "fr", "sure": "1"})
        assert set(languages().values()) == {"fr"}

    @pytest.mark.parametrize("role", [Role.READER, Role.RESEARCHER, Role.LEADER])
    def test_who_sees_none_finds_nothing(self, client_of, local, two, role):
        client = client_of(make_user("Rea", local, role))
        for query in (f"{LANGUAGE}&who=list", f"{LANGUAGE}&person={two.pk}"):
            sent = {"language": "fr", "sure": "1"}
            assert client.get(f"{URL}?{query}").status_code == 404
            assert client.post(f"{URL}?{query}", sent).status_code == 404
        assert languages()["Abe"] == "en"

    def test_beside_a_stranger_and_a_partner_find_nothing(self, client_of, ana, cleo, local, two):
        shared = make_campaign_share(make_public_campaign(local), ana)
        partner = make_user("Pat", shared.partner, Role.COORDINATOR)
        for user in (cleo, make_user("Stranger"), partner):
            answer = client_of(user).post(
                f"{URL}?{LANGUAGE}&person={two.pk}", {"language": "fr", "sure": "1"}
            )
            assert answer.status_code == 404
        assert languages()["Abe"] == "en"

    def test_a_visitor_is_asked_to_sign_in(self, client, two):
        assert client.post(f"{URL}?{LANGUAGE}&who=list", {"language": "fr"}).status_code == 302

    def test_what_cannot_be_done_is_not_there(self, client_of, ana, two, cleo, other_local):
        field = services.add_custom_field(
            other_local, kind="text", name_en="Beside", by=cleo, at=clock.now()
        )
        for do in ("", "people.erase", f"people.field-{field.pk}"):
            assert client_of(ana).get(f"{URL}?do={do}&who=list").status_code == 404

    def test_every_action_is_offered_by_its_room(self, ana, local):
        make_campaign(local)
        assert {"people", "outreach"} <= set(bulk_actions.rooms())
        for key in actions_for(ana):
            assert key.split(".")[0] in bulk_actions.rooms()


class TestThePages:
    def test_the_list_offers_them(self, client_of, ana, two):
        page = client_of(ana).get("/people/").text
        assert f'name="person" value="{two.pk}"' in " ".join(page.split())
        assert "all 2 this list shows" in page
        assert 'value="people.worksite"' in page

    def test_a_guest_is_left_out_by_name_with_the_reason(self, client_of, ana, two, guest):
        page = client_of(ana).post(f"{URL}?{LANGUAGE}&who=list", {"language": "fr"}).text
        assert "1 person will be changed" in page
        assert "becomes French" in page
        assert "1 person is left out, because another local keeps their record" in page
        assert "1 person is left out, because it stands so already" in page
        assert "Guest" in page
        assert languages()["Abe"] == "en"

    def test_a_yes_does_it_and_says_how_many(self, client_of, ana, two, guest):
        sent = {"language": "fr", "sure": "1"}
        page = client_of(ana).post(f"{URL}?{LANGUAGE}&who=list", sent, follow=True)
        assert page.redirect_chain[0][0].startswith("/people/")
        assert "1 person changed" in page.text
        assert "2 left out." in page.text
        assert languages() == {"Abe": "fr", "Émond": "fr", "Guest": "en"}

    def test_a_yes_to_another_number_is_asked_again(self, client_of, ana, two, local):
        make_person(local, family_name="New", language="en")
        page = (
            client_of(ana).post(f"{URL}?{LANGUAGE}&who=list", {"language": "fr", "sure": "1"}).text
        )
        assert "has changed since you opened this page" in page
        assert 'name="sure" value="2"' in page
        assert languages()["New"] == "en"

    def test_with_nobody_left_there_is_no_button(self, client_of, ana, guest):
        query = f"{LANGUAGE}&person={guest.pk}"
        page = client_of(ana).post(f"{URL}?{query}", {"language": "fr", "sure": "0"}).text
        assert "0 people will be changed" in page
        assert "Change them" not in page

    def test_those_a_filter_finds_are_settled_before_it_changes_who_is_found(
        self, client_of, ana, two
    ):
        query = f"{LANGUAGE}&who=list&language=en"
        client_of(ana).post(f"{URL}?{query}", {"language": "pa", "sure": "1"})
        assert languages() == {"Abe": "pa", "Émond": "fr"}

    def test_it_is_in_french_too(self, client_of, ana, two):
        page = client_of(ana).post(f"/fr{URL}?{LANGUAGE}&who=list", {"language": "fr"}).text
        assert "1 personne sera modifiée" in page


class TestWorksites:
    def test_the_worksites_of_their_local_are_offered(
        self, client_of, ana, two, local, other_local
    ):
        make_worksite(local, "Depot East")
        make_worksite(other_local, "Depot Far")
        page = client_of(ana).get(f"{URL}?do=people.worksite&who=list").text
        assert "Depot East" in page
        assert "Depot Far" not in page

    def test_one_of_another_local_is_given_to_nobody(self, dora, two, other_local):
        site = make_worksite(other_local)
        assert several.place_at(everybody(), site, by=dora, at=clock.now()) == 0

    def test_it_is_given_and_taken_away(self, client_of, ana, two, local):
        site = make_worksite(local)
        client, query = client_of(ana), "do=people.worksite&who=list"
        client.post(f"{URL}?{query}", {"worksite": site.pk, "sure": "2"})
        assert set(everybody().values_list("worksite", flat=True)) == {site.pk}
        client.post(f"{URL}?{query}", {"worksite": "", "sure": "2"})
        assert set(everybody().values_list("worksite", flat=True)) == {None}

    def test_too_many_to_choose_from_are_refused_with_a_sentence(
        self, client_of, ana, two, local, monkeypatch
    ):
        monkeypatch.setattr("reclaim.people.forms.several.FEW", 1)
        make_worksite(local), make_worksite(local)
        answer = client_of(ana).get(f"{URL}?do=people.worksite&who=list")
        assert "too many worksites" in answer.text


class TestFields:
    @pytest.fixture
    def field(self, local, ana):
        facts = {"kind": "number", "name_en": "Shoe size"}
        return services.add_custom_field(local, by=ana, at=clock.now(), **facts)

    def test_it_is_filled_in_as_the_field_reads_it(self, client_of, ana, two, field):
        services.fill_custom_fields(two, {field.pk: "41"}, by=ana, at=clock.now())
        query = f"do=people.field-{field.pk}&who=list"
        client_of(ana).post(f"{URL}?{query}", {"value": "42,0", "sure": "2"})
        assert list(CustomValue.objects.values_list("value", flat=True)) == ["42", "42"]

    def test_what_it_does_not_take_is_refused_where_it_stands(self, client_of, ana, two, field):
        query = f"do=people.field-{field.pk}&who=list"
        page = client_of(ana).post(f"{URL}?{query}", {"value": "big", "sure": "2"}).text
        assert "is not a number" in page
        assert not CustomValue.objects.exists()

    def test_empty_takes_it_away(self, ana, two, field):
        now = clock.now()
        services.fill_custom_fields(two, {field.pk: "41"}, by=ana, at=now)
        assert several.fill_field(everybody(), field, "", by=ana, at=now) == 1
        assert not CustomValue.objects.exists()

    def test_those_of_another_local_have_no_such_field(self, dora, two, field, other_local):
        make_person(other_local)
        assert several.fill_field(everybody(), field, "42", by=dora, at=clock.now()) == 2

    def test_one_out_of_reach_is_filled_in_by_nobody(self, cleo, other_local, field):
        make_person(other_local)
        assert several.fill_field(everybody(), field, "42", by=cleo, at=clock.now()) == 0


class TestWhatTheyAre:
    def test_what_they_were_ends_the_day_before(self, ana, two, local):
        now, day = clock.now(), date(2026, 9, 1)
        was = services.join_local(two, local, by=ana, at=now, number="M7", since=date(2020, 1, 1))
        people = everybody().filter(pk=two.pk)
        assert several.turn_into(people, "laid_off", day, by=ana, at=now) == 1
        was.refresh_from_db()
        assert was.until == date(2026, 8, 31)
        held = LocalMembership.objects.in_force().get()
        assert (held.kind, held.since, held.number) == ("laid_off", day, "M7")
        assert several.turn_into(people, "laid_off", day, by=ana, at=now) == 0

    def test_what_began_that_day_lasts_that_day(self, ana, two, local):
        day = clock.today()
        was = services.join_local(two, local, by=ana, at=clock.now(), since=day)
        several.turn_into(everybody().filter(pk=two.pk), "retired", day, by=ana, at=clock.now())
        was.refresh_from_db()
        assert was.until == day

    def test_a_day_to_come_is_refused(self, client_of, ana, two):
        sent = {"kind": "retired", "since": "2026-12-01", "sure": "2"}
        page = client_of(ana).post(f"{URL}?do=people.kind&who=list", sent).text
        assert "has not come yet" in page
        with pytest.raises(Refused):
            several.turn_into(everybody(), "retired", date(2026, 12, 1), by=ana, at=clock.now())

    def test_whose_record_a_council_keeps_is_left_out(self, dora, council):
        make_person(council)
        day = clock.today()
        assert several.turn_into(everybody(), "retired", day, by=dora, at=clock.now()) == 0


def test_a_note_stands_on_the_record_of_each(client_of, ana, two, guest):
    sent = {"text": "Came to the meeting", "visibility": "coordinators", "sure": "2"}
    client_of(ana).post(f"{URL}?do=people.note&who=list", sent)
    assert Note.objects.count() == 2
    note = Note.objects.get(person=two)
    assert (note.written_by, note.visibility, note.text) == (
        ana,
        "coordinators",
        "Came to the meeting",
    )


class TestLists:
    @pytest.fixture
    def campaign(self, local):
        return make_campaign(local)

    def test_they_are_put_on_one_and_who_is_on_another_is_left_out(
        self, client_of, ana, two, campaign
    ):
        now = clock.now()
        made = outreach.make_list(campaign, "Night", people=[two], by=ana, at=now)
        other = outreach.make_list(campaign, "Day", by=ana, at=now)
        query, sent = "do=outreach.list&who=list", {"where": f"list-{other.pk}"}
        page = client_of(ana).post(f"{URL}?{query}", sent).text
        assert "because they are on a list of this campaign already" in page
        client_of(ana).post(f"{URL}?{query}", {**sent, "sure": "1"})
        assert other.entries.get().person.family_name == "Émond"
        assert made.entries.get().person == two

    def test_a_new_one_is_made_for_them(self, client_of, ana, two, campaign):
        sent = {"where": f"new-{campaign.pk}", "name": "Kitchen", "sure": "2"}
        client_of(ana).post(f"{URL}?do=outreach.list&who=list", sent)
        assert List.objects.get(name="Kitchen").entries.count() == 2

    def test_a_new_one_needs_a_name(self, client_of, ana, two, campaign):
        sent = {"where": f"new-{campaign.pk}", "sure": "2"}
        page = client_of(ana).post(f"{URL}?do=outreach.list&who=list", sent).text
        assert "Give the list a name." in page
        assert not List.objects.exists()

    def test_more_than_a_leader_can_look_after_are_refused(
        self, client_of, ana, two, campaign, monkeypatch
    ):
        monkeypatch.setattr("reclaim.organize.outreach.rules.MOST_ON_A_LIST", 1)
        sent = {"where": f"new-{campaign.pk}", "name": "Kitchen", "sure": "2"}
        page = client_of(ana).post(f"{URL}?do=outreach.list&who=list", sent).text
        assert "at most 1 people at once" in page
        assert not List.objects.exists()
        made = outreach.make_list(campaign, "Kitchen", by=ana, at=clock.now())
        with pytest.raises(Refused):
            outreach.add_several(made, everybody(), by=ana, at=clock.now())

    def test_somebody_out_of_reach_is_put_on_none(self, ana, two, campaign, other_local):
        make_person(other_local)
        made = outreach.make_list(campaign, "Kitchen", by=ana, at=clock.now())
        assert outreach.add_several(made, everybody(), by=ana, at=clock.now()) == 2

    def test_a_list_of_another_local_is_not_to_be_had(self, client_of, ana, two, campaign, cleo):
        theirs = make_campaign(cleo.memberships.get().organization)
        far = outreach.make_list(theirs, "Far", by=cleo, at=clock.now())
        for where in (f"list-{far.pk}", f"new-{theirs.pk}", "list-x", "new-"):
            sent = {"where": where, "name": "x", "sure": "2"}
            client_of(ana).post(f"{URL}?do=outreach.list&who=list", sent)
        assert not ListEntry.objects.exists()


class TestTheServices:
    def test_nobody_changes_who_is_not_theirs(self, cleo, ben, two):
        for user in (cleo, ben):
            now = clock.now()
            assert several.let_prefer(everybody(), "pa", by=user, at=now) == 0
            assert several.place_at(everybody(), None, by=user, at=now) == 0
            note = {"visibility": "organizers", "by": user, "at": now}
            assert several.write_notes(everybody(), "x", **note) == 0
            assert several.turn_into(everybody(), "retired", now.date(), by=user, at=now) == 0
        assert not LogEntry.objects.filter(additional_data__has_key="people").exists()
        assert "pa" not in languages().values()

    def test_one_line_keeps_whom_it_was_about_and_what_stood_there(self, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        entry = LogEntry.objects.get(additional_data__verb="change language")
        told = entry.additional_data
        assert entry.actor == ana
        assert sorted(told["people"]) == sorted(everybody().values_list("pk", flat=True))
        assert told["before"]["en"] == [two.pk]

    def test_too_many_at_once_are_refused(self, ana, two, monkeypatch):
        monkeypatch.setattr(rules, "MOST", 1)
        with pytest.raises(Refused, match="At most 1 people"):
            several.let_prefer(everybody(), "pa", by=ana, at=clock.now())

    @pytest.mark.parametrize("people", [3, 2_500])
    def test_the_questions_asked_do_not_grow_with_the_people(self, ana, local, people):
        Person.objects.bulk_create(Person(organization=local) for _ in range(people))
        field = services.add_custom_field(
            local, kind="text", name_en="Badge", by=ana, at=clock.now()
        )
        now = clock.now()
        with CaptureQueriesContext(connection) as asked:
            for done in (
                several.let_prefer(everybody(), "pa", by=ana, at=now),
                several.fill_field(everybody(), field, "7", by=ana, at=now),
                several.turn_into(everybody(), "retired", now.date(), by=ana, at=now),
                several.write_notes(everybody(), "x", visibility="author", by=ana, at=now),
            ):
                assert done == people
        assert len(asked) <= 35
