"""One letter of one writer: found by link or by address, never by guessing."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from reclaim.act.letters.models import Appeal, Confirmation, Letter
from reclaim.act.letters.models.letter import LetterQuerySet
from reclaim.places.models import Office


def writer_digest(address: str) -> str:
    """The same for every spelling of one address; useless without the installation's key."""
    return salted_hmac("letters.writer", address.strip().lower(), algorithm="sha256").hexdigest()


def token_for(letter: Letter) -> str:
    """The secret of the confirmation link: made from the key, so no table holds it."""
    return f"{letter.key}{seal(letter.key or '')}"


def seal(key: str) -> str:
    secret = f"letters.confirm:{settings.SECRET_KEY}".encode()
    digest = hmac.new(secret, key.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:12]).decode()


def letter_behind(token: str) -> Letter | None:
    """The letter a confirmation link stands for; None when no letter of ours has this link."""
    key = token[:16]
    if not constant_time_compare(token[16:], seal(key)):
        return None
    return whole_letters().filter(key=key).first()


def whole_letters() -> LetterQuerySet:
    joined = Letter.objects.select_related(
        "appeal__campaign__organization", "office", "term", "delivery", "district"
    )
    return joined.defer("district__shape")


def earlier_letter(letter: Letter) -> Letter | None:
    """The confirmed letter of the same writer to the same office in the same campaign."""
    return confirmed_by(letter.appeal, letter.office, letter.writer_digest)


def confirmed_by(appeal: Appeal, office: Office, digest: str) -> Letter | None:
    found = whole_letters().confirmed().filter(appeal=appeal, office=office, writer_digest=digest)
    return found.first()


def mail_today(digest: str, at: datetime) -> int:
    """How often this address was written to in the last day."""
    since = at - timedelta(days=1)
    found = Confirmation.objects.filter(letter__writer_digest=digest, queued_at__gt=since)
    return found.count()


def unanswered_this_hour(appeal: Appeal, at: datetime) -> int:
    """Letters of the last hour that nobody has confirmed."""
    since = at - timedelta(hours=1)
    recent = Letter.objects.filter(appeal=appeal, written_at__gt=since, confirmed_at=None)
    return recent.count()


def letters_from(address: str) -> list[Letter]:
    """Every letter from this address, those whose text is gone too, but none that was replaced."""
    replaced = Q(confirmed_at=None, scrubbed_at__isnull=False)
    return list(whole_letters().filter(writer_digest=writer_digest(address)).exclude(replaced))
