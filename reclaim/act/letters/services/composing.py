"""The messages themselves. Nothing is sent here."""

from __future__ import annotations

import secrets
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from reclaim.act.letters import queries
from reclaim.act.letters.models import Confirmation, Delivery, Letter
from reclaim.core.errors import Refused


def new_message_id(kind: str) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{kind}.{secrets.token_hex(16)}@{domain}>"


def compose_letter(delivery: Delivery, at: datetime) -> EmailMessage:
    """The supporter's letter.

    From is ours, because mail servers throw away a forged one (DMARC). Answers go straight to
    the supporter and never pass through this house.
    """
    letter = delivery.letter
    if letter.scrubbed_at:
        raise Refused("The text of this letter has been erased.")
    with translation.override(letter.language):
        sender = _("%(name)s via Reclaim") % {"name": letter.writer_name}
        text = rendered("letters/mail/letter.txt", letter)
    return EmailMessage(
        subject=letter.subject,
        body=text,
        from_email=formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[letter.to_email],
        reply_to=[formataddr((letter.writer_name, in_ascii(letter.writer_email)))],
        headers={"Message-ID": delivery.message_id, "Date": format_datetime(at)},
    )


def in_ascii(address: str) -> str:
    """As every mail server takes it: jean@québec.example is jean@xn--qubec-csa.example."""
    name, _at, domain = address.rpartition("@")
    return f"{name}@{punycode(domain)}"


def compose_confirmation(confirmation: Confirmation, at: datetime) -> EmailMessage:
    """To whoever owns the address that was typed.

    It repeats nothing that was typed, neither name nor text: otherwise anybody could have this
    house mail their words to anybody.
    """
    letter = confirmation.letter
    is_question = confirmation.kind == Confirmation.Kind.ASK
    if is_question and letter.scrubbed_at:
        raise Refused("A newer message replaced this one.")
    with translation.override(confirmation.language):
        subject = _("Please confirm your letter") if is_question else _("You have already written")
        name = "confirm" if is_question else "already"
        text = rendered(f"letters/mail/{name}.txt", letter)
    return EmailMessage(
        subject=subject,
        body=text,
        to=[confirmation.to_email],
        headers={
            "Message-ID": confirmation.message_id,
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
        },
    )


def rendered(template: str, letter: Letter) -> str:
    return render_to_string(
        template,
        {
            "letter": letter,
            "organization": letter.appeal.campaign.organization,
            "title": letter.office.title,
            "link": address_of_link(letter),
        },
    )


def address_of_link(letter: Letter) -> str:
    if letter.key is None:
        return ""
    return settings.BASE_URL + reverse("letters:confirm", args=[queries.token_for(letter)])
