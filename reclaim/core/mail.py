"""The only door by which mail leaves the house."""

from __future__ import annotations

from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused, Unanswered, Unavailable

RESERVED = (".example", ".test", ".invalid", ".localhost")  # RFC 2606: these reach nobody
TOO_LARGE = 552


def delivers_for_real() -> bool:
    """False on a fresh installation: everything then goes to the local mailbox."""
    return bool(settings.REAL_DELIVERY)


def why_not_deliver(address: str) -> str:
    """The reason a message to this address may not leave, or an empty text."""
    domain = address.rpartition("@")[2].lower()
    if delivers_for_real() and f".{domain}".endswith(RESERVED):
        return _("%(address)s is a reserved address that reaches nobody.") % {"address": address}
    return ""


def open_door() -> BaseEmailBackend:
    """One SMTP conversation for many messages; close it when done."""
    return get_connection(fail_silently=False)


def send(message: EmailMessage, *, door: BaseEmailBackend | None = None) -> None:
    """Hand one message, to one recipient, to the mail server.

    Raises Refused if the server will never take it (keep the reason, do not try again),
    Unavailable if it may take it later, and Unanswered if the connection broke while the
    message was being handed over, so that nobody can say whether it was taken.
    """
    for address in message.recipients():
        if reason := why_not_deliver(address):
            raise Refused(reason)
    if door is not None:
        return hand_over(message, door)
    own = open_door()
    try:
        hand_over(message, own)
    finally:
        own.close()


def hand_over(message: EmailMessage, door: BaseEmailBackend) -> None:
    stand_open(door)
    try:
        door.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise answer(code, text) from error
    except SMTPDataError as error:
        raise answer(error.smtp_code, error.smtp_error) from error
    except SMTPSenderRefused as error:  # too large is about this message, the rest about us
        meant = answer if error.smtp_code == TOO_LARGE else waiting
        raise meant(error.smtp_code, error.smtp_error) from error
    except SMTPResponseException as error:  # of ourselves, not of this message
        raise waiting(error.smtp_code, error.smtp_error) from error
    except (OSError, SMTPException) as error:
        raise Unanswered(str(error)) from error


def stand_open(door: BaseEmailBackend) -> None:
    """Connect, or connect again if the server closed the line since the last message."""
    try:
        line = getattr(door, "connection", None)
        if line is not None and line.noop()[0] >= 400:
            raise SMTPServerDisconnected("The server wants no more on this line.")
    except SMTPServerDisconnected:
        door.close()
    try:
        door.open()
    except SMTPResponseException as error:
        raise waiting(error.smtp_code, error.smtp_error) from error
    except (OSError, SMTPException) as error:
        raise Unavailable(str(error)) from error


def answer(code: int, text: bytes | str) -> Refused | Unavailable:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    return (Refused if code >= 500 else Unavailable)(in_words(code, text))


def waiting(code: int, text: bytes | str) -> Unavailable:
    """An answer about ourselves, whatever its code: an administrator can mend it."""
    return Unavailable(in_words(code, text))


def in_words(code: int, text: bytes | str) -> str:
    """The server's own answer, as a person can read it."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(said.split())}"
