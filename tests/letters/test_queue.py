"""The queue: each row is sent once, or says why not."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from reclaim.act.letters import services
from reclaim.act.letters.models import Appeal, Delivery, Letter
from reclaim.act.letters.services import queueing, rounds
from reclaim.act.letters.services.queueing import DELIVERED, LATER, LOST, REFUSED, Tally
from reclaim.core import clock
from reclaim.core.errors import Refused, Unanswered, Unavailable
from tests.builders import make_appeal, make_delivery, make_letter, make_office, run_jobs

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def claim(at=None):
    return queueing.claim(rounds.LETTERS, at=at or clock.now())


def send(row, at=None):
    door = mail.get_connection()
    return queueing.send_one(rounds.LETTERS, row, door, at=at or clock.now())


def answer_with(monkeypatch, error):
    def hand_over(message, *, door=None):
        raise error

    monkeypatch.setattr(queueing.mail, "send", hand_over)


# --- every state, and every way from one to another ------------------------------------------
def states(at):
    """Name → what makes a row be in that state at that moment."""
    return {
        "waiting": {},
        "put off": {"attempts": 1, "next_try_at": at + MINUTE, "delayed_because": "452 Full"},
        "put off, and due again": {"attempts": 1, "next_try_at": at},
        "claimed": {"claimed_at": at - MINUTE},
        "claimed by a sender that died": {"claimed_at": at - HOUR},
        "being sent": {"claimed_at": at - MINUTE, "started_at": at - MINUTE},
        "in doubt": {"claimed_at": at - HOUR, "started_at": at - HOUR},
        "sent": {"claimed_at": at, "started_at": at, "sent_at": at},
        "refused": {"claimed_at": at, "refused_at": at, "refused_because": "550 Unknown"},
    }


@pytest.mark.parametrize(
    ("name", "state", "can_be_claimed", "can_be_tried_again", "needs_a_person"),
    [
        ("waiting", State.WAITING, True, False, False),
        ("put off", State.WAITING, False, False, False),
        ("put off, and due again", State.WAITING, True, False, False),
        ("claimed", State.WAITING, False, False, False),
        ("claimed by a sender that died", State.WAITING, True, False, False),
        ("being sent", State.SENDING, False, False, False),
        ("in doubt", State.DOUBT, False, True, True),
        ("sent", State.SENT, False, False, False),
        ("refused", State.REFUSED, False, True, True),
    ],
)
def test_what_can_happen_in_each_state(
    appeal, ana, name, state, can_be_claimed, can_be_tried_again, needs_a_person
):
    at = clock.now()
    row = make_delivery(appeal, **states(at)[name])
    assert row.state == state
    assert (row in Delivery.objects.needing_a_person(at)) is needs_a_person
    assert (row in claim(at)) is can_be_claimed
    row.refresh_from_db()
    try:
        services.try_again(row, by=ana, at=at)
        tried = True
    except Refused:
        tried = False
    assert tried is can_be_tried_again


def test_a_claimed_row_is_sent(appeal):
    make_delivery(appeal)
    [row] = claim()
    assert send(row) == DELIVERED
    row.refresh_from_db()
    assert (row.state, Appeal.objects.get().delivered) == (State.SENT, 1)


def test_a_refused_row_keeps_the_servers_words(appeal, monkeypatch):
    make_delivery(appeal)
    [row] = claim()
    answer_with(monkeypatch, Refused("550 No such mailbox"))
    assert send(row) == REFUSED
    row.refresh_from_db()
    assert (row.state, row.refused_because) == (State.REFUSED, "550 No such mailbox")
    assert Appeal.objects.get().delivered == 0


def test_a_row_put_off_waits_longer_each_time_and_is_refused_in_the_end(appeal, monkeypatch):
    row, at, waits = make_delivery(appeal), clock.now(), []
    answer_with(monkeypatch, Unavailable("452 Full"))
    for _ in range(7):
        [row] = claim(at)
        assert send(row, at) == LATER
        row.refresh_from_db()
        waits.append((row.next_try_at - at) // MINUTE)
        at = row.next_try_at
    assert waits == [5, 30, 120, 360, 720, 1440, 1440]
    [row] = claim(at)
    assert send(row, at) == REFUSED
    row.refresh_from_db()
    assert row.refused_because == "452 Full (8 ×)"


def test_silence_after_handing_over_leaves_the_row_to_a_person(appeal, monkeypatch):
    make_delivery(appeal)
    at = clock.now() - HOUR
    Delivery.objects.update(queued_at=at)
    [row] = claim(at)
    answer_with(monkeypatch, Unanswered("Connection lost"))
    send(row, at)
    row.refresh_from_db()
    assert (row.state, row.delayed_because) == (State.DOUBT, "Connection lost")
    assert claim() == []


# --- never twice ------------------------------------------------------------------------------
def test_of_two_senders_one_gets_the_row(appeal):
    make_delivery(appeal)
    assert [len(claim()), len(claim())] == [1, 0]


def test_a_sender_that_slept_over_its_claim_does_not_send(appeal):
    make_delivery(appeal)
    [mine] = claim(clock.now() - HOUR)
    [theirs] = claim()
    assert send(theirs) == DELIVERED
    assert send(mine) == LOST
    assert len(mail.outbox) == 1


def test_a_row_that_is_sent_is_not_counted_again(appeal):
    make_delivery(appeal)
    [row] = claim()
    queueing.start(rounds.LETTERS, row, at=clock.now())
    assert queueing.finish(rounds.LETTERS, row, at=clock.now()) == DELIVERED
    assert queueing.finish(rounds.LETTERS, row, at=clock.now()) == LOST
    assert Appeal.objects.get().delivered == 1


def test_a_sender_that_dies_after_claiming_loses_nothing(appeal):
    """It had handed nothing over, so after an hour another sender goes on."""
    make_delivery(appeal)
    died_at = clock.now() - HOUR
    [_] = claim(died_at)
    assert services.deliver_waiting() == DELIVERED
    assert len(mail.outbox) == 1


def test_a_sender_that_dies_while_handing_over_asks_a_person(appeal, monkeypatch):
    """The server may have taken the letter: nobody sends it a second time by themselves."""
    make_delivery(appeal)
    at = clock.now() - HOUR
    [row] = claim(at)
    answer_with(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send(row, at)
    monkeypatch.undo()
    assert services.deliver_waiting() == Tally()
    assert list(Delivery.objects.needing_a_person(clock.now())) == [row]


def test_a_letter_tried_again_keeps_its_message_id(appeal, ana):
    """A mailbox that has it already can tell that it is the same letter."""
    at = clock.now()
    row = make_delivery(appeal, claimed_at=at - HOUR, started_at=at - HOUR)
    services.try_again(row, by=ana, at=at)
    run_jobs()
    assert mail.outbox[-1].extra_headers["Message-ID"] == row.message_id
    assert Delivery.objects.get().state == State.SENT


def test_only_coordinators_try_again(appeal, ben, cleo):
    row = make_delivery(appeal, refused_at=clock.now(), refused_because="550")
    for somebody in (ben, cleo):
        with pytest.raises(Refused, match="Only coordinators"):
            services.try_again(row, by=somebody, at=clock.now())


def test_a_letter_set_aside_needs_nobody_any_more(appeal, ana):
    row = make_delivery(appeal, refused_at=clock.now(), refused_because="550")
    services.set_aside(row, by=ana, at=clock.now())
    assert not Delivery.objects.needing_a_person(clock.now()).exists()
    with pytest.raises(Refused, match="already"):
        services.set_aside(row, by=ana, at=clock.now())


def test_a_letter_on_its_way_can_not_be_set_aside(appeal, ana):
    with pytest.raises(Refused, match="not stuck"):
        services.set_aside(make_delivery(appeal), by=ana, at=clock.now())


# --- pace and order ---------------------------------------------------------------------------
def test_the_oldest_letter_goes_first(appeal):
    at = clock.now()
    newer = make_delivery(appeal, queued_at=at)
    older = make_delivery(appeal, queued_at=at - MINUTE)
    assert claim(at) == [older, newer]


def test_one_office_gets_no_more_letters_an_hour_than_the_appeal_says(local):
    appeal = make_appeal(local, per_hour=2)
    for _ in range(3):
        make_delivery(appeal)
    assert services.deliver_waiting().delivered == 2
    held = Delivery.objects.waiting().get()
    assert held.next_try_at > clock.now() + 59 * MINUTE
    Delivery.objects.sent().update(started_at=clock.now() - HOUR)
    assert len(claim(held.next_try_at)) == 1


def test_a_busy_office_does_not_hold_up_the_others(local, monkeypatch):
    monkeypatch.setattr(queueing, "BATCH", 2)
    busy, calm = (
        make_appeal(local, per_hour=1),
        make_appeal(local, make_office(email="b@c.example")),
    )
    for _ in range(5):
        make_delivery(busy)
    make_delivery(calm)
    assert services.deliver_waiting().delivered == 2


def test_a_round_comes_back_for_what_was_put_off(local):
    appeal = make_appeal(local, per_hour=1)
    for _ in range(2):
        make_letter(appeal, confirmed=True)
    run_jobs()
    planned = DBTaskResult.objects.get(status="READY")
    assert planned.task_path.endswith("deliver_letters")
    assert planned.run_after > planned.enqueued_at + 59 * MINUTE


# --- the database's own promises -----------------------------------------------------------
@pytest.mark.parametrize(
    "impossible",
    [
        {"refused_because": "550"},
        {"refused_at": "2026-10-05T12:00Z"},
        {"started_at": "2026-10-05T12:00Z"},
        {"sent_at": "2026-10-05T12:00Z", "claimed_at": "2026-10-05T12:00Z"},
        {"set_aside_at": "2026-10-05T12:00Z"},
        {
            "claimed_at": "2026-10-05T12:00Z",
            "started_at": "2026-10-05T12:00Z",
            "sent_at": "2026-10-05T12:00Z",
            "refused_at": "2026-10-05T12:00Z",
            "refused_because": "550",
        },
    ],
)
def test_the_database_refuses_a_row_that_can_not_be(appeal, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_delivery(appeal, **impossible)


def test_no_more_is_delivered_than_was_confirmed(appeal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(delivered=1)


def test_the_counters_equal_a_recount(local, monkeypatch):
    appeal = make_appeal(local)
    for number in range(6):
        make_letter(appeal, confirmed=number % 2 == 0)
    [first, *_] = claim()
    queueing.refuse(rounds.LETTERS, first, "550", at=clock.now())
    Delivery.objects.waiting().update(claimed_at=None)
    services.deliver_waiting()
    services.deliver_waiting()
    appeal.refresh_from_db()
    assert appeal.confirmed == Letter.objects.confirmed().count() == 3
    assert appeal.delivered == Letter.objects.delivered().count() == 2


def test_the_audit_keeps_that_it_was_tried_again_but_not_whom_the_server_named(appeal, ana):
    at = clock.now()
    row = make_delivery(
        appeal,
        claimed_at=at,
        started_at=at,
        refused_at=at,
        refused_because="550 rosa@people.example is not liked here",
    )
    services.try_again(row, by=ana, at=at)
    line = LogEntry.objects.get_for_object(row).get()
    assert line.additional_data == {"verb": "try_letter_again", "was": "refused"}
