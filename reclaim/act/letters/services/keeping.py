"""What is kept for how long: a letter 28 days after it left, an unconfirmed one a week."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.db import transaction

from reclaim.act.letters.models import Confirmation, Letter
from reclaim.act.letters.models.letter import LINK_LIVES, PERSONAL, LetterQuerySet


def scrub_letters(*, at: datetime) -> int:
    """Erase text, name, addresses. Office, district and days stay, so the counts stay."""
    return erase(Letter.objects.outlived(at), at=at)


def erase(letters: LetterQuerySet, *, at: datetime) -> int:
    blank = dict.fromkeys(PERSONAL, "")
    return letters.filter(scrubbed_at=None).update(**blank, key=None, scrubbed_at=at)


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Drop what nobody confirmed in a week, the week's confirmations, and drafts left behind."""
    Confirmation.objects.filter(queued_at__lte=at - LINK_LIVES).delete()
    forgotten = Letter.objects.forgotten(at)
    amount = forgotten.count()
    forgotten.delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return amount
