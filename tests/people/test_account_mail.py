"""Mail of the sign-in pages: it waits, sealed, and the page tells nobody who has an account."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows import code_verification
from allauth.account.models import EmailAddress
from django.conf import settings as house
from django.core import mail as delivered
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from reclaim.core import clock, mail, outbox
from reclaim.core.errors import Refused, Unanswered
from reclaim.core.models import WaitingMail
from reclaim.people.models import User
from tests.builders import run_jobs

pytestmark = pytest.mark.django_db
RESET, ASK = "/accounts/password/reset/", "/accounts/login/code/"
ENTER = "/accounts/login/code/confirm/"
HOME = "/people/organizations/"


class Away:
    """A mail server that does not answer."""

    connection = None

    def __init__(self, **options):
        pass

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")

    def close(self):
        pass


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def be_due():
    """As if the wait were over."""
    DBTaskResult.objects.filter(status="READY").update(run_after=clock.now() - timedelta(days=300))


class TestTheAnswer:
    """It is alike for an address with an account and one without."""

    @pytest.fixture(params=[RESET, ASK])
    def address(self, request):
        return request.param

    def ask(self, email, address):
        answer = Client().post(address, {"email": email})
        return answer.status_code, answer.headers["Location"]

    @pytest.fixture(params=["tests.people.test_account_mail.Away", house.EMAIL_BACKEND])
    def mail_server(self, request, settings):
        settings.EMAIL_BACKEND = request.param

    def test_it_is_alike_whether_the_mail_server_is_there_or_not(self, ana, address, mail_server):
        assert self.ask(ana.email, address) == self.ask("nobody@people.example", address)

    def test_as_much_is_written_for_an_unknown_address(self, ana, address):
        """What takes time is the register: sealing and queueing are done for both."""
        EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
        steps = []
        for email in (ana.email, "nobody@people.example"):
            with CaptureQueriesContext(connection) as done:
                self.ask(email, address)
            steps.append([one["sql"].split(" ")[0] for one in done.captured_queries])
        writes = [sum(step in {"INSERT", "UPDATE"} for step in one) for one in steps]
        assert writes[0] == writes[1] > 0
        assert WaitingMail.objects.count() == 2

    def test_nobody_gets_the_message_to_nobody(self, address):
        self.ask("nobody@people.example", address)
        run_jobs()
        assert delivered.outbox == []
        assert not WaitingMail.objects.exists()


class TestWaiting:
    def test_what_lets_somebody_in_is_readable_nowhere_in_the_register(self, client, ana):
        client.post(ASK, {"email": ana.email})
        message = WaitingMail.objects.get().message
        code = re.search(r"[A-Z]{4}-[A-Z]{4}", message.body)[0]
        assert code not in everything_written()
        client.post(RESET, {"email": ana.email})
        link = re.search(r"reset/key/(\S+)/", WaitingMail.objects.last().message.body)[1]
        assert link not in everything_written()
        run_jobs()
        assert not WaitingMail.objects.exists()
        assert code not in everything_written()

    def test_it_is_tried_again_until_the_mail_server_takes_it(self, client, ana, settings):
        there = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "tests.people.test_account_mail.Away"
        client.post(RESET, {"email": ana.email})
        run_jobs()
        assert WaitingMail.objects.get().attempts == 1
        settings.EMAIL_BACKEND = there
        be_due()
        run_jobs()
        assert [message.to for message in delivered.outbox] == [[ana.email]]
        assert not WaitingMail.objects.exists()

    def test_waits_grow_up_to_an_hour(self, client, ana, settings):
        settings.EMAIL_BACKEND = "tests.people.test_account_mail.Away"
        client.post(RESET, {"email": ana.email})
        waits = []
        for _ in range(8):
            be_due()
            run_jobs()
            kept = WaitingMail.objects.get()
            waits.append(round((kept.next_try_at - clock.now()).total_seconds() / 60))
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60]

    def test_it_is_dropped_when_its_link_no_longer_works(self, client, ana):
        client.post(ASK, {"email": ana.email})
        WaitingMail.objects.update(useless_after=clock.now() - timedelta(seconds=1))
        run_jobs()
        assert delivered.outbox == []
        assert not WaitingMail.objects.exists()

    def test_a_code_waits_fifteen_minutes_and_a_new_password_three_days(self, client, ana):
        client.post(ASK, {"email": ana.email})
        client.post(RESET, {"email": ana.email})
        lives = [one.useless_after - one.queued_at for one in WaitingMail.objects.all()]
        assert lives == [timedelta(minutes=15), timedelta(days=3)]

    def test_one_that_may_have_been_taken_is_sent_again(self, client, ana, monkeypatch):
        client.post(RESET, {"email": ana.email})
        monkeypatch.setattr(mail, "send", broken(Unanswered("the line broke")))
        run_jobs()
        assert WaitingMail.objects.get().attempts == 1

    def test_one_that_is_refused_for_good_is_dropped_and_the_log_names_nobody(
        self, client, ana, monkeypatch, caplog
    ):
        client.post(RESET, {"email": ana.email})
        monkeypatch.setattr(mail, "send", broken(Refused(f"550 <{ana.email}> unknown")))
        run_jobs()
        assert not WaitingMail.objects.exists()
        assert "refused" in caplog.text
        assert ana.email not in caplog.text

    def test_what_lost_its_job_is_sent_by_the_days_round(self, client, ana):
        client.post(RESET, {"email": ana.email})
        DBTaskResult.objects.all().delete()
        WaitingMail.objects.update(next_try_at=clock.now() - timedelta(hours=2))
        assert outbox.send_left_over() == "1 asked for again"
        run_jobs()
        assert len(delivered.outbox) == 1

    def test_erasing_somebody_drops_what_waits_for_them(self, client, ana, cleo):
        client.post(RESET, {"email": ana.email})
        client.post(RESET, {"email": cleo.email})
        outbox.forget([ana.email.upper()])
        assert [one.message.to for one in WaitingMail.objects.all()] == [[cleo.email]]


def broken(error):
    def send(*args, **kwargs):
        raise error

    return send


def everything_written():
    """Every cell of every table, and of a session what Django would read from it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [str(cell) for row in cursor.fetchall() for cell in row]
    sealed = [one for one in rows if one.count(":") == 2 and one.startswith((".", "e", "Z"))]
    for one in sealed:
        try:
            salt = "django.contrib.sessions.SessionStore"
            kept = signing.TimestampSigner(salt=salt).unsign(one)
            rows.append(str(signing.b64_decode(kept.lstrip(".").encode())))
        except (signing.BadSignature, ValueError):
            continue
    return "\n".join(rows)


