"""Invented neighbours write, confirm and are delivered, over real SMTP to the local mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import translation

from reclaim.act.letters import queries, services
from reclaim.act.letters.models import Delivery, Letter
from reclaim.core import clock, mail, mailbox
from reclaim.core.errors import Refused
from reclaim.web.demo import content
from reclaim.web.demo.campaigns import appeals


def load() -> dict[str, int]:
    """Write and confirm what is not there yet; send what waits; say what became of it."""
    done = {"written": 0, "confirmed and queued": 0} if Letter.objects.exists() else write_all()
    if not Delivery.objects.due(clock.now()).exists():
        return done
    with local_mail():
        services.send_waiting_confirmations()
        tally = services.deliver_waiting()
    sent = {"delivered": tally.delivered, "refused": tally.refused, "put off": tally.later}
    return done | sent


@transaction.atomic
def write_all() -> dict[str, int]:
    done = {"written": 0, "confirmed and queued": 0}
    for row in content.rows("letters"):
        with translation.override(row["language"]):
            letter = write(row)
        done["written"] += letter is not None
        if letter is not None and row["confirmed"]:
            services.confirm_letter(letter, at=clock.now())
            done["confirmed and queued"] += 1
    return done


def write(row: dict[str, str]) -> Letter | None:
    appeal = appeals()[row["campaign"]]
    recipient = queries.recipients_for(appeal, row["postal_code"]).sure
    if recipient is None:  # a person would be asked; the demonstration leaves it
        return None
    words = services.Words(
        language=row["language"],
        name=row["name"],
        email=row["email"],
        postal_code=row["postal_code"],
        subject=appeal.subject,
        body=row["body"],
    )
    return services.write_letter(appeal, recipient, words, at=clock.now())


@contextmanager
def local_mail() -> Iterator[None]:
    """The mailbox listens while the demonstration sends; with real delivery on, nothing is sent."""
    if mail.delivers_for_real():
        raise Refused("The demonstration never mails for real: turn RECLAIM_REAL_DELIVERY off.")
    with mailbox.listening():
        yield
