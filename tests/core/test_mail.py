"""The door by which mail leaves: what the server answers, and what it means."""

from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from reclaim.core import mail
from reclaim.core.errors import Refused, Unanswered, Unavailable
from reclaim.web import settings as fresh
from tests import mail_server
from tests.mail_server import HANG_UP, MailServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def message(to: str = "clerk@council.example") -> EmailMessage:
    return EmailMessage("Hello", "Text", "us@reclaim.example", [to])


def test_a_message_arrives(server):
    mail.send(message())
    assert [taken["To"] for taken in server.taken] == ["clerk@council.example"]


def test_an_unknown_mailbox_is_a_refusal_in_the_servers_words(server):
    server.at_rcpt["clerk@council.example"] = "550 5.1.1 No such mailbox"
    with pytest.raises(Refused, match=r"^550 5\.1\.1 No such mailbox$"):
        mail.send(message())


def test_a_full_mailbox_may_be_tried_later(server):
    server.at_rcpt["clerk@council.example"] = "452 4.2.2 Mailbox full"
    with pytest.raises(Unavailable, match=r"^452 4\.2\.2 Mailbox full$"):
        mail.send(message())


def test_a_message_refused_after_its_text_is_refused(server):
    server.at_data = "554 5.7.1 We want no mail"
    with pytest.raises(Refused, match=r"^554 5\.7\.1 We want no mail$"):
        mail.send(message())


def test_a_message_put_off_after_its_text_may_be_tried_later(server):
    server.at_data = "451 4.3.0 Try again"
    with pytest.raises(Unavailable, match="451") as raised:
        mail.send(message())
    assert not isinstance(raised.value, Unanswered)


def test_a_line_that_breaks_while_the_text_is_handed_over_leaves_a_doubt(server):
    server.at_data = HANG_UP
    with pytest.raises(Unanswered):
        mail.send(message())


def test_a_server_that_is_not_there_leaves_no_doubt(server, settings):
    settings.EMAIL_PORT = 9  # nobody listens
    with pytest.raises(Unavailable) as raised:
        mail.send(message())
    assert not isinstance(raised.value, Unanswered)


def test_one_door_serves_many_messages(server):
    door = mail.open_door()
    mail.send(message(), door=door)
    mail.send(message("mayor@council.example"), door=door)
    door.close()
    assert (server.connections, len(server.taken)) == (1, 2)


def test_a_door_whose_line_broke_opens_again(server):
    door = mail.open_door()
    server.at_data = HANG_UP
    with pytest.raises(Unanswered):
        mail.send(message(), door=door)
    server.at_data = mail_server.OK
    mail.send(message(), door=door)
    door.close()
    assert (server.connections, len(server.taken)) == (2, 1)


def test_a_server_that_wants_a_password_we_do_not_have_may_be_tried_later(server):
    server.at_sender = "530 5.7.0 Authentication required"
    with pytest.raises(Unavailable, match="530"):
        mail.send(message())


def test_a_message_too_large_for_the_server_is_refused(server, settings):
    with mail_server.running(largest=2000) as small, pytest.raises(Refused, match="552"):
        settings.EMAIL_PORT = small.port
        mail.send(EmailMessage("Hello", "x" * 5000, to=["clerk@council.example"]))


@pytest.mark.parametrize("domain", ["council.example", "example", "a.test", "b.invalid"])
def test_a_reserved_address_is_refused_once_mail_leaves_for_real(server, settings, domain):
    settings.REAL_DELIVERY = True
    with pytest.raises(Refused, match="reserved address"):
        mail.send(message(f"clerk@{domain}"))
    assert server.taken == []


def test_an_address_that_only_ends_like_a_reserved_one_is_not_reserved(settings):
    settings.REAL_DELIVERY = True
    assert mail.why_not_deliver("clerk@counterexample") == ""


def test_a_fresh_installation_delivers_to_the_local_mailbox_only():
    assert not fresh.REAL_DELIVERY
    assert (fresh.EMAIL_HOST, fresh.EMAIL_PORT) == ("127.0.0.1", fresh.MAILBOX_PORT)