class TestCodeByMail:
    def asked(self, client, user, **more):
        answer = client.post(ASK, {"email": user.email, **more})
        assert answer.status_code == 302
        run_jobs()
        body = delivered.outbox[-1].body
        link = re.search(r"https?://[^/]+(/\S+)", body)[1]
        return link, re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", body.replace(link, ""))[0]

    def test_the_link_fills_the_code_in_and_the_button_signs_in(self, client, ana):
        link, code = self.asked(client, ana)
        page = client.get(link, follow=True)
        assert f'value="{code}"' in page.text
        assert not is_signed_in(client)
        client.post(ENTER, {"code": code})
        assert is_signed_in(client)

    def test_typed_small_and_without_the_dash_it_signs_in_too(self, client, ana):
        _link, code = self.asked(client, ana)
        client.post(ENTER, {"code": code.lower().replace("-", " ")})
        assert is_signed_in(client)

    def test_it_leads_where_the_person_was_going(self, client, ana):
        link, code = self.asked(client, ana, next="/people/?q=idris")
        page = client.get(link, follow=True)
        assert 'value="/people/?q=idris"' in page.text
        answer = client.post(ENTER, {"code": code, "next": "/people/?q=idris"})
        assert answer.url == "/people/?q=idris"

    def test_it_works_once(self, client, ana):
        _link, code = self.asked(client, ana)
        client.post(ENTER, {"code": code})
        client.post("/accounts/logout/")
        client.post(ENTER, {"code": code})
        assert not is_signed_in(client)

    def test_another_browser_learns_why_it_does_not_work_there(self, client, ana):
        link, code = self.asked(client, ana)
        other = Client()
        page = other.get(link)
        assert "Another browser asked for this link." in page.text
        assert code in page.text
        other.post(ENTER, {"code": code})
        assert not is_signed_in(other)

    def test_after_fifteen_minutes_it_does_not_work(self, client, ana, monkeypatch):
        _link, code = self.asked(client, ana)
        later = time.time() + 15 * 60 + 1
        monkeypatch.setattr(f"{code_verification.__name__}.time.time", lambda: later)
        client.post(ENTER, {"code": code})
        monkeypatch.undo()
        assert not is_signed_in(client)

    def test_after_three_wrong_codes_the_right_one_does_not_work(self, client, ana):
        _link, code = self.asked(client, ana)
        for _ in range(3):
            client.post(ENTER, {"code": "BBBB-BBBB"})
        client.post(ENTER, {"code": code})
        assert not is_signed_in(client)

    def test_a_second_message_brings_another_code(self, client, ana):
        _link, code = self.asked(client, ana)
        assert "Send it again" in client.get(ENTER).text
        client.post(ENTER, {"action": "resend"})
        run_jobs()
        client.post(ENTER, {"code": code})
        assert not is_signed_in(client)
        client.post(
            ENTER,
            {
                "code": re.search(r"\b[A-Z]{4}-[A-Z]{4}$", delivered.outbox[-1].body, re.MULTILINE)[
                    0
                ]
            },
        )
        assert is_signed_in(client)

    def test_who_mistyped_the_address_begins_again(self, client, ana):
        client.post(ASK, {"email": "nobody@people.example"})
        client.post("/accounts/logout/", {"next": ASK})
        self.asked(client, ana)

    def test_an_account_put_to_rest_gets_none(self, client, ana):
        User.objects.filter(pk=ana.pk).update(is_active=False)
        client.post(ASK, {"email": ana.email})
        run_jobs()
        assert delivered.outbox == []

    def test_an_unknown_address_is_asked_for_the_code_like_any_other(self, client, ana):
        client.post(ASK, {"email": "nobody@people.example"})
        page = client.get(ENTER)
        assert "Look into your mail." in page.text
        assert "Incorrect code" in client.post(ENTER, {"code": "BBBB-BBBB"}).text

    def test_the_message_is_french_on_the_french_page(self, client, ana):
        client.post(f"/fr{ASK}", {"email": ana.email})
        run_jobs()
        (message,) = delivered.outbox
        assert message.subject == "Ouvrir une session sur Reclaim"
        assert "/fr/accounts/code/" in message.body
        assert "this address" not in message.body

    def test_somebody_signed_in_already_is_led_home(self, client_of, ana):
        assert client_of(ana).get("/accounts/code/ABCD-EFGH/").url == "/"


