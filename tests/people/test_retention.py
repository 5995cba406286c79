"""What is forgotten when: each kind of `data/law/retention.toml`, the day before and on the day."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import EmailField, ForeignKey, OneToOneField
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reclaim.core import audit, clock, forgetting, offers
from reclaim.core.models import Counter, ReceivedMail, WaitingMail
from reclaim.core.retention import kept, kinds, months_before
from reclaim.organize.outreach.models import Conversation
from reclaim.people import services
from reclaim.people.models import Import, ImportRow, Invitation, Look, Note
from tests import builders
from tests.architecture import links

pytestmark = pytest.mark.django_db


def forgotten(code):
    """How many of a kind the round forgot."""
    return {one.kind.code: one.amount for one in forgetting.forget(clock.now())}[code]


def ago(**time):
    return clock.now() - timedelta(**time)


def months_ago(months, days=0):
    return months_before(clock.now(), months) + timedelta(days=days)


class TestEachKind:
    """(when it began, is it gone?): still kept a day before, gone on the day."""

    @pytest.mark.parametrize(("days", "gone"), [(27, 0), (28, 1)])
    def test_messages_of_the_mailbox_after_28_days(self, days, gone):
        ReceivedMail.objects.create(received_at=ago(days=days), envelope_to="x@y.example", raw=b"")
        assert forgotten("mailbox") == gone
        assert ReceivedMail.objects.count() == 1 - gone

    @pytest.mark.parametrize(("minutes", "gone"), [(1, 0), (-1, 1)])
    def test_waiting_mail_when_its_link_ends(self, minutes, gone):
        now = clock.now()
        ends = now + timedelta(minutes=minutes)
        WaitingMail.objects.create(sealed="{}", queued_at=now, next_try_at=now, useless_after=ends)
        assert forgotten("waiting-mail") == gone
        assert WaitingMail.objects.count() == 1 - gone

    @pytest.mark.parametrize(("minutes", "gone"), [(1, 0), (-1, 1)])
    def test_counts_of_tries_when_they_end(self, minutes, gone):
        ends = timezone.now() + timedelta(minutes=minutes)
        Counter.objects.create(cache_key="x", value="", expires=ends)
        assert forgotten("counters") == gone

    @pytest.mark.parametrize(("minutes", "gone"), [(1, 0), (-1, 1)])
    def test_sessions_when_they_end(self, minutes, gone):
        ends = timezone.now() + timedelta(minutes=minutes)
        Session.objects.create(session_key="x", session_data="", expire_date=ends)
        assert forgotten("sessions") == gone

    @pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 1)])
    def test_devices_30_days_after_they_were_seen(self, ana, days, gone):
        UserSession.objects.create(
            user=ana, ip="127.0.0.1", session_key="x", last_seen_at=ago(days=days)
        )
        assert forgotten("devices") == gone

    @pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 1)])
    def test_jobs_30_days_after_they_ended(self, days, gone):
        DBTaskResult.objects.create(
            args_kwargs={}, task_path="x", run_after=ago(days=99), finished_at=ago(days=days)
        )
        assert forgotten("jobs") == gone

    @pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 1)])
    def test_rows_of_imports_after_30_days(self, local, ana, days, gone):
        at = ago(days=days)
        steps = dict.fromkeys(("mapped_at", "checked_at", "started_at", "finished_at"), at)
        work = builders.make_import(local, ana, **steps)
        ImportRow.objects.create(of=work, number=999, outcome="set_aside", cells=["Rosa"])
        rows = ImportRow.objects.count()
        assert forgotten("imports") == gone
        assert ImportRow.objects.count() == (0 if gone else rows)

    @pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 1)])
    def test_sheets_never_brought_in_after_30_days(self, local, ana, days, gone):
        builders.make_import(local, ana)
        Import.objects.update(dropped_at=ago(days=days))
        assert forgotten("sheets") == gone
        assert Import.objects.count() == 1 - gone

    @pytest.mark.parametrize(("days", "gone"), [(89, 0), (90, 1)])
    def test_invitations_nobody_accepted_after_90_days(self, local, ana, days, gone):
        builders.make_invitation(local, ana)
        Invitation.objects.update(invited_at=ago(days=days))
        assert forgotten("invitations") == gone

    def test_accepted_invitations_stay(self, local, ana):
        builders.make_invitation(local, ana)
        Invitation.objects.update(
            invited_at=ago(days=900), accepted_at=ago(days=899), accepted_by=ana
        )
        assert forgotten("invitations") == 0

    @pytest.mark.parametrize(("days", "gone"), [(1, 0), (0, 1)])
    def test_who_looked_after_two_years(self, local, ana, days, gone):
        person = builders.make_person(local)
        services.note_look(person, by=ana, at=months_ago(24, days))
        assert forgotten("looks") == gone
        assert Look.objects.count() == 1 - gone

    @pytest.mark.parametrize(("days", "gone"), [(1, 0), (0, 1)])
    def test_notes_after_five_years(self, local, ana, days, gone):
        person = builders.make_person(local)
        services.write_note(
            person, "Asked twice", visibility="organizers", by=ana, at=months_ago(60, days)
        )
        assert forgotten("notes") == gone
        assert Note.objects.count() == 1 - gone

    @pytest.mark.parametrize(("days", "gone"), [(1, 0), (0, 1)])
    def test_steps_after_seven_years(self, local, ana, days, gone):
        LogEntry.objects.all().delete()
        audit.record("try", local, by=ana, at=months_ago(84, days))
        assert forgotten("steps") == gone

    @pytest.mark.parametrize(("days", "gone"), [(1, 0), (0, 1)])
    def test_the_words_of_a_talk_after_three_years_and_not_the_talk(self, local, ana, days, gone):
        campaign = builders.make_campaign(local)
        Conversation.objects.create(
            campaign=campaign,
            person=builders.make_person(local),
            by=ana,
            client_id="7c9e6679-7425-40de-944b-e07fc1f90ae7",
            at=months_ago(36, days),
            outcome="talked",
            assessment=2,
            note="Worried about nights",
        )
        assert forgotten("talk-notes") == gone
        talk = Conversation.objects.get()
        assert (talk.note == "", talk.assessment) == (bool(gone), 2)

    @pytest.mark.parametrize(("days", "gone"), [(27, 0), (28, 1)])
    def test_letters_28_days_after_they_left(self, local, days, gone):
        steps = dict.fromkeys(("queued_at", "claimed_at", "started_at", "sent_at"), ago(days=days))
        builders.make_delivery(builders.make_appeal(local), **steps)
        assert forgotten("letters") == gone

    @pytest.mark.parametrize(("days", "gone"), [(6, 0), (7, 1)])
    def test_letters_nobody_confirmed_after_a_week(self, local, days, gone):
        builders.make_letter(builders.make_appeal(local), written_at=ago(days=days))
        assert forgotten("unconfirmed") == gone


def test_months_are_counted_by_the_calendar():
    leap = datetime(2028, 2, 29, 12)
    assert months_before(leap, 12) == datetime(2027, 2, 28, 12)
    assert months_before(datetime(2026, 1, 31), 2) == datetime(2025, 11, 30)
    assert months_before(datetime(2026, 12, 5), 12) == datetime(2025, 12, 5)


class TestTheRound:
    def old_message(self):
        ReceivedMail.objects.create(received_at=ago(days=40), envelope_to="x@y.example", raw=b"")

    def test_a_dry_run_says_how_many_and_forgets_nothing(self):
        self.old_message()
        said = StringIO()
        call_command("retention", dry_run=True, stdout=said)
        assert "mailbox: 1 (messages in the local mailbox)" in said.getvalue()
        assert ReceivedMail.objects.count() == 1

    def test_the_command_forgets(self):
        self.old_message()
        call_command("retention", stdout=StringIO())
        assert not ReceivedMail.objects.exists()

    def test_the_days_round_says_what_it_forgot(self):
        self.old_message()
        (job,) = [job for job in offers.daily_jobs if job.name == "retention"]
        assert "mailbox: 1" in job.run()
        assert "mailbox" not in job.run()

    def test_each_kind_is_forgotten_by_exactly_one_room(self):
        offered = [one.kind for one in forgetting.forgettings()]
        assert sorted(offered) == sorted(kinds())


def about_persons():
    """Models of ours that point at a person or an account, or hold an address, and those of the
    programs we stand on that do."""
    people = {"people.Person", "people.User"}
    for model in apps.get_models():
        fields = model._meta.get_fields()
        points = any(
            isinstance(field, ForeignKey | OneToOneField)
            and field.related_model._meta.label in people
            for field in fields
        )
        about = points or any(isinstance(field, EmailField) for field in fields)
        if about and (model in links.our_models() or not model._meta.label.startswith("reclaim")):
            yield model._meta.label


# Who made a thing of the union's own, and not a fact about them; the name goes with the account.
MADE_BY_SOMEBODY = {
    "campaigns.Milestone",
    "campaigns.Share",
    "evidence.Dossier",
    "people.Segment",
    "scoreboard.Outcome",
    "watch.Threat",
}


def test_everything_about_persons_has_an_end_or_a_reason():
    told = {model for row in (*kinds().values(), *kept()) for model in row.models}
    missing = set(about_persons()) - told - MADE_BY_SOMEBODY
    assert missing == set(), "Give it a line in data/law/retention.toml."


def test_what_is_told_exists_and_is_told_once():
    told = [model for row in (*kinds().values(), *kept()) for model in row.models]
    assert len(told) == len(set(told))
    for label in told:
        apps.get_model(label)


def test_every_kind_stands_on_its_page():
    page = (links.ROOT / "docs/explanation/retention.md").read_text()
    for kind in kinds().values():
        time = (
            f"{kind.months} months"
            if kind.months
            else f"{kind.days} {'day' if kind.days == 1 else 'days'}"
        )
        assert f"| {kind.what_en} | {time if kind.days or kind.months else 'at once'} |" in page
    assert "Have a lawyer read" in page
