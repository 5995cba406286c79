"""What people put right on their own record. Every local that keeps one of them has it at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import dateparse
from django.utils.translation import gettext as _

from reclaim.core import audit, outbox, sealing
from reclaim.core.errors import Refused, require
from reclaim.people.models import ContactPoint, Person, User
from reclaim.people.models.contact import contact_key
from reclaim.people.queries import oneself as queries
from reclaim.people.queries.erasure import records_of
from reclaim.people.rules import oneself as rules
from reclaim.people.services.contacts import keep_point, keep_preferred
from reclaim.people.services.people import set_facts

GOOD_FOR = timedelta(days=3)
MOST_MAILS, AN_HOUR = 5, 60 * 60
NAMES = {"given_name": "first_name", "family_name": "last_name"}
EMAIL = ContactPoint.Kind.EMAIL


@transaction.atomic
def correct_oneself(user: User, *, at: datetime, **facts: Any) -> None:
    """What they changed, on every record of them; their name on their account too."""
    for person in records_of(user).select_for_update(of=("self",)):
        set_facts(person, facts, by=user, at=at)
    named = {NAMES[name]: value for name, value in facts.items() if name in NAMES}
    changed = {name: value for name, value in named.items() if getattr(user, name) != value}
    for name, value in changed.items():
        setattr(user, name, value)
    if changed:
        user.save(update_fields=sorted(changed))
        audit.record("change own name", user, by=user, at=at)


@transaction.atomic
def add_own_contact(user: User, kind: str, value: str, *, at: datetime, **facts: Any) -> bool:
    """Keep it; an e-mail only once a link there was opened. Says whether it is kept already."""
    if kind == EMAIL and not queries.is_proven(user, value):
        ask_whose(user, value, at=at, **facts)
        return False
    keep_own(user, kind, value, at=at, **facts)
    return True


def keep_own(user: User, kind: str, value: str, *, at: datetime, **facts: Any) -> None:
    for person in records_of(user):
        keep_point(person, kind, value, user, at, **facts)
        audit.record("note contact", person, by=user, at=at, kind=str(kind))
    keep_preferred(records_of(user))


@transaction.atomic
def mark_own_contact(point: ContactPoint, status: str, *, by: User, at: datetime) -> bool:
    """It no longer reaches them, or does again. Says whether that counts already."""
    require(rules.why_not_mark_own(point, status, by))
    if status == ContactPoint.Status.USABLE:
        return add_own_contact(by, point.kind, point.value, at=at, label=point.label)
    same = queries.own_points(by).filter(kind=point.kind, key=point.key)
    for one in same.select_related("person"):
        audit.record("mark contact", one.person, by=by, at=at, kind=one.kind, status=status)
    same.update(status=status, is_preferred=False)
    keep_preferred(records_of(by))
    return True


@transaction.atomic
def prefer_own_contact(point: ContactPoint, *, by: User, at: datetime) -> bool:
    """One that is usable is taken at their word; another only as if it were new."""
    facts = {"label": point.label, "is_preferred": True}
    require(rules.why_not_mark_own(point, ContactPoint.Status.USABLE, by))
    if point.status != ContactPoint.Status.USABLE:
        return add_own_contact(by, point.kind, point.value, at=at, **facts)
    keep_own(by, point.kind, point.value, at=at, **facts)
    return True


def ask_whose(user: User, email: str, *, at: datetime, **facts: Any) -> None:
    """Nobody has mail sent to a stranger, or is shown what is kept under a stranger's address, by
    writing that address on their own record. Nothing is kept until the link is opened."""
    counted = f"own address:{user.pk}"
    if (sent := cache.get(counted, 0)) >= MOST_MAILS:
        raise Refused(_("Several links are on their way already. Try again in an hour."))
    cache.set(counted, sent + 1, AN_HOUR)
    preferred = "1" if facts.get("is_preferred") else ""
    token = own_address_token(user, email.strip(), facts.get("label", ""), preferred, at=at)
    address = settings.BASE_URL + reverse("people:confirm-own-address", args=[token])
    text = {"address": address, "until": at + GOOD_FOR}
    message = EmailMessage(
        subject=_("Is this your address?"),
        body=render_to_string("people/mail/own_address.txt", text),
        to=[email.strip()],
    )
    outbox.queue(message, at=at, useful_for=GOOD_FOR)


def own_address_token(
    user: User, email: str, label: str = "", preferred: str = "", *, at: datetime
) -> str:
    told = ["own address", str(user.pk), at.isoformat(), label, preferred, email]
    return sealing.seal("\n".join(told))


def address_behind(token: str, user: User, *, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The address a link is about, if it went to this account's and is still good."""
    told = (sealing.opened(token) or "").split("\n")
    if len(told) != 6 or told[0] != "own address" or told[1] != str(user.pk):
        return None
    sent = dateparse.parse_datetime(told[2])
    if sent is None or not sent <= at < sent + GOOD_FOR:
        return None
    return told[5], {"label": told[3], "is_preferred": bool(told[4])}


@transaction.atomic
def confirm_own_address(token: str, *, by: User, at: datetime) -> str:
    found = address_behind(token, by, at=at)
    if found is None:
        raise Refused(_("This link is no longer good. Write the address once more."))
    email, facts = found
    keep_own(by, EMAIL, email, at=at, **facts)
    return email


@transaction.atomic
def follow_account(user: User, before: str, *, at: datetime) -> None:
    """The account has a new, proven address: where the old one stood on the record, it stands."""
    records = Person.objects.filter(pk__in=[one.pk for one in records_before(user, before)])
    old = contact_key(EMAIL, before)
    for point in ContactPoint.objects.filter(person__in=records, kind=EMAIL, key=old):
        was = point.is_preferred
        point.status, point.is_preferred = ContactPoint.Status.ENDED, False
        point.save()
        keep_point(point.person, EMAIL, user.email, user, at, is_preferred=was)
        audit.record("follow account", point.person, by=user, at=at)
    keep_preferred(records)


def records_before(user: User, before: str) -> list[Person]:
    earlier = User(pk=user.pk, email=before, first_name=user.first_name, last_name=user.last_name)
    return list(records_of(earlier))
