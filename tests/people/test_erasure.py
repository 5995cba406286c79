"""Somebody is erased: nothing of them is left to read, and what others need still stands."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation

from reclaim.act.letters.models import Confirmation, Delivery, Letter
from reclaim.core import audit, clock, offers
from reclaim.core.models import ReceivedMail
from reclaim.organize.outreach import services as outreach
from reclaim.organize.outreach.models import Conversation, List, Standing
from reclaim.people import services
from reclaim.people.models import (
    Erasure,
    Import,
    ImportRow,
    Invitation,
    Note,
    Person,
    Role,
    Suppression,
    User,
)
from reclaim.people.queries.erasure import plan, traces_of_account, traces_of_person
from reclaim.people.services.imports import drop_sheet
from tests import builders
from tests.architecture import links

EMAIL = "wilhelmina.zquest@members.example"
PHONE = "416 555 0177"
NAME = "Wilhelmina Zquest"
MARKS = ("Wilhelmina", "Zquest", "zquest", PHONE, "4165550177", "1 Quiddity Crescent", "ZQ-778")
SIGNS_IN = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def own_documents(settings, tmp_path):
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def wil(local):
    return builders.make_user(
        "Wilhelmina", local, Role.LEADER, last_name="Zquest", email=EMAIL, language="fr"
    )


@pytest.fixture
def record(local, ana, wil):
    """A record with something in every drawer of the room."""
    now = clock.now()
    person = services.add_person(
        local,
        by=ana,
        at=now,
        given_name="Wilhelmina",
        family_name="Zquest",
        email=EMAIL,
        phone=PHONE,
        user=wil,
        worksite=builders.make_worksite(local),
        job_title="Zquestor",
    )
    services.note_contact(person, "address", "1 Quiddity Crescent", by=ana, at=now)
    services.write_note(person, "Zquest likes tea", visibility="organizers", by=ana, at=now)
    services.join_local(person, local, by=ana, at=now, number="ZQ-778")
    field = services.add_custom_field(local, kind="text", name_en="Badge", by=ana, at=now)
    services.fill_custom_fields(person, {field.pk: "ZQ-778"}, by=ana, at=now)
    services.record_consent(
        person, "email", "campaign", is_given=True, source="paper", by=ana, at=now
    )
    services.say_of_oneself(person, ["black"], by=wil, at=now)
    return person


@pytest.fixture
def everywhere(local, ana, lea, wil, record, client_of):
    """Something of them in every other room, in the mailbox, in sessions and in jobs."""
    now = clock.now()
    campaign = builders.make_public_campaign(local)
    builders.make_milestone(campaign, carried_by=record, done_at=now, done_by=wil)
    appeal = builders.make_appeal(local, campaign=campaign)
    facts = {"writer_name": NAME, "writer_email": EMAIL, "body": f"I am {NAME}.\n\nKeep it."}
    builders.make_letter(appeal, confirmed=True, **facts)
    Confirmation.objects.create(
        letter=builders.make_letter(appeal, **facts), kind="ask", to_email=EMAIL, queued_at=now
    )
    made = outreach.make_list(campaign, "Nights", leader=lea, people=[record], by=ana, at=now)
    led = outreach.make_list(campaign, "Days", leader=wil, people=[], by=ana, at=now)
    talk = outreach.Talk(
        client_id=uuid4(), outcome="talked", assessment=2, note="Zquest will sign", will_do="sign"
    )
    outreach.record_conversation(campaign, record, talk, by=lea, at=now)
    service = campaign.services.get()
    builders.make_outcome(service, "held", "2026-05", wil)
    builders.make_dossier(service, made_by=wil)
    threat = builders.make_threat(service)
    threat.dismissed_at, threat.dismissed_by, threat.dismissed_because = now, wil, "Equipment"
    threat.save()
    builders.make_invitation(local, ana, EMAIL)
    builders.make_invitation(local, ana, EMAIL, role=Role.LEADER, accepted_at=now, accepted_by=wil)
    received(f"To: {EMAIL}\r\nSubject: Hello\r\n\r\nDear friend", to=EMAIL)
    received(f"To: m@council.example\r\nSubject: A letter\r\n\r\nYours, {NAME}")
    received("To: other@people.example\r\nSubject: Hello\r\n\r\nDear other")
    audit.record("look at counts", local, by=wil, at=now)
    LogEntry.objects.filter(actor=wil).update(actor_email=EMAIL)
    drop_sheets(local, ana, record)
    client = client_of(wil)
    session = client.session
    session["draft"] = {"name": NAME, "email": EMAIL}
    session.save()
    return {"campaign": campaign, "client": client, "made": made, "led": led}


def drop_sheets(local, ana, record) -> None:
    """One waits in its file; another set a row of theirs aside and changed their record."""
    lines = "Given,Family,E-mail\nWilhelmina,Zquest,w@x.example\nRosa,Lima,rosa@x.example\n"
    upload = SimpleUploadedFile("Wilhelmina Zquest.csv", lines.encode())
    drop_sheet(local, upload, by=ana, at=clock.now(), language="en")
    work = builders.make_import(local, ana)
    row = {"of": work, "outcome": ImportRow.Outcome.SET_ASIDE}
    ImportRow.objects.create(**row, number=1, cells=["Zquest", "Wilhelmina"], reason="Twice")
    ImportRow.objects.create(**row, number=2, cells=["Rosa", "Lima"], reason="Twice")
    ImportRow.objects.create(of=work, number=3, outcome="updated", person=record, before={})


def received(raw: str, to: str = "x@y.example") -> None:
    ReceivedMail.objects.create(received_at=clock.now(), envelope_to=to, raw=raw.encode())


def everything_kept() -> str:
    """Every value of every column of every table, as text."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [text_of(value) for row in cursor.fetchall() for value in row]
    told += [json.dumps(one.get_decoded()) for one in Session.objects.all()]
    return "\n".join(told)


