"""People put their own record right, and ask for what their local answers for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from auditlog.models import LogEntry
from django.core import mail as delivered
from django.urls import reverse

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.people import services
from reclaim.people.models import ContactPoint, Correction, Person, Role
from reclaim.people.offers import personal_sections, today_items
from reclaim.people.offers.forgetting import answered_before
from reclaim.people.queries.oneself import own_records
from reclaim.people.services.oneself import GOOD_FOR, own_address_token
from reclaim.people.services.same import merge_people, undo_merge
from tests import builders
from tests.builders import run_jobs

pytestmark = pytest.mark.django_db
MINE, CORRECT = reverse("people:my-record"), reverse("people:correct-record")
ADD, ASK = reverse("people:add-own-contact"), reverse("people:ask-correction")
NAMED = {"given_name": "Idris", "family_name": "Cho", "language": "en", "pronouns": ""}


@pytest.fixture
def user(db):
    return builders.make_user("Idris", last_name="Cho")


@pytest.fixture
def idris(local, user, ana):
    """A member with an account, whose record carries the address they sign in with."""
    return services.add_person(
        local, by=ana, at=clock.now(), given_name="Idris", family_name="Cho",
        email=user.email, phone="416 555 0100", user=user, job_title="Cook",
    )  # fmt: skip


@pytest.fixture
def elsewhere(other_local, user, cleo, idris):
    """The record another local keeps of the same person, joined to no account."""
    return services.add_person(
        other_local, by=cleo, at=clock.now(), given_name="Idris", family_name="Cho",
        email=user.email, pronouns="he",
    )  # fmt: skip


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def steps(user):
    return [one.additional_data["verb"] for one in LogEntry.objects.filter(actor=user)]


def points(person, kind):
    return {one.value: one.status for one in person.contact_points.filter(kind=kind)}


def way(person, value):
    return person.contact_points.get(value=value)


def mark(client, point, status):
    url = reverse("people:mark-own-contact", args=[point.pk])
    return client.post(url, {"status": status})


def link_in(message):
    return next(line for line in message.body.split() if "/mine/addresses/" in line)


class TestNames:
    def test_they_write_their_name_pronouns_and_languages(self, client, idris, user):
        told = {**NAMED, "given_name": "  Idrīs ", "pronouns": "they", "also_speaks": ["fr", "so"]}
        assert client.post(CORRECT, told).status_code == 302
        idris.refresh_from_db()
        assert (idris.given_name, idris.pronouns, idris.also_speaks) == ("Idrīs", "they", "fr so")
        assert "change person" in steps(user)

    def test_their_account_bears_the_name_too(self, client, idris, user):
        client.post(CORRECT, {**NAMED, "given_name": "Ida"})
        user.refresh_from_db()
        assert str(user) == "Ida Cho"

    def test_every_local_has_it_at_once_and_keeps_what_it_knows_besides(
        self, client, idris, elsewhere
    ):
        client.post(CORRECT, {**NAMED, "family_name": "Choe"})
        names = Person.objects.values_list("given_name", "family_name", "pronouns")
        assert sorted(names) == [("Idris", "Choe", ""), ("Idris", "Choe", "he")]
        idris.user.refresh_from_db()
        assert own_records(idris.user).count() == 2

    def test_a_record_has_a_name(self, client, idris):
        answer = client.post(CORRECT, {**NAMED, "given_name": " ", "family_name": ""})
        assert "Write at least one name." in answer.text
        assert Person.objects.get(pk=idris.pk).given_name == "Idris"

    def test_an_account_without_a_record_has_but_a_name(self, client_of, ben):
        client = client_of(ben)
        assert "pronouns" not in client.get(CORRECT).text
        client.post(CORRECT, {"given_name": "Benoît", "family_name": ""})
        ben.refresh_from_db()
        assert ben.first_name == "Benoît"

    def test_what_their_local_answers_for_is_not_theirs_to_change(self, client, idris):
        client.post(CORRECT, {**NAMED, "job_title": "Director", "organization": "1", "email": "x"})
        idris.refresh_from_db()
        assert idris.job_title == "Cook"

    def test_the_record_of_a_namesake_is_left_alone(self, client, idris, local):
        other = builders.make_person(local, given_name="Idris", family_name="Cho")
        client.post(CORRECT, {**NAMED, "given_name": "Ida"})
        assert Person.objects.get(pk=other.pk).given_name == "Idris"


class TestWays:
    def test_a_number_counts_at_once(self, client, idris):
        client.post(ADD, {"kind": "phone", "value": "416 555 0199", "is_preferred": "on"})
        idris.refresh_from_db()
        assert idris.phone == "416 555 0199"
        assert way(idris, "416 555 0199").noted_by == idris.user

    def test_every_local_has_it(self, client, idris, elsewhere):
        client.post(ADD, {"kind": "address", "value": "1 Main Street, M4C 1M5"})
        assert ContactPoint.objects.filter(kind="address").count() == 2

    def test_a_number_they_no_longer_use_stays_and_is_not_used(self, client, idris, user):
        mark(client, way(idris, "416 555 0100"), "ended")
        idris.refresh_from_db()
        assert idris.phone == ""
        assert points(idris, "phone") == {"416 555 0100": "ended"}
        assert "mark contact" in steps(user)

    def test_and_may_be_used_again(self, client, idris):
        mark(client, way(idris, "416 555 0100"), "ended")
        mark(client, way(idris, "416 555 0100"), "usable")
        assert Person.objects.get(pk=idris.pk).phone == "416 555 0100"

    def test_they_choose_the_one_they_prefer(self, client, idris):
        client.post(ADD, {"kind": "phone", "value": "416 555 0199"})
        mark(client, way(idris, "416 555 0199"), "preferred")
        assert Person.objects.get(pk=idris.pk).phone == "416 555 0199"
        mark(client, way(idris, "416 555 0100"), "preferred")
        assert Person.objects.get(pk=idris.pk).phone == "416 555 0100"

    @pytest.mark.parametrize("status", ["stopped", "wrong", "bounced", "", "x"])
    def test_nothing_else_is_theirs_to_say(self, client, idris, status):
        assert mark(client, way(idris, "416 555 0100"), status).status_code == 403
        assert points(idris, "phone") == {"416 555 0100": "usable"}

    def test_what_they_asked_us_to_stop_is_lifted_elsewhere(self, client, idris):
        services.stop_everything(idris, language="en", at=clock.now())
        answer = mark(client, way(idris, "416 555 0100"), "usable")
        assert "preference page" in answer.text
        assert set(points(idris, "phone").values()) == {"stopped"}

    def test_what_is_no_number_is_not_taken(self, client, idris):
        answer = client.post(ADD, {"kind": "phone", "value": "none"})
        assert "A phone number has digits." in answer.text

    def test_those_of_others_are_not_there(self, client_of, ben, idris):
        assert mark(client_of(ben), way(idris, "416 555 0100"), "ended").status_code == 404


class TestAnAddress:
    def add(self, client, email="idris@home.example", **more):
        client.post(ADD, {"kind": "email", "value": email, **more})
        run_jobs()

    def test_it_is_kept_once_the_link_there_was_opened(self, client, idris):
        self.add(client, is_preferred="on")
        assert "idris@home.example" not in points(idris, "email")
        link = link_in(delivered.outbox[0])
        assert delivered.outbox[0].to == ["idris@home.example"]
        assert "idris@home.example" in client.get(link).text
        assert "idris@home.example" not in points(idris, "email")
        client.post(link)
        assert Person.objects.get(pk=idris.pk).email == "idris@home.example"

    def test_the_mail_names_nobody(self, client, idris):
        self.add(client)
        assert "Idris" not in delivered.outbox[0].body + delivered.outbox[0].subject

    def test_only_their_own_account_confirms_it(self, client, client_of, ben, idris):
        self.add(client)
        link = link_in(delivered.outbox[0])
        assert client_of(ben).get(link).status_code == 404
        assert client_of(ben).post(link).status_code == 404

    def test_the_link_has_an_end(self, idris, user):
        now = clock.now()
        token = own_address_token(user, "a@home.example", at=now)
        over = now + GOOD_FOR
        with pytest.raises(Refused, match="no longer good"):
            services.confirm_own_address(token, by=user, at=over)

    def test_a_link_somebody_made_up_opens_nothing(self, client, idris):
        made_up = reverse("people:confirm-own-address", args=["gAAAAAB"])
        assert client.get(made_up).status_code == 404

    def test_links_are_not_sent_without_end(self, client, idris):
        for number in range(5):
            self.add(client, f"a{number}@home.example")
        answer = client.post(ADD, {"kind": "email", "value": "b@home.example"})
        assert "Several links" in answer.text
        run_jobs()
        assert len(delivered.outbox) == 5

    def test_the_address_they_sign_in_with_is_proven_already(self, client, idris, user):
        idris.contact_points.filter(kind="email").delete()
        self.add(client, user.email)
        assert points(idris, "email") == {user.email: "usable"}
        assert delivered.outbox == []

    def test_one_that_came_back_is_used_again_only_by_its_link(self, client, idris, ana):
        point = services.note_contact(idris, "email", "old@x.example", by=ana, at=clock.now())
        services.mark_contact(point, "bounced", by=ana, at=clock.now())
        mark(client, point, "preferred")
        assert points(idris, "email")["old@x.example"] == "bounced"
        run_jobs()
        client.post(link_in(delivered.outbox[0]))
        assert points(idris, "email")["old@x.example"] == "usable"

    def test_the_one_they_sign_in_with_is_changed_there(self, client, idris, user):
        answer = mark(client, way(idris, user.email), "ended")
        assert answer.status_code == 403
        assert "You sign in with this address" in answer.text


class TestTheAccountsAddress:
    """Changed where one signs in; proven there; then the record follows."""

    def change(self, client, user, email="new@home.example"):
        proven = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=proven)
        client.post(reverse("account_reauthenticate"), {"password": builders.PASSWORD})
        client.post(reverse("account_email"), {"email": email, "action_add": ""})
        run_jobs()
        return next(
            line for line in delivered.outbox[0].body.split() if "/accounts/confirm-email/" in line
        )

    def test_nothing_changes_before_it_is_proven(self, client, idris, user):
        before = user.email
        self.change(client, user)
        idris.refresh_from_db()
        assert idris.email == before

    def test_then_it_stands_where_the_old_one_stood(self, client, idris, elsewhere, user):
        before = user.email
        client.post(self.change(client, user))
        user.refresh_from_db()
        assert user.email == "new@home.example"
        for person in Person.objects.filter(pk__in=[idris.pk, elsewhere.pk]):
            assert person.email == "new@home.example"
            assert points(person, "email") == {before: "ended", "new@home.example": "usable"}
        assert own_records(user).count() == 2

    def test_an_address_the_record_did_not_carry_changes_nothing(self, client, idris, user, ana):
        services.change_person(idris, by=ana, at=clock.now(), email="other@home.example")
        idris.contact_points.filter(value=user.email).delete()
        client.post(self.change(client, user))
        assert points(idris, "email") == {"other@home.example": "usable"}


@pytest.fixture
def asked(idris, user):
    return services.ask_correction(idris, "work", "I work nights", by=user, at=clock.now())


def answer(client_of, who, asked, **said):
    url = reverse("people:answer-correction", args=[asked.pk])
    return client_of(who).post(url, {"is_accepted": "yes", **said})


class TestAsking:
    def test_it_stands_on_their_page_and_waits(self, client, idris):
        client.post(ASK, {"about": "work", "text": "I work nights"})
        shown = client.get(MINE).text
        assert "I work nights" in shown
        assert "waits for an answer" in shown

    def test_it_says_something(self, client, idris):
        assert client.post(ASK, {"about": "work", "text": "  "}).status_code == 200
        assert not Correction.objects.exists()

    def test_with_two_records_they_say_which(self, client, idris, elsewhere):
        client.post(ASK, {"about": "work", "text": "I left", "person": elsewhere.pk})
        assert Correction.objects.get().person == elsewhere

    def test_nobody_asks_about_somebody_else(self, client, idris, local):
        other = builders.make_person(local)
        client.post(ASK, {"about": "work", "text": "Fired", "person": other.pk})
        assert not Correction.objects.filter(person=other).exists()

    def test_five_may_wait(self, client, idris):
        for _ in range(6):
            last = client.post(ASK, {"about": "other", "text": "Again"})
        assert "wait for an answer" in last.text
        assert Correction.objects.count() == 5

    def test_without_a_record_there_is_nothing_to_ask(self, client_of, ben):
        assert "No local keeps a record of you" in client_of(ben).get(ASK).text
        assert client_of(ben).post(ASK, {"about": "work", "text": "x"}).status_code == 200
        assert not Correction.objects.exists()


class TestAnswering:
    def test_a_coordinator_finds_it_on_today_and_in_the_queue(self, client_of, ana, asked):
        assert "asks to have their record corrected" in today_items(ana)[0].text
        assert "I work nights" in client_of(ana).get(reverse("people:corrections")).text

    def test_neither_organizers_nor_strangers_do(self, client_of, local, cleo, asked):
        organizer = builders.make_user("Olu", local, Role.ORGANIZER)
        for who in (organizer, cleo):
            assert answer(client_of, who, asked).status_code == 404
            assert "I work nights" not in client_of(who).get(reverse("people:corrections")).text

    def test_the_person_reads_the_answer_and_by_whom(self, client_of, client, ana, asked, user):
        answer(client_of, ana, asked, answer="Nights it is")
        shown = client.get(MINE).text
        assert "Nights it is" in shown
        assert "put right" in shown
        assert any("answered what you asked" in one.text for one in today_items(user))
        assert Correction.objects.open().count() == 0

    def test_a_no_says_why(self, client_of, ana, asked):
        shown = answer(client_of, ana, asked, is_accepted="no", answer=" ").text
        assert "Say why it stays as it is." in shown
        answer(client_of, ana, asked, is_accepted="no", answer="The list says days")
        asked.refresh_from_db()
        assert asked.came_of_it == "declined"

    def test_it_is_answered_once(self, ana, asked):
        said = {"is_accepted": True, "answer": "", "by": ana, "at": clock.now()}
        services.answer_correction(asked, **said)
        with pytest.raises(Refused, match="answered already"):
            services.answer_correction(asked, **said)

    def test_nobody_answers_themselves(self, client_of, user, local, asked):
        builders.make_membership(user, local, Role.COORDINATOR)
        assert answer(client_of, user, asked).status_code == 403
        assert "Somebody else who coordinates" in (
            client_of(user).get(reverse("people:answer-correction", args=[asked.pk])).text
        )


class TestWhatIsKept:
    def test_it_is_among_what_is_kept_about_them(self, ana, asked, user):
        said = {"is_accepted": False, "answer": "No", "by": ana, "at": clock.now()}
        services.answer_correction(asked, **said)
        told = personal_sections(Subject(user_id=user.pk, email=user.email))
        section = next(one for one in told if one.title == "What you asked to have corrected")
        assert section.rows[0][1:] == (
            "my worksite, my job, my shift", "I work nights", "declined", "No – Ana",
        )  # fmt: skip

    def test_it_is_forgotten_two_years_after_the_answer(self, ana, asked):
        now = clock.now()
        services.answer_correction(asked, is_accepted=True, answer="", by=ana, at=now)
        assert list(answered_before(now)) == [asked]
        assert list(answered_before(now - timedelta(seconds=1))) == []

    def test_one_nobody_answered_stays(self, asked):
        assert list(answered_before(clock.now() + timedelta(days=9_999))) == []

    def test_it_goes_with_them(self, asked, user):
        services.erase_oneself(user, at=clock.now())
        assert not Correction.objects.exists()

    def test_it_follows_when_two_records_become_one(self, asked, idris, local, ana):
        twin = builders.make_person(local, given_name="Idris", family_name="Cho")
        made = merge_people(twin, idris, by=ana, at=clock.now())
        assert Correction.objects.get().person == twin
        undo_merge(made, by=ana, at=clock.now())
        assert Correction.objects.get().person_id == idris.pk


def test_the_page_is_there_for_somebody_without_a_record(client_of, ben):
    assert "No local keeps a record of you" in client_of(ben).get(MINE).text


def test_everything_kept_leads_to_it(client, idris):
    assert MINE in client.get(reverse("my-facts")).text
