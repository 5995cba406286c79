"""What is kept for how long: a letter 28 days after it left, an unconfirmed one a week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.db import transaction

from reclaim.act.letters.models import Confirmation, Delivery, Letter
from reclaim.act.letters.models.letter import LINK_LIVES, PERSONAL, LetterQuerySet
from reclaim.act.letters.queries import writer_digest


def scrub_letters(*, at: datetime) -> int:
    """Erase text, name, addresses. Office, district and days stay, so the counts stay."""
    return erase(Letter.objects.outlived(at), at=at)


def erase(letters: LetterQuerySet, *, at: datetime) -> int:
    blank = dict.fromkeys(PERSONAL, "")
    return letters.filter(scrubbed_at=None).update(**blank, key=None, scrubbed_at=at)


@transaction.atomic
def forget_writer(emails: Iterable[str], at: datetime) -> None:
    """Erase everything written from these addresses; what has not left never will.

    The queue is held first, so that no letter is being handed over meanwhile.
    """
    marks = [writer_digest(email) for email in emails]
    letters = Letter.objects.filter(writer_digest__in=marks)
    Confirmation.objects.filter(letter__in=letters).delete()
    queued = Delivery.objects.select_for_update().filter(letter__in=letters)
    waiting = [one.letter_id for one in queued if not (one.started_at or one.sent_at)]
    Delivery.objects.filter(letter__in=waiting, refused_at=None).delete()
    letters.filter(delivery__isnull=True).delete()
    erase(letters, at=at)


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Drop what nobody confirmed in a week, the week's confirmations, and drafts left behind."""
    Confirmation.objects.filter(queued_at__lte=at - LINK_LIVES).delete()
    forgotten = Letter.objects.forgotten(at)
    amount = forgotten.count()
    forgotten.delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return amount