def text_of(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if is_raw(value) else str(value)


def is_raw(value: object) -> bool:
    return isinstance(value, bytes | memoryview)


def left_in(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def files_of_the_register() -> bytes:
    base = str(connection.settings_dict["NAME"])
    files = [Path(base + end) for end in ("", "-wal", "-shm")]
    return b"".join(path.read_bytes() for path in files if path.exists())


def files_that_name(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if left_in(path.read_bytes().decode("latin-1"))]


def confirm_who_it_is(client) -> None:
    client.post(SIGNS_IN, {"password": builders.PASSWORD})


@pytest.mark.django_db(transaction=True)
class TestNothingIsLeft:
    def test_in_the_tables_and_in_the_file_itself(self, everywhere, wil):
        assert set(MARKS) <= set(left_in(everything_kept()))
        client = everywhere["client"]
        confirm_who_it_is(client)
        answer = client.post("/people/erase/")
        assert answer.headers["Location"] == reverse("account_login")
        assert left_in(everything_kept()) == []
        services.rewrite_register(at=clock.now())
        if connection.vendor == "sqlite":
            raw = files_of_the_register().decode("latin-1")
            assert len(raw) > 100_000
            assert left_in(raw) == []

    def test_in_no_file_of_the_store(self, everywhere, wil, tmp_path):
        assert len(files_that_name(tmp_path)) == 1
        services.erase_oneself(wil, at=clock.now())
        assert files_that_name(tmp_path) == []
        (sheet,) = tmp_path.rglob("*.csv")
        assert sheet.read_text() == "2,,,\n3,Rosa,Lima,rosa@x.example\n"

    def test_rows_of_others_stay_set_aside(self, everywhere, wil):
        services.erase_oneself(wil, at=clock.now())
        assert [row.cells for row in ImportRow.objects.all()] == [["Rosa", "Lima"]]
        assert set(Import.objects.values_list("filename", flat=True)) == {"–", "members.csv"}

    def test_and_the_day_rewrites_the_register_once(self, record, wil):
        services.erase_oneself(wil, at=clock.now())
        assert services.rewrite_register(at=clock.now()) == 1
        assert services.rewrite_register(at=clock.now()) == 0
        assert Erasure.objects.get().cleaned_at is not None


@pytest.mark.django_db
class TestWhatOthersNeedStays:
    @pytest.fixture(autouse=True)
    def erased(self, everywhere, wil):
        self.rooms = everywhere
        services.erase_oneself(wil, at=clock.now())

    def test_a_talk_counts_without_the_person(self, lea):
        talk = Conversation.objects.get(by=lea)
        assert (talk.person, talk.note, talk.assessment) == (None, "", 2)
        assert not Standing.objects.exists()

    def test_what_was_done_under_the_account_was_done_by_somebody(self, wil):
        wil = User.objects.get(pk=wil.pk)
        assert str(wil) == "somebody who was erased"
        with translation.override("fr"):
            assert str(wil) == "une personne effacée"
        assert LogEntry.objects.filter(actor=wil).exists()

    def test_the_account_lets_nobody_in(self, client, wil):
        assert not client.login(email=EMAIL, password=builders.PASSWORD)
        wil = User.objects.get(pk=wil.pk)
        assert (wil.is_active, wil.has_usable_password(), wil.roles) == (False, False, [])

    def test_its_sessions_end(self):
        assert self.rooms["client"].get("/").status_code == 302

    def test_no_letter_of_theirs_keeps_a_text_or_waits_to_be_sent(self):
        assert not Letter.objects.exclude(writer_name="").exists()
        assert not Delivery.objects.filter(sent_at=None, started_at=None).exists()

    def test_their_list_waits_for_another_leader(self):
        assert List.objects.get(pk=self.rooms["led"].pk).leader is None

    def test_mail_of_others_stays(self):
        assert ReceivedMail.objects.get().text.strip() == "Dear other"

    def test_an_old_sheet_brings_no_mail_back(self, local, ana):
        again = builders.make_person(local, given_name="W", email=EMAIL)
        assert {point.status for point in again.contact_points.all()} == {"stopped"}


@pytest.mark.django_db
class TestWhoMay:
    def test_the_page_says_what_goes_and_what_stays(self, everywhere):
        confirm_who_it_is(everywhere["client"])
        told = everywhere["client"].get("/people/erase/").text
        for sentence in ("What goes, for good", "Notes of talks with you", "Your letters: name"):
            assert sentence in told
        for sentence in ("What stays, and why", "A keyed mark", "Outcomes you noted"):
            assert sentence in told

    def test_it_asks_who_one_is_once_more(self, everywhere, record):
        answer = everywhere["client"].post("/people/erase/")
        assert answer.headers["Location"].startswith(SIGNS_IN)
        assert Person.objects.filter(pk=record.pk).exists()

    def test_looking_erases_nothing(self, everywhere, record):
        confirm_who_it_is(everywhere["client"])
        everywhere["client"].get("/people/erase/")
        assert Person.objects.filter(pk=record.pk).exists()

    def test_the_last_administrator_hands_over_first(self, client_of, division, dora):
        client = client_of(dora)
        confirm_who_it_is(client)
        assert "Give that role to somebody first" in client.get("/people/erase/").text
        assert client.post("/people/erase/").status_code == 403
        assert User.objects.get(pk=dora.pk).erased_at is None

    def test_an_administrator_erases_somebody_without_an_account(self, client_of, local, dora):
        person = builders.make_person(local, family_name="Quietly", email="q@members.example")
        answer = client_of(dora).post(f"/people/{person.pk}/erase/")
        assert answer.headers["Location"] == "/people/"
        assert not Person.objects.filter(pk=person.pk).exists()
        assert Erasure.objects.get().by == dora

    def test_but_nobody_who_signs_in_themselves(self, client_of, record, dora):
        assert client_of(dora).post(f"/people/{record.pk}/erase/").status_code == 403
        assert Person.objects.filter(pk=record.pk).exists()

    @pytest.mark.parametrize("who", ["ana", "ben", "cleo"])
    def test_for_others_the_page_is_not_there(self, request, client_of, local, who):
        person = builders.make_person(local)
        client = client_of(request.getfixturevalue(who))
        assert client.post(f"/people/{person.pk}/erase/").status_code == 404
        assert Person.objects.filter(pk=person.pk).exists()

    def test_a_visitor_is_asked_to_sign_in(self, client, local):
        person = builders.make_person(local)
        for url in ("/people/erase/", f"/people/{person.pk}/erase/"):
            assert client.post(url).status_code == 302
        assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
class TestOnlyThem:
    def test_two_people_with_one_address_are_two(self, local, wil, record):
        other = builders.make_person(local, given_name="Otto", family_name="Zed", email=EMAIL)
        services.erase_oneself(wil, at=clock.now())
        other.refresh_from_db()
        assert other.email == EMAIL
        assert not Suppression.objects.filter(kind="email").exists()

    def test_a_record_without_account_under_the_same_name_and_address_goes_too(self, local, wil):
        builders.make_person(
            local, given_name="Wilhelmina", family_name="Zquest", email=EMAIL.upper()
        )
        services.erase_oneself(wil, at=clock.now())
        assert not Person.objects.exists()

    def test_a_given_name_alone_is_no_mark(self, local):
        person = builders.make_person(local, given_name="Ana", family_name="")
        received("To: b@people.example\r\n\r\nAna says hello")
        assert traces_of_person(person).marks == ()
        services.erasure.erase(traces_of_person(person), by=None, at=clock.now())
        assert ReceivedMail.objects.exists()

    def test_an_accepted_invitation_keeps_that_it_was_accepted(self, everywhere, wil):
        services.erase_oneself(wil, at=clock.now())
        sent = Invitation.objects.get()
        assert (sent.email, sent.accepted_by) == ("", wil)

    def test_notes_they_wrote_about_others_stay_with_the_others(self, local, ana, wil):
        person = builders.make_person(local)
        services.write_note(person, "Asked twice", visibility="organizers", by=ana, at=clock.now())
        Note.objects.update(written_by=wil)
        services.erase_oneself(wil, at=clock.now())
        assert str(Note.objects.get().written_by) == "somebody who was erased"


def links_to_people() -> list[tuple[str, str]]:
    """(room, link) of every link of ours to a person or an account."""
    found = [
        (model._meta.app_label, field)
        for model in links.our_models()
        for field, target in links.own_links(model)
        if target in {Person, User}
    ]
    return found


def test_every_room_that_points_to_people_says_what_it_erases():
    rooms = {room for room, _field in links_to_people()} | {"letters"}
    assert rooms <= set(offers.erasures.rooms())


def test_no_link_to_a_record_stands_in_the_way():
    """The record is deleted: what points to it goes along or lets go."""
    kept = [
        str(field)
        for _room, field in links_to_people()
        if field.related_model is Person and field.remote_field.on_delete.__name__ == "PROTECT"
    ]
    assert kept == []


@pytest.mark.django_db
def test_who_left_no_trace_in_a_room_reads_nothing_of_it(ben):
    told = " ".join(plan(traces_of_account(ben)).goes)
    assert "letters" not in told
    assert "account" in told


@pytest.mark.django_db(transaction=True)
def test_the_day_does_it(record, wil, capsys):
    services.erase_oneself(wil, at=clock.now())
    job = next(job for job in offers.daily_jobs if job.name == "erasures")
    assert job.run() == "rewrote the register after 1 erasures"
    assert job.run() == "nothing to rewrite"
