"""Many senders and many confirmations at the same moment, on a real PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from threading import Barrier, Lock

import pytest
from django.db import connection

from reclaim.act.letters import services
from reclaim.act.letters.models import Appeal, Delivery, Letter
from reclaim.act.letters.services import queueing
from reclaim.core import clock
from tests.builders import make_appeal, make_letter, make_organization

pytestmark = pytest.mark.postgresql
SENDERS = 4


@pytest.fixture
def appeal(on_postgresql) -> Appeal:
    return make_appeal(make_organization("Local 4120"), per_hour=3600)


def together(*steps: Callable[[], object]) -> list[object]:
    """Every step in a thread of its own, all let go at once."""
    gate = Barrier(len(steps))

    def run(step):
        gate.wait()
        try:
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.fixture
def handed_over(monkeypatch) -> Counter[str]:
    """How often each Message-ID was handed to the mail server."""
    counted: Counter[str] = Counter()
    lock = Lock()

    def send(message, *, door=None) -> None:
        sent: Message = message.message()
        with lock:
            counted[sent["Message-ID"]] += 1

    monkeypatch.setattr(queueing.mail, "send", send)
    monkeypatch.setattr(queueing, "BATCH", 5)
    return counted


def test_senders_at_the_same_moment_send_each_letter_once(appeal, handed_over):
    for _ in range(60):
        make_letter(appeal, confirmed=True)
    tallies = together(*[services.deliver_waiting] * SENDERS)
    assert sum(tally.delivered for tally in tallies) == 60
    assert set(handed_over.values()) == {1}
    assert len(handed_over) == 60
    assert Appeal.objects.get().delivered == 60
    assert Delivery.objects.sent().count() == 60


def test_two_links_of_one_writer_opened_at_once_send_one_letter(appeal):
    letters = [make_letter(appeal, writer_email="rosa@people.example") for _ in range(SENDERS)]

    def confirm(letter: Letter) -> Callable[[], Letter]:
        return lambda: services.confirm_letter(letter, at=clock.now())

    standing = together(*map(confirm, letters))
    assert len({letter.pk for letter in standing}) == 1
    assert Delivery.objects.count() == 1
    assert Appeal.objects.get().confirmed == 1


def test_one_link_pressed_many_times_at_once_sends_one_letter(appeal):
    letter = make_letter(appeal)
    together(*[lambda: services.confirm_letter(letter, at=clock.now())] * SENDERS)
    assert Delivery.objects.count() == 1
    assert Appeal.objects.get().confirmed == 1


def test_a_sender_skips_what_another_holds(appeal):
    """It neither waits for the other nor takes the row."""
    make_letter(appeal, confirmed=True)
    from_other: list[int] = []

    def while_held() -> None:
        from_other.append(services.deliver_waiting().delivered)
        connection.close()

    with queueing.transaction.atomic():
        list(Delivery.objects.select_for_update().all())
        with ThreadPoolExecutor(1) as pool:
            pool.submit(while_held).result(timeout=20)
    assert from_other == [0]
