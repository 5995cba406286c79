"""The local mailbox: a real SMTP listener, and the pages that show what it kept."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.db import DatabaseError
from django.urls import reverse

from reclaim.core import clock, mailbox
from reclaim.core.errors import Unavailable
from reclaim.core.models import ReceivedMail

listening = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]


@pytest.fixture
def listener(free_port) -> Iterator[Controller]:
    controller = mailbox.listener(free_port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def port(listener) -> int:
    return listener.port


def a_letter(body="Bonjour.", **headers):
    message = EmailMessage()
    facts = {"From": "ana@people.example", "To": "clerk@city.example", **headers}
    for name, value in facts.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def post(port, message, to=None):
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message, to_addrs=to)


def make_mail(**changes):
    message = changes.pop("message", None) or a_letter(Subject="Shelters")
    facts = {
        "received_at": clock.now(),
        "envelope_to": "clerk@city.example",
        "subject": "Shelters",
        "raw": bytes(message) if isinstance(message, EmailMessage) else message,
        **changes,
    }
    return ReceivedMail.objects.create(**facts)


class TestListening:
    pytestmark = listening

    def test_a_message_is_kept_whole(self, port):
        post(port, a_letter("Rendez-nous ça.", Subject="Été", Reply_To="nadia@people.example"))
        kept = ReceivedMail.objects.get()
        assert kept.subject == "Été"
        assert kept.text.strip() == "Rendez-nous ça."
        assert kept.message["Reply-To"] == "nadia@people.example"
        assert kept.envelope_from == "ana@people.example"

    def test_each_recipient_has_a_row(self, port):
        post(port, a_letter(Subject="Two"), to=["a@city.example", "b@city.example"])
        kept = ReceivedMail.objects.values_list("envelope_to", flat=True)
        assert sorted(kept) == ["a@city.example", "b@city.example"]

    def test_a_message_without_a_subject_is_kept(self, port):
        post(port, a_letter())
        assert ReceivedMail.objects.get().subject == ""

    def test_a_subject_in_raw_octets_is_kept_with_marks(self, port):
        raw = b"From: a@people.example\r\nSubject: \xc9t\xe9\r\n\r\nBonjour\r\n"
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.sendmail("a@people.example", ["clerk@city.example"], raw)
        assert "t" in ReceivedMail.objects.get().subject

    def test_a_message_over_the_limit_is_refused_before_it_is_read(self, port):
        with pytest.raises(smtplib.SMTPSenderRefused, match="552"):
            post(port, a_letter("x" * mailbox.LARGEST))
        assert not ReceivedMail.objects.exists()

    def test_a_register_that_is_busy_asks_the_sender_to_come_again(self, port, monkeypatch):
        def busy(envelope):
            raise DatabaseError("database is locked")

        monkeypatch.setattr(mailbox, "keep", busy)
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            post(port, a_letter())

    def test_it_listens_on_this_machine_only(self, listener):
        addresses = [socket.getsockname()[0] for socket in listener.server.sockets]
        assert addresses == ["127.0.0.1"]


@pytest.mark.django_db
class TestPages:
    url = "/mailbox/"

    def test_staff_see_what_arrived(self, client_of, staff):
        make_mail()
        page = client_of(staff).get(self.url)
        assert page.status_code == 200
        assert "Shelters" in page.text
        assert "clerk@city.example" in page.text

    def test_an_empty_mailbox_says_what_would_fill_it(self, client_of, staff):
        assert "Nothing has come yet" in client_of(staff).get(self.url).text

    def test_one_address_can_be_asked_for(self, client_of, staff):
        make_mail(subject="For the clerk")
        make_mail(subject="For Nadia", envelope_to="nadia@people.example")
        page = client_of(staff).get(self.url, {"to": " NADIA@people.example "})
        assert "For Nadia" in page.text
        assert "For the clerk" not in page.text

    def test_an_address_that_got_nothing_says_so(self, client_of, staff):
        make_mail()
        page = client_of(staff).get(self.url, {"to": "nobody@people.example"})
        assert "Nothing came for nobody@people.example" in page.text

    def test_the_list_never_loads_the_messages_themselves(
        self, client_of, staff, django_assert_num_queries
    ):
        client = client_of(staff)
        for _ in range(60):
            make_mail()
        with django_assert_num_queries(5):  # session, account, roles, count, rows
            page = client.get(self.url)
        assert page.text.count("Shelters") == 50

    def test_a_message_shows_its_headers_and_text_with_links(self, client_of, staff):
        letter = a_letter(
            "Confirm: http://localhost:8000/write/confirm/abc?x=1&y=2 <b>now</b>",
            Subject="Été",
            Reply_To="nadia@people.example",
        )
        page = client_of(staff).get(make_mail(message=letter, subject="Été").get_absolute_url())
        assert "nadia@people.example" in page.text
        link = 'href="http://localhost:8000/write/confirm/abc?x=1&amp;y=2" rel="noreferrer"'
        assert link in page.text
        assert "&lt;b&gt;now&lt;/b&gt;" in page.text

    def test_formatted_text_is_never_shown_as_a_page(self, client_of, staff):
        letter = a_letter("The plain words")
        letter.add_alternative("<script>steal()</script><h1>The formatted</h1>", subtype="html")
        page = client_of(staff).get(make_mail(message=letter).get_absolute_url())
        assert "The plain words" in page.text
        assert "<script>steal" not in page.text

    def test_a_message_with_formatted_text_only_says_so(self, client_of, staff):
        letter = EmailMessage()
        letter.set_content("<h1>Formatted</h1>", subtype="html")
        page = client_of(staff).get(make_mail(message=letter).get_absolute_url())
        assert "has no plain text" in page.text

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\xff\xfe\x00 not a message",
            b"Content-Type: text/plain; charset=klingon\r\n\r\nQapla\xff",
            b"Subject: =?nonsense?q?=41?=\r\nFrom: <<>>\r\n\r\nx",
            b"Subject: =?utf-8?b?%%%?=\r\n\r\nx",
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--y\r\n",
        ],
    )
    def test_a_broken_message_still_opens(self, client_of, staff, raw):
        page = client_of(staff).get(make_mail(message=raw).get_absolute_url())
        assert page.status_code == 200

    def test_it_takes_no_posts(self, client_of, staff):
        assert client_of(staff).post(self.url).status_code == 405

    @pytest.mark.parametrize("who", ["ana", "cleo", "dora"])
    def test_a_role_in_an_organization_does_not_open_it(self, client_of, who, request):
        client = client_of(request.getfixturevalue(who))
        assert client.get(self.url).status_code == 404
        assert client.get(make_mail().get_absolute_url()).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client):
        page = client.get(self.url)
        assert page.url == f"{reverse('account_login')}?next={self.url}"

    def test_it_reads_in_french(self, client_of, staff):
        assert "Boîte aux lettres locale" in client_of(staff).get(f"/fr{self.url}").text


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_port_that_is_taken_is_one_sentence(free_port, settings):
    settings.MAILBOX_PORT = free_port
    with (
        socket.create_server(("127.0.0.1", free_port)),
        pytest.raises(Unavailable, match="is taken"),
        mailbox.listening(),
    ):
        pass
