<<<<<<< HEAD
"""The door by which mail leaves: what the server answers, and what it means."""

from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from reclaim.core import mail
from reclaim.core.errors import Refused, Unanswered, Unavailable
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


def test_a_reserved_address_is_refused_once_mail_leaves_for_real(server, settings):
    settings.REAL_DELIVERY = True
    with pytest.raises(Refused, match="reserved address"):
        mail.send(message())
    assert server.taken == []
=======
"""The door by which mail leaves: what the server answers decides what happens next."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage

from reclaim.core import mail
from reclaim.core.errors import Refused, Unavailable
from reclaim.web import settings as fresh

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server:
    """A mail server that takes what it is told to take."""

    def __init__(self, sender="250 fine", to="250 fine", content="250 taken"):
        self.sender, self.to, self.content, self.taken = sender, to, content, []

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        return self.content


@contextmanager
def serving(settings, server: Server, **options) -> Iterator[Server]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(
        server, hostname="127.0.0.1", port=port, server_hostname="localhost", **options
    )
    controller.start()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    try:
        yield server
    finally:
        controller.stop()


def a_message(**changes):
    facts = {"subject": "Bring it back", "body": "Please.", "to": ["clerk@city.example"], **changes}
    return EmailMessage(**facts)


def test_a_message_taken_by_the_server_is_sent(settings):
    with serving(settings, Server()) as server:
        mail.send(a_message())
    (envelope,) = server.taken
    assert envelope.rcpt_tos == ["clerk@city.example"]
    assert b"Please." in envelope.content


def test_an_address_refused_for_good_is_not_tried_again(settings):
    with serving(settings, Server(to="550 No such user")), pytest.raises(Refused) as refusal:
        mail.send(a_message())
    assert str(refusal.value) == "550 No such user"


def test_an_address_refused_for_now_may_be_tried_again(settings):
    with serving(settings, Server(to="451 Greylisted")), pytest.raises(Unavailable) as outage:
        mail.send(a_message())
    assert str(outage.value) == "451 Greylisted"


def test_a_text_refused_for_good_is_not_tried_again(settings):
    server = Server(content="554 Looks like advertising")
    with serving(settings, server), pytest.raises(Refused, match="554 Looks like advertising"):
        mail.send(a_message())


def test_a_text_refused_for_now_may_be_tried_again(settings):
    server = Server(content="452 Disk full")
    with serving(settings, server), pytest.raises(Unavailable, match="452 Disk full"):
        mail.send(a_message())


def test_a_message_too_large_for_the_server_is_refused_for_good(settings):
    small = serving(settings, Server(), data_size_limit=2000)
    with small, pytest.raises(Refused, match="552"):
        mail.send(a_message(body="x" * 5000))


def test_a_server_that_wants_a_password_we_do_not_have_is_only_unavailable(settings):
    locked = Server(sender="530 Authentication required")
    with serving(settings, locked), pytest.raises(Unavailable, match="530"):
        mail.send(a_message())


def test_no_server_at_all_is_only_unavailable(settings):
    with serving(settings, Server()):
        pass  # gone again, and its port with it
    with pytest.raises(Unavailable):
        mail.send(a_message())


def test_a_door_serves_many_messages_and_opens_again_after_a_refusal(settings):
    with serving(settings, Server(to="550 No such user")) as server:
        door = mail.open_door()
        door.open()
        with pytest.raises(Refused):
            mail.send(a_message(), door=door)
        server.to = "250 fine"
        for _ in range(2):
            mail.send(a_message(), door=door)
        door.close()
    assert len(server.taken) == 2


@pytest.mark.parametrize("domain", ["city.example", "example", "a.test", "b.invalid"])
def test_a_reserved_address_gets_nothing_when_mail_leaves_for_real(settings, mailoutbox, domain):
    settings.REAL_DELIVERY = True
    with pytest.raises(Refused, match="reserved address"):
        mail.send(a_message(to=[f"clerk@{domain}"]))
    assert mailoutbox == []


def test_a_reserved_address_is_fine_while_mail_stays_here(settings, mailoutbox):
    settings.REAL_DELIVERY = False
    mail.send(a_message())
    assert len(mailoutbox) == 1


def test_an_address_that_only_ends_like_a_reserved_one_is_not_reserved(settings):
    settings.REAL_DELIVERY = True
    assert mail.why_not_deliver("clerk@counterexample") == ""


def test_a_fresh_installation_delivers_to_the_local_mailbox_only():
    assert not fresh.REAL_DELIVERY
    assert (fresh.EMAIL_HOST, fresh.EMAIL_PORT) == ("127.0.0.1", fresh.MAILBOX_PORT)
>>>>>>> 3728812 (core: Show the local mailbox; tell a refusal from an outage.)
