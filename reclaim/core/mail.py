"""The only door by which mail leaves the house."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused, Unavailable

RESERVED = (".example", ".test", ".invalid", ".localhost")  # RFC 2606: these reach nobody


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
    """Hand one message to the mail server.

    Raises Refused if the server will never take it (keep the reason, do not try again)
    and Unavailable if it may take it later.
    """
    for address in message.recipients():
        if reason := why_not_deliver(address):
            raise Refused(reason)
    try:
        (door or open_door()).send_messages([message])
    except SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise (Refused if code >= 500 else Unavailable)(f"{code} {text!r}") from error
    except (OSError, SMTPException) as error:
        raise Unavailable(str(error)) from error
