"""Writing the ledger of consents, and keeping what it says today."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from django.conf import settings
from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people import rules
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ConsentWording,
    ContactPoint,
    Person,
    Suppression,
    User,
)
from reclaim.people.models.consent import Channel, Purpose, Stand, suppression_digest
from reclaim.people.queries import consent as queries
from reclaim.people.services.contacts import keep_preferred
from reclaim.people.services.partners import be_seen_by_nobody

BATCH = 2_000
EVERYTHING = frozenset(product(Channel.values, Purpose.values))
KEPT = ["is_given", "basis", "expires_on", "at"]


@dataclass(frozen=True)
class Said:
    """One thing one person said, or that follows from what they are."""

    person_id: int
    channel: str
    purpose: str
    is_given: bool
    at: datetime
    basis: str = Stand.Basis.EXPRESS
    source: str = ConsentEvent.Source.FORM
    language: str = "en"
    expires_on: date | None = None
    wording: ConsentWording | None = None


@transaction.atomic
def record_consents(said: Iterable[Said], *, by: User | None) -> int:
    """Add lines to the ledger and bring what they come to up to date; later words count."""
    listed = sorted(said, key=lambda one: one.at)
    events = [ConsentEvent(**facts_of(one), **how(one), recorded_by=by) for one in listed]
    ConsentEvent.objects.bulk_create(events, batch_size=BATCH)
    keep_current(listed)
    return len(events)


def keep_current(listed: list[Said]) -> None:
    """What was said before a later word never comes back, however late it is recorded."""
    last = {(one.person_id, one.channel, one.purpose): one for one in listed}
    people = {one.person_id for one in listed}
    known: dict[tuple[int, str, str], datetime] = {}
    for chunk in chunks(sorted(people)):
        found = Consent.objects.select_for_update().filter(person__in=chunk)
        known |= {(one.person_id, one.channel, one.purpose): one.at for one in found}
    newer = [one for key, one in last.items() if key not in known or known[key] <= one.at]
    Consent.objects.bulk_create(
        [Consent(**facts_of(one)) for one in newer],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "channel", "purpose"],
        update_fields=KEPT,
    )


def chunks(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def facts_of(one: Said) -> dict[str, object]:
    names = ("person_id", "channel", "purpose", "is_given", "basis", "expires_on", "at")
    return {name: getattr(one, name) for name in names}


def how(one: Said) -> dict[str, object]:
    return {"source": one.source, "language": one.language, "wording": one.wording}


@transaction.atomic
def record_consent(
    person: Person,
    channel: str,
    purpose: str,
    *,
    is_given: bool,
    source: str,
    by: User,
    at: datetime,
) -> None:
    """A yes or a no that somebody heard or holds on paper."""
    require(rules.why_not_change_people(by, person.organization))
    said = Said(
        person.pk,
        channel,
        purpose,
        is_given,
        at,
        source=source,
        language=person.language,
        wording=queries.newest_wordings().get(purpose),
    )
    record_consents([said], by=by)
    audit.record("record consent", person, by=by, at=at, channel=channel, is_given=is_given)


@transaction.atomic
def choose_preferences(
    person: Person, wanted: Collection[tuple[str, str]], *, language: str, at: datetime
) -> None:
    """What the person chose on their own page: each (channel, purpose) is a yes, others a no.

    A yes lifts what they stopped before: nobody else can.
    """
    wordings = queries.newest_wordings()
    before = queries.stands(person)
    said = [
        Said(
            person.pk,
            channel,
            purpose,
            (channel, purpose) in wanted,
            at,
            source=ConsentEvent.Source.PREFERENCES,
            language=language,
            wording=wordings.get(purpose),
        )
        for channel, purpose in EVERYTHING
        if before.get((channel, purpose)) is not ((channel, purpose) in wanted)
    ]
    record_consents(said, by=None)
    if EVERYTHING & set(wanted):
        lift(person)
    audit.record("choose preferences", person, by=None, at=at)


@transaction.atomic
def stop_everything(person: Person, *, language: str, at: datetime) -> None:
    """No to all, and every address and number of theirs is never used again."""
    said = [
        Said(
            person.pk,
            channel,
            purpose,
            False,
            at,
            source=ConsentEvent.Source.UNSUBSCRIBE,
            language=language,
        )
        for channel, purpose in EVERYTHING
    ]
    record_consents(said, by=None)
    be_seen_by_nobody(person, language=language, at=at)
    suppress(person.contact_points.all(), Suppression.Reason.ASKED, at=at)
    audit.record("stop everything", person, by=None, at=at)


@transaction.atomic
def suppress(points: Iterable[ContactPoint], reason: str, *, at: datetime) -> None:
    """Stop these addresses and numbers wherever they stand, and should they ever come again."""
    for point in list(points):
        digest = suppression_digest(point.kind, point.key)
        facts = {"reason": reason, "since": at}
        Suppression.objects.get_or_create(kind=point.kind, digest=digest, defaults=facts)
        same = ContactPoint.objects.filter(kind=point.kind, key=point.key)
        people = list(same.values_list("person", flat=True))
        same.update(status=ContactPoint.Status.STOPPED, is_preferred=False)
        keep_preferred(Person.objects.filter(pk__in=people))


def lift(person: Person) -> None:
    """Their own addresses and numbers may be used again."""
    stopped = person.contact_points.filter(status=ContactPoint.Status.STOPPED)
    for point in stopped:
        digest = suppression_digest(point.kind, point.key)
        Suppression.objects.filter(kind=point.kind, digest=digest).delete()
    stopped.update(status=ContactPoint.Status.USABLE)
    keep_preferred(Person.objects.filter(pk=person.pk))


@transaction.atomic
def publish_wording(
    purpose: str, text_en: str, text_fr: str, *, by: User | None, at: datetime
) -> ConsentWording:
    """New words from now on; who said yes to the old ones, said yes to those."""
    last = ConsentWording.objects.select_for_update().filter(purpose=purpose).first()
    if last is not None and (last.text_en, last.text_fr) == (text_en, text_fr):
        return last
    version = last.version + 1 if last else 1
    wording = ConsentWording.objects.create(
        purpose=purpose, version=version, text_en=text_en, text_fr=text_fr, since=at
    )
    audit.record("publish wording", wording, by=by, at=at)
    return wording


def publish_first_wordings(*, at: datetime) -> None:
    """The words of `data/law/wordings.toml`; the same words again are no new version."""
    for facts in first_wordings():
        publish_wording(**facts, by=None, at=at)


def publish_missing_wordings(*, at: datetime) -> None:
    """Those of the file about what nobody here has asked for in any words yet."""
    known = queries.newest_wordings()
    for facts in first_wordings():
        if facts["purpose"] not in known:
            publish_wording(**facts, by=None, at=at)


def first_wordings() -> list[dict[str, str]]:
    text = (settings.ROOT / "data" / "law" / "wordings.toml").read_text("utf-8")
    listed: list[dict[str, str]] = tomllib.loads(text)["wording"]
    return listed
