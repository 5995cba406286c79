"""Letters over real SMTP: what arrives, and what the server may answer."""

from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest

from reclaim.act.letters import services
from reclaim.act.letters.models import Appeal, Delivery
from reclaim.act.letters.services import composing
from reclaim.core import clock
from tests.builders import OWN_WORDS, make_appeal, make_letter, make_office
from tests.mail_server import HANG_UP, OK

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
CLERK = "clerk@council.example"


def test_a_letter_arrives_with_the_right_headers(appeal, server, settings):
    settings.DEFAULT_FROM_EMAIL = "Reclaim <letters@union.example>"
    letter = make_letter(appeal, confirmed=True, writer_email="rosa@people.example")
    services.deliver_waiting()
    [taken] = server.taken
    assert dict(taken.items()) | {"Date": None} == {
        "From": "Rosa Lima via Reclaim <letters@union.example>",
        "Reply-To": "Rosa Lima <rosa@people.example>",
        "To": CLERK,
        "Subject": "Security in our shelters",
        "Message-ID": letter.delivery.message_id,
        "Date": None,
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
    }
    sent_at = Delivery.objects.get().sent_at.replace(microsecond=0)
    assert parsedate_to_datetime(taken["Date"]) == sent_at
    assert taken["Message-ID"].endswith("@union.example>")


def test_a_letter_carries_the_writers_words_name_and_postal_code(appeal, server):
    make_letter(appeal, confirmed=True)
    services.deliver_waiting()
    text = server.taken[0].get_content().replace("\r\n", "\n")
    assert text.startswith(f"{OWN_WORDS}\n\nRosa Lima\nM4C 1M5\n\n-- \n")
    assert "Rosa Lima wrote this letter and confirmed it by e-mail." in text
    assert "Sent through Reclaim, the campaign system of Local 4120." in text


def test_a_french_letter_is_french_to_its_last_line(appeal, server):
    make_letter(
        appeal,
        confirmed=True,
        language="fr",
        writer_name="Zoé Hébert",
        subject="La sécurité à l’œuvre",
        body="Je m’appelle Zoé. « Gardez les gens qui restent » : c’est tout ce que je demande.",
    )
    services.deliver_waiting()
    [taken] = server.taken
    assert taken["From"].addresses[0].display_name == "Zoé Hébert via Reclaim"
    assert taken["Reply-To"].addresses[0].display_name == "Zoé Hébert"
    assert str(make_header(decode_header(taken["Subject"]))) == "La sécurité à l’œuvre"
    text = taken.get_content()
    assert "« Gardez les gens qui restent »" in text
    assert "Zoé Hébert a écrit cette lettre" in text


def test_answers_find_a_writer_whose_domain_has_accents(appeal, server):
    make_letter(appeal, confirmed=True, writer_email="rosa@québec.example")
    assert services.deliver_waiting().delivered == 1
    assert server.taken[0]["Reply-To"].addresses[0].addr_spec == "rosa@xn--qubec-csa.example"


def test_a_message_that_cannot_be_written_down_holds_up_no_other(appeal, server):
    make_letter(appeal, confirmed=True, subject="One line\nand another")
    make_letter(appeal, confirmed=True)
    assert services.deliver_waiting() == (1, 1, 0, 0)
    assert "BadHeaderError" in Delivery.objects.refused().get().refused_because


def test_many_letters_go_over_one_connection(local, server):
    appeal = make_appeal(local)
    for _ in range(20):
        make_letter(appeal, confirmed=True)
    assert services.deliver_waiting().delivered == 20
    assert (server.connections, len(server.taken)) == (1, 20)


def test_an_unknown_mailbox_is_refused_and_the_others_go_on(local, appeal, server):
    gone = make_appeal(local, make_office(email="gone@council.example"))
    make_letter(gone, confirmed=True)
    make_letter(appeal, confirmed=True)
    server.at_rcpt["gone@council.example"] = "550 5.1.1 No such mailbox"
    assert str(services.deliver_waiting()) == "1 delivered, 1 refused, 0 later"
    refused = Delivery.objects.refused().get()
    assert refused.refused_because == "550 5.1.1 No such mailbox"
    assert [message["To"] for message in server.taken] == [CLERK]


def test_a_full_mailbox_is_tried_again_in_five_minutes(appeal, server):
    make_letter(appeal, confirmed=True)
    server.at_rcpt[CLERK] = "452 4.2.2 Mailbox full"
    assert services.deliver_waiting().later == 1
    row = Delivery.objects.get()
    assert timedelta(minutes=4) < row.next_try_at - clock.now() <= timedelta(minutes=5)
    assert row.delayed_because == "452 4.2.2 Mailbox full"


def test_a_put_off_letter_arrives_on_the_next_try(appeal, server):
    make_letter(appeal, confirmed=True)
    server.at_data = "451 4.3.0 Busy"
    services.deliver_waiting()
    server.at_data = OK
    Delivery.objects.update(next_try_at=clock.now())
    assert services.deliver_waiting().delivered == 1
    assert (len(server.taken), Appeal.objects.get().delivered) == (1, 1)


def test_a_letter_refused_after_its_text_is_refused(appeal, server):
    make_letter(appeal, confirmed=True)
    server.at_data = "554 5.7.1 No campaigns please"
    services.deliver_waiting()
    assert Delivery.objects.get().refused_because == "554 5.7.1 No campaigns please"


def test_a_line_that_breaks_leaves_one_letter_in_doubt_and_the_next_goes_on(appeal, server):
    first = make_letter(appeal, confirmed=True)
    server.at_data = HANG_UP
    assert services.deliver_waiting().in_doubt == 1
    server.at_data = OK
    make_letter(appeal, confirmed=True)
    assert services.deliver_waiting().delivered == 1
    assert Delivery.objects.open().get().letter == first


def test_when_no_server_answers_every_letter_waits(appeal, server, settings):
    settings.EMAIL_PORT = 9
    for _ in range(3):
        make_letter(appeal, confirmed=True)
    assert services.deliver_waiting().later == 3
    assert not Delivery.objects.filter(started_at__isnull=False).exists()


def test_an_erased_letter_is_never_sent_empty(appeal, server):
    letter = make_letter(appeal, confirmed=True)
    composing_fails = Delivery.objects.get()
    type(letter).objects.update(
        body="",
        subject="",
        writer_name="",
        writer_email="",
        postal_code="",
        key=None,
        scrubbed_at=clock.now(),
    )
    assert services.deliver_waiting().refused == 1
    assert server.taken == []
    composing_fails.refresh_from_db()
    assert composing_fails.refused_because == "The text of this letter has been erased."


def test_a_message_id_belongs_to_the_platforms_own_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "letters@union.example"
    assert composing.new_message_id("letter").endswith("@union.example>")
