"""A supporter's two steps: write, and confirm from their own mailbox.

No audit rows here: the letter's own dates say what happened, and the audit would keep the
network address of the supporter's phone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from reclaim.act.letters import queries, rules
from reclaim.act.letters.models import Appeal, Confirmation, Delivery, Letter
from reclaim.act.letters.services.composing import new_message_id
from reclaim.act.letters.services.keeping import erase
from reclaim.act.letters.services.rounds import deliver_letters, send_confirmations
from reclaim.core.errors import require


@dataclass(frozen=True)
class Words:
    """What the supporter wrote and signed."""

    language: str
    name: str
    email: str
    postal_code: str
    subject: str
    body: str


@transaction.atomic
def write_letter(
    appeal: Appeal,
    recipient: queries.Recipient,
    words: Words,
    *,
    instead_of: int | None = None,
    sent_today: int = 0,
    at: datetime,
) -> Letter | None:
    """Keep the letter and ask its writer, by e-mail, to confirm it.

    None when this address has already written to this office, or was written to often enough
    today. The page must look the same in every case: anybody may type anybody's address.
    `instead_of` is an unconfirmed letter of the same browser; its link stops working.
    """
    require(why_not_write(recipient, words, appeal) or rules.why_not_send_more(sent_today))
    require(rules.why_not_ask_more(queries.unanswered_this_hour(appeal, at)))
    digest = queries.writer_digest(words.email)
    if queries.mail_today(digest, at) >= rules.MAIL_A_DAY:
        return None
    erase(Letter.objects.filter(pk=instead_of or 0, appeal=appeal, confirmed_at=None), at=at)
    earlier = queries.confirmed_by(appeal, recipient.office, digest)
    letter = earlier or keep(appeal, recipient, words, digest=digest, at=at)
    queue_confirmation(letter, words, at=at)
    return None if earlier else letter


def why_not_write(recipient: queries.Recipient, words: Words, appeal: Appeal) -> str:
    return (
        recipient.why_not
        or rules.why_not_name(words.name)
        or rules.why_not_email(words.email)
        or rules.why_not_own_email(words.email, recipient.address)
        or rules.why_not_subject(words.subject)
        or rules.why_not_body(words.body, appeal.starter)
    )


def keep(
    appeal: Appeal, recipient: queries.Recipient, words: Words, *, digest: str, at: datetime
) -> Letter:
    return Letter.objects.create(
        appeal=appeal,
        language=words.language,
        writer_name=words.name,
        writer_email=words.email,
        postal_code=words.postal_code,
        writer_digest=digest,
        district=recipient.district,
        office=recipient.office,
        term=recipient.term,
        official_name=recipient.name,
        official_title=recipient.title,
        to_email=recipient.address,
        source=recipient.source,
        subject=words.subject,
        body=words.body,
        written_at=at,
        key=secrets.token_urlsafe(12),
    )


def queue_confirmation(letter: Letter, words: Words, *, at: datetime) -> None:
    is_new = letter.confirmed_at is None
    Confirmation.objects.create(
        letter=letter,
        kind=Confirmation.Kind.ASK if is_new else Confirmation.Kind.ALREADY,
        to_email=words.email,
        language=words.language,
        queued_at=at,
        message_id=new_message_id("confirm"),
    )
    send_confirmations.enqueue()


@transaction.atomic
def confirm_letter(letter: Letter, *, at: datetime) -> Letter:
    """Queue the letter. Returns the one that goes: this one, or the writer's earlier one."""
    # The appeal's row is the gate: two links of one writer are confirmed one after the other.
    Appeal.objects.select_for_update().get(pk=letter.appeal_id)
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.confirmed_at:
        return letter
    if earlier := queries.earlier_letter(letter):
        return earlier
    require(rules.why_not_confirm(letter, at))
    letter.confirmed_at = max(at, letter.written_at)  # a pinned day begins again each midnight
    letter.save(update_fields=["confirmed_at"])
    Delivery.objects.create(letter=letter, queued_at=at, message_id=new_message_id("letter"))
    Appeal.objects.filter(pk=letter.appeal_id).update(confirmed=F("confirmed") + 1)
    deliver_letters.enqueue()
    return letter
