"""Nobody finds out who told, but by asking in the open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.forgetting import forget
from reclaim.people.models import Role
from reclaim.people.queries.erasure import plan, traces_of_account, traces_of_person
from reclaim.people.services.erasure import erase, erase_oneself
from reclaim.watch.models import Tip
from reclaim.watch.models.reporter import LENGTH, Reporter
from reclaim.watch.queries import tips as queries
from reclaim.watch.services import tips as services
from tests.builders import make_person, make_tip, make_user
from tests.people.test_erasure import everything_kept, files_of_the_register

NAME, EMAIL, REACH = "Wilhelmina Zquest", "w.zquest@members.example", "416 555 0177"
TYPED = (NAME, "Zquest", REACH, "grey vests", "dock seven", "Dustfree Ltd", "we will call you")


@pytest.fixture
def wil(local):
    return make_user("Wilhelmina", local, Role.READER, last_name="Zquest", email=EMAIL)


@pytest.fixture
def tip(local, wil):
    return make_tip(local, wil)[0]


def told_by_everybody(local, wil, ana):
    told = {"words": "grey vests", "place": "dock seven", "contractor": "Dustfree Ltd"}
    tip, _ = make_tip(local, wil, **told)
    make_tip(local, name=NAME, reach=REACH, **told)
    services.set_tip_aside(tip, "over", answer="we will call you", by=ana, at=clock.now())
    services.show_reporter(tip, "ask", by=ana, at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_the_database_file_holds_nothing_readable_of_who_told_or_what_was_typed(local, ana, wil):
    get_user_model().objects.filter(pk=wil.pk).update(first_name="", last_name="", email="x@y.z")
    told_by_everybody(local, wil, ana)
    raw = everything_kept()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw += files_of_the_register().decode("latin-1")
        assert len(raw) > 100_000
    assert [mark for mark in TYPED if mark in raw] == []
    assert Tip.objects.count() == 2


@pytest.mark.django_db
class TestTheRow:
    def test_points_at_no_account_and_no_person(self):
        linked = {one.related_model._meta.label for one in Tip._meta.fields if one.related_model}
        assert linked == {"people.Organization", "people.Worksite", "watch.Service"}

    def test_keeps_a_day_and_no_hour(self):
        kinds = {one.get_internal_type() for one in Tip._meta.fields}
        assert "DateTimeField" not in kinds

    def test_is_as_long_whoever_told(self, local, wil):
        for who in ({"by": wil}, {"by": wil, "is_named": False}, {}, {"name": NAME * 4}):
            make_tip(local, **who)
        with connection.cursor() as cursor:
            cursor.execute("SELECT reporter FROM watch_tip")
            lengths = {len(kept) for (kept,) in cursor.fetchall()}
        assert len(lengths) == 1

    def test_the_longest_name_fits(self):
        longest = Reporter(name="ᓄ" * 40, reach="e" * 120)
        assert len(longest.as_text()) == LENGTH

    def test_telling_leaves_no_line_in_the_audit(self, client_of, wil):
        said = {"words": "grey vests", "seen": "today", "who": "me"}
        client_of(wil).post("/watch/tips/tell/", said)
        assert Tip.objects.exists()
        assert not LogEntry.objects.exists()

    def test_nor_in_the_log(self, client_of, wil, caplog):
        caplog.set_level(0)
        client_of(wil).post("/watch/tips/tell/", {"words": "vests", "seen": "week", "who": "me"})
        assert "Zquest" not in caplog.text
        assert EMAIL not in caplog.text


@pytest.mark.django_db
class TestAsking:
    def test_shows_the_name_once_and_the_reporter_reads_that_somebody_asked(
        self, client_of, ana, wil, tip
    ):
        make_person(tip.organization, user=wil, phone=REACH)
        client = client_of(ana)
        url = f"/watch/tips/{tip.pk}/who/"
        assert "Zquest" not in client.get(url).text
        shown = client.post(url, {"reason": "witness"}).text
        assert NAME in shown
        assert EMAIL in shown
        assert REACH in shown
        assert "Zquest" not in client.get(tip.get_absolute_url()).text
        assert "would be a witness" in client_of(wil).get("/watch/tips/mine/").text

    def test_is_audited_without_the_name(self, ana, tip):
        services.show_reporter(tip, "ask", by=ana, at=clock.now())
        entry = LogEntry.objects.get()
        assert entry.actor == ana
        assert entry.additional_data == {"verb": "tip: shown", "reason": "ask"}
        assert "Zquest" not in f"{entry.object_repr} {entry.changes_text} {entry.changes}"

    def test_without_a_reason_shows_nothing(self, client_of, ana, tip):
        answer = client_of(ana).post(f"/watch/tips/{tip.pk}/who/", {"reason": ""})
        assert answer.status_code == 422
        assert "Zquest" not in answer.text
        with pytest.raises(Refused, match="Say why"):
            services.show_reporter(tip, "known", by=ana, at=clock.now())

    def test_is_not_for_organizers(self, client_of, local, tip):
        olu = make_user("Olu", local, Role.ORGANIZER)
        assert (
            client_of(olu).post(f"/watch/tips/{tip.pk}/who/", {"reason": "ask"}).status_code == 403
        )
        assert "Ask who told" not in client_of(olu).get(tip.get_absolute_url()).text

    def test_of_a_tip_without_a_name_nobody_can_say(self, client_of, ana, local):
        tip, _ = make_tip(local)
        page = client_of(ana).post(f"/watch/tips/{tip.pk}/who/", {"reason": "ask"}).text
        assert "Nobody can say" in page


@pytest.mark.django_db
class TestRotation:
    @pytest.fixture(autouse=True)
    def own_keys(self, settings, tmp_path: Path):
        settings.STORE = tmp_path
        kept = "".join(f"{key}\n" for key in settings.SEALING_KEYS)
        (tmp_path / "sealing-keys").write_text(kept)

    def test_keeps_everything_readable_under_the_new_key_alone(self, local, ana, wil, settings):
        told_by_everybody(local, wil, ana)
        call_command("rotate")
        settings.SEALING_KEYS = settings.SEALING_KEYS[:1]
        (mine,) = queries.of_account(wil.pk)
        assert (mine.words, mine.place, mine.contractor) == TYPED[3:6]
        assert [step.answer for step in mine.steps.all()] == ["we will call you", ""]
        other = Tip.objects.exclude(pk=mine.pk).get()
        assert queries.who_told(Reporter.from_text(other.reporter)).name == NAME

    def test_without_a_key_it_names_nobody_and_breaks_nothing(self, wil, tip, settings):
        settings.SEALING_KEYS = [Fernet.generate_key().decode()]
        assert queries.of_account(wil.pk) == []


@pytest.mark.django_db
class TestForgetting:
    def test_erased_nobody_finds_out_and_what_was_seen_stays(self, wil, local):
        words = f"grey vests, says {NAME}"
        tip, token = make_tip(local, wil, words=words)
        assert "you who reported" in " ".join(plan(traces_of_account(wil)).goes)
        erase_oneself(wil, at=clock.now())
        tip.refresh_from_db()
        assert tip.words == "grey vests, says […]"
        assert not Reporter.from_text(tip.reporter).is_known
        assert not queries.of_receipt(token).exists()

    def test_a_visitor_who_typed_it_is_found_by_their_number(self, local):
        tip, _ = make_tip(local, name="W. Z.", reach=REACH)
        kept, _ = make_tip(local, name="Rosa", reach="647 555 0100")
        person = make_person(local, given_name="Wilhelmina", family_name="Zquest", phone=REACH)
        erase(traces_of_person(person), by=None, at=clock.now())
        tip.refresh_from_db()
        kept.refresh_from_db()
        assert not Reporter.from_text(tip.reporter).is_known
        assert Reporter.from_text(kept.reporter).name == "Rosa"

    def test_who_erases_another_does_not_learn_whether_they_told(self, local):
        quiet, told = (make_person(local, phone=number) for number in ("416 555 0101", REACH))
        make_tip(local, name="W", reach=REACH)
        said = [plan(traces_of_person(one)).goes for one in (quiet, told)]
        assert said[0] == said[1]

    def test_after_a_year_who_told_and_after_three_what_was_told(self, local, wil):
        day = clock.now()
        make_tip(local, wil, at=day - timedelta(days=364))
        year, _ = make_tip(local, wil, at=day - timedelta(days=366))
        make_tip(local, wil, at=day - timedelta(days=3 * 366))
        done = {one.kind.code: one.amount for one in forget(day)}
        assert (done["tip-reporters"], done["tips"]) == (2, 1)
        year.refresh_from_db()
        assert year.words == "Somebody else does our work"
        assert not Reporter.from_text(year.reporter).is_known
        assert len(queries.of_account(wil.pk)) == 1
        again = {one.kind.code: one.amount for one in forget(day)}
        assert (again["tip-reporters"], again["tips"]) == (0, 0)

    def test_an_account_that_is_gone_says_nothing(self, wil, local):
        assert queries.who_told(Reporter(account=wil.pk + 1000)) is None