class TestThrottling:
    @pytest.mark.parametrize("email", ["ana@people.example", "nobody@people.example"])
    def test_a_fourth_code_in_a_minute_is_one_sentence(self, ana, email):
        for _ in range(3):
            Client().post(ASK, {"email": email})
        page = Client().post(ASK, {"email": email.upper()})
        assert "Too many" in page.text
        assert WaitingMail.objects.count() == 3

    def test_from_one_place_it_holds_across_accounts(self, client, db):
        answers = {
            client.post(RESET, {"email": f"n{n}@people.example"}).status_code for n in range(21)
        }
        page = client.post(RESET, {"email": "n22@people.example"})
        assert answers == {302, 429}
        assert page.headers["Retry-After"] == "60"
        assert "That was too often in a short time." in page.text

    def test_many_sign_ins_from_one_place_are_slowed_down(self, client, db):
        wrong = {"password": "wrong"}
        for n in range(20):
            client.post("/accounts/login/", {"login": f"n{n}@people.example", **wrong})
        page = client.post("/accounts/login/", {"login": "n99@people.example", **wrong})
        assert "Too many failed login attempts" in page.text

    def test_the_table_of_counts_names_neither_address_nor_account(self, client, ana):
        client.post("/accounts/login/", {"login": ana.email, "password": "wrong"})
        client.post(ASK, {"email": ana.email})
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM core_counter")
            rows = cursor.fetchall()
        assert rows
        assert "127.0.0.1" not in str(rows)
        assert "allauth" not in str(rows)
