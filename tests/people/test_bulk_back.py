"""Taking back what was changed of several people at once: what comes back, what stays and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reclaim.core import clock, forgetting, offers
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.organize.outreach import services as outreach
from reclaim.organize.outreach.models import ListEntry, Standing
from reclaim.people import services
from reclaim.people.models import (
    BulkChange,
    BulkChangeRow,
    CustomValue,
    LocalMembership,
    Membership,
    Note,
    Person,
    Worksite,
)
from reclaim.people.offers import personal_sections
from reclaim.people.queries.several import actions_for
from reclaim.people.services import several
from reclaim.people.services.same import merge_people
from reclaim.people.services.taking_back import take_back
from tests.builders import make_campaign, make_person, make_user, make_worksite

pytestmark = pytest.mark.django_db
URL = "/people/several/changes/"


@pytest.fixture
def two(local):
    make_person(local, given_name="Zoé", family_name="Émond", language="fr")
    return make_person(local, given_name="Al", family_name="Abe", language="en")


def everybody():
    return Person.objects.all()


def languages():
    return dict(Person.objects.values_list("family_name", "language"))


def back(user, **changes):
    """The latest change of this account, taken back."""
    change = BulkChange.objects.visible_to(user).first()
    facts = {"by": user, "at": clock.now(), **changes}
    return take_back(change, actions_for(user)[change.action].take_back, **facts)


def reasons():
    return dict(BulkChangeRow.objects.values_list("person__family_name", "why_not"))


class TestPages:
    def test_a_change_says_where_it_can_be_taken_back_and_that_does_it(self, client_of, ana, two):
        client = client_of(ana)
        query = "do=people.language&who=list"
        done = client.post(
            f"/people/several/?{query}", {"language": "pa", "sure": "2"}, follow=True
        )
        change = BulkChange.objects.get()
        assert f'<a href="{URL}{change.pk}/">Take it back</a>' in done.text
        page = client.get(f"{URL}{change.pk}/").text
        assert "Say which language they prefer" in page
        assert "Al Abe" in page
        assert "it can be taken back, once" in page
        page = client.post(f"{URL}{change.pk}/", follow=True).text
        assert "2 people stand as before." in page
        assert "Taken back on" in page
        assert "Take it back" not in page
        assert languages() == {"Abe": "en", "Émond": "fr"}

    def test_a_change_of_nobody_offers_nothing(self, client_of, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        assert several.let_prefer(everybody(), "pa", by=ana, at=clock.now()) == 0
        assert BulkChange.objects.count() == 1

    def test_who_was_changed_since_is_named_with_the_reason(self, client_of, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        Person.objects.filter(pk=two.pk).update(language="vi")
        change = BulkChange.objects.get()
        page = client_of(ana).post(f"{URL}{change.pk}/", follow=True).text
        assert "1 person stands as before." in page
        assert "1 person is left out, because somebody has changed it since" in page
        assert "Al Abe" in page
        assert languages() == {"Abe": "vi", "Émond": "fr"}

    def test_it_is_in_french_too(self, client_of, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        page = client_of(ana).get(f"/fr{URL}{BulkChange.objects.get().pk}/").text
        assert "Annuler ce changement" in page

    def test_what_one_changed_lately_is_listed_for_oneself(self, client_of, ana, two, local):
        assert "Nothing in the last day." in client_of(ana).get(URL).text
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        assert "Say which language they prefer" in client_of(ana).get(URL).text
        other = make_user("Oda", local, "coordinator")
        assert "Nothing in the last day." in client_of(other).get(URL).text
        assert URL in client_of(ana).get("/people/").text

    def test_nobody_else_finds_it(self, client, client_of, ana, cleo, ben, two, local):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        url = f"{URL}{BulkChange.objects.get().pk}/"
        for user in (cleo, ben, make_user("Oda", local, "coordinator")):
            assert client_of(user).get(url).status_code == 404
            assert client_of(user).post(url).status_code == 404
        assert client.post(url).status_code == 302
        assert set(languages().values()) == {"pa"}

    def test_another_method_is_refused(self, client_of, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        assert client_of(ana).put(f"{URL}{BulkChange.objects.get().pk}/").status_code == 405


class TestOnce:
    def test_a_second_time_is_refused(self, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        back(ana)
        with pytest.raises(Refused, match="already"):
            back(ana)

    @pytest.mark.parametrize(("hours", "refused"), [(23, False), (24, True)])
    def test_for_a_day(self, ana, two, hours, refused):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        late = clock.now() + timedelta(hours=hours)
        if refused:
            with pytest.raises(Refused, match="for a day"):
                back(ana, at=late)
        else:
            assert back(ana, at=late).put_back == 2

    def test_by_whoever_did_it(self, ana, two, local):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        with pytest.raises(Refused, match="Only who"):
            back(ana, by=make_user("Oda", local, "coordinator"))

    def test_one_line_says_it(self, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        Person.objects.filter(pk=two.pk).update(language="vi")
        back(ana)
        told = LogEntry.objects.get(additional_data__verb="take back bulk change")
        assert told.actor == ana
        assert len(told.additional_data["people"]) == 1
        assert told.additional_data["left_out"] == 1

    @pytest.mark.parametrize(("hours", "gone"), [(23, 0), (24, 1)])
    def test_it_is_forgotten_after_a_day(self, ana, two, hours, gone):
        at = clock.now() - timedelta(hours=hours)
        several.let_prefer(everybody(), "pa", by=ana, at=at)
        done = {one.kind.code: one.amount for one in forgetting.forget(clock.now())}
        assert done["bulk-changes"] == gone
        assert BulkChangeRow.objects.exists() == (not gone)

    def test_what_was_put_back_is_kept_no_longer(self, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        back(ana)
        assert not BulkChangeRow.objects.exists()


class TestWorksites:
    def test_each_works_again_where_they_did(self, ana, two, local):
        old, new = make_worksite(local), make_worksite(local)
        Person.objects.filter(pk=two.pk).update(worksite=old)
        several.place_at(everybody(), new, by=ana, at=clock.now())
        back(ana)
        stood = dict(Person.objects.values_list("family_name", "worksite"))
        assert stood == {"Abe": old.pk, "Émond": None}

    def test_a_worksite_taken_away_comes_back(self, ana, two, local):
        site = make_worksite(local)
        Person.objects.update(worksite=site)
        several.place_at(everybody(), None, by=ana, at=clock.now())
        back(ana)
        assert set(Person.objects.values_list("worksite", flat=True)) == {site.pk}

    def test_one_that_is_gone_since_is_given_to_nobody(self, ana, two, local):
        old = make_worksite(local)
        Person.objects.filter(pk=two.pk).update(worksite=old)
        several.place_at(everybody(), make_worksite(local), by=ana, at=clock.now())
        Worksite.objects.filter(pk=old.pk).delete()
        assert back(ana).put_back == 1
        assert reasons() == {"Abe": "the worksite they had is no longer there"}

    def test_whose_record_is_no_longer_ours_stays_as_it_is(self, ana, two, other_local):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        Person.objects.filter(pk=two.pk).update(organization=other_local)
        assert back(ana).put_back == 1
        assert reasons() == {"Abe": "another local keeps their record"}


class TestFields:
    @pytest.fixture
    def field(self, local, ana):
        return services.add_custom_field(
            local, kind="text", name_en="Badge", by=ana, at=clock.now()
        )

    def test_what_stood_there_comes_back(self, ana, two, field):
        now = clock.now()
        services.fill_custom_fields(two, {field.pk: "41"}, by=ana, at=now)
        several.fill_field(everybody(), field, "42", by=ana, at=now)
        back(ana)
        assert list(CustomValue.objects.values_list("person", "value")) == [(two.pk, "41")]

    def test_what_was_taken_away_comes_back(self, ana, two, field):
        now = clock.now()
        services.fill_custom_fields(two, {field.pk: "41"}, by=ana, at=now)
        several.fill_field(everybody(), field, "", by=ana, at=now)
        back(ana)
        assert list(CustomValue.objects.values_list("person", "value")) == [(two.pk, "41")]

    @pytest.mark.parametrize("value", ["42", ""])
    def test_what_somebody_wrote_since_stays(self, ana, two, field, value):
        now = clock.now()
        services.fill_custom_fields(two, {field.pk: "41"}, by=ana, at=now)
        several.fill_field(everybody(), field, value, by=ana, at=now)
        services.fill_custom_fields(two, {field.pk: "43"}, by=ana, at=now)
        back(ana)
        assert list(CustomValue.objects.values_list("person", "value")) == [(two.pk, "43")]
        assert reasons() == {"Abe": "somebody has changed it since"}

    def test_a_field_that_has_ended_is_not_filled_in_again(self, client_of, ana, two, field):
        several.fill_field(everybody(), field, "42", by=ana, at=clock.now())
        services.end_custom_field(field, by=ana, at=clock.now())
        url = f"{URL}{BulkChange.objects.get().pk}/"
        assert "can no longer be taken back" in client_of(ana).get(url).text
        assert "can no longer be taken back" in client_of(ana).post(url).text
        assert CustomValue.objects.count() == 2


class TestWhatTheyAre:
    DAY = date(2026, 9, 1)

    def turn(self, ana, **changes):
        facts = {"by": ana, "at": clock.now(), **changes}
        several.turn_into(everybody(), "laid_off", self.DAY, **facts)

    def rows(self):
        rows = LocalMembership.objects.order_by("pk")
        return list(rows.values_list("person", "kind", "number", "since", "until"))

    def test_what_they_were_goes_on_and_what_was_begun_is_gone(self, ana, two, local):
        services.join_local(two, local, by=ana, at=clock.now(), number="M7", since=date(2020, 1, 1))
        stood = self.rows()
        self.turn(ana)
        assert len(self.rows()) == 3
        back(ana)
        assert self.rows() == stood

    def test_a_last_day_that_was_set_before_is_set_again(self, ana, two, local):
        was = services.join_local(two, local, by=ana, at=clock.now(), since=date(2020, 1, 1))
        LocalMembership.objects.filter(pk=was.pk).update(until=date(2026, 12, 31))
        stood = self.rows()
        self.turn(ana)
        back(ana)
        assert self.rows() == stood

    def test_what_had_ended_and_was_begun_again_ends_again(self, ana, two, local):
        was = services.join_local(two, local, by=ana, at=clock.now(), since=self.DAY)
        ended = date(2026, 9, 9)
        LocalMembership.objects.filter(pk=was.pk).update(kind="laid_off", until=ended)
        stood = self.rows()
        self.turn(ana)
        assert self.rows() != stood
        back(ana)
        assert self.rows() == stood

    def test_who_was_changed_since_stays_whole(self, ana, two, local):
        services.join_local(two, local, by=ana, at=clock.now(), since=date(2020, 1, 1))
        self.turn(ana)
        LocalMembership.objects.filter(person=two, kind="laid_off").update(number="M9")
        stood = [row for row in self.rows() if row[0] == two.pk]
        assert back(ana).put_back == 1
        assert [row for row in self.rows() if row[0] == two.pk] == stood
        assert reasons() == {"Abe": "somebody has changed it since"}


def test_the_notes_are_gone_again_and_only_those(ana, two):
    now = clock.now()
    services.write_note(two, "Kept", visibility="author", by=ana, at=now)
    several.write_notes(everybody(), "Wrong", visibility="organizers", by=ana, at=now)
    Note.objects.filter(person__family_name="Émond").delete()
    assert back(ana).put_back == 2
    assert [note.text for note in Note.objects.all()] == ["Kept"]


class TestLists:
    @pytest.fixture
    def made(self, local, ana, two):
        made = outreach.make_list(make_campaign(local), "Night", by=ana, at=clock.now())
        outreach.add_several(made, everybody(), by=ana, at=clock.now())
        return made

    def test_they_leave_the_list_again(self, ana, made):
        assert back(ana).put_back == 2
        assert not ListEntry.objects.exists()

    def test_who_was_there_before_stays(self, ana, made, local):
        make_person(local, family_name="New")
        outreach.add_several(made, everybody(), by=ana, at=clock.now())
        assert back(ana).put_back == 1
        assert made.entries.count() == 2

    def test_with_whom_somebody_tried_to_talk_since_stays(self, ana, made, two):
        Standing.objects.create(
            campaign=made.campaign, person=two, tried_at=clock.now(), outcome="no_answer"
        )
        back(ana)
        assert made.entries.get().person == two
        assert reasons() == {"Abe": "somebody has tried to talk with them since"}

    def test_who_is_on_another_list_by_now_stays_there(self, ana, made, two):
        day = outreach.make_list(made.campaign, "Day", by=ana, at=clock.now())
        ListEntry.objects.filter(person=two).update(list=day)
        back(ana)
        assert ListEntry.objects.get().person == two
        assert reasons() == {"Abe": "they are no longer on that list"}

    def test_who_no_longer_organizes_there_takes_nobody_off(self, ana, made):
        change, action = BulkChange.objects.get(), actions_for(ana)["outreach.list"]
        Membership.objects.filter(user=ana).update(ended_at=clock.now(), ended_by=ana)
        later = type(ana).objects.get(pk=ana.pk)
        assert take_back(change, action.take_back, by=later, at=clock.now()).put_back == 0
        assert made.entries.count() == 2


class TestWhoseItIs:
    def test_a_person_reads_what_is_kept(self, ana, two, local):
        site = make_worksite(local, "Depot East")
        Person.objects.filter(pk=two.pk).update(worksite=site, email="al@people.example")
        now = clock.now()
        several.place_at(everybody(), None, by=ana, at=now)
        several.let_prefer(everybody(), "pa", by=ana, at=now)
        sections = personal_sections(Subject(email="al@people.example"))
        told = next(one for one in sections if one.title == "Changed together with others")
        assert {row[2] for row in told.rows} == {"Depot East", "English"}
        assert {row[1] for row in told.rows} == {"Ana"}

    def test_it_goes_with_the_record(self, ana, two, dora):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        services.erase_person(two, by=dora, at=clock.now())
        assert BulkChangeRow.objects.count() == 1
        assert back(ana).put_back == 1

    def test_it_follows_a_merge(self, ana, two):
        several.let_prefer(everybody(), "pa", by=ana, at=clock.now())
        stays = Person.objects.get(family_name="Émond")
        merge_people(stays, two, by=ana, at=clock.now())
        assert BulkChangeRow.objects.get().person == stays
        back(ana)
        assert languages() == {"Émond": "fr"}


def test_every_change_of_several_can_be_taken_back(ana, local):
    make_campaign(local)
    services.add_custom_field(local, kind="text", name_en="Badge", by=ana, at=clock.now())
    assert all(action.take_back for action in actions_for(ana).values())
    assert {key.split(".")[0] for key in actions_for(ana)} == set(offers.bulk_actions.rooms())


@pytest.mark.parametrize("people", [3, 600])
def test_the_questions_asked_do_not_grow_with_the_people(ana, local, people):
    Person.objects.bulk_create(Person(organization=local) for _ in range(people))
    now, asked = clock.now(), 0
    for do in (
        lambda: several.let_prefer(everybody(), "pa", by=ana, at=now),
        lambda: several.turn_into(everybody(), "retired", now.date(), by=ana, at=now),
        lambda: several.write_notes(everybody(), "x", visibility="author", by=ana, at=now),
    ):
        do()
        with CaptureQueriesContext(connection) as questions:
            assert back(ana).put_back == people
        asked += len(questions)
    assert asked <= 60
