"""Saying yes or no to being seen by a partner. Only people themselves say it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.people.models import ConsentEvent, Organization, PartnerConsent, Person
from reclaim.people.queries import partners as queries


@transaction.atomic
def choose_partners(
    person: Person, wanted: Collection[int], *, language: str, at: datetime
) -> None:
    """What they chose on their own page, of the partners it asked about: the others are a no."""
    Person.objects.select_for_update().get(pk=person.pk)
    before, wording = queries.last_words(person), queries.newest_wording()
    asked = queries.partners_to_ask_about(person)
    changed = [one for one in asked if before.get(one.pk, False) is not (one.pk in wanted)]
    say(
        person,
        {one: one.pk in wanted for one in changed},
        source=ConsentEvent.Source.PREFERENCES,
        language=language,
        wording=wording,
        at=at,
    )
    if changed:
        audit.record("choose partners", person, by=None, at=at)


def be_seen_by_nobody(person: Person, *, language: str, at: datetime) -> None:
    """Part of stopping everything: each yes is taken back."""
    willing = [pk for pk, is_given in queries.last_words(person).items() if is_given]
    partners = dict.fromkeys(Organization.objects.filter(pk__in=willing), False)
    say(person, partners, source=ConsentEvent.Source.UNSUBSCRIBE, language=language, at=at)


def say(person: Person, partners: dict[Organization, bool], **how: object) -> None:
    PartnerConsent.objects.bulk_create(
        PartnerConsent(person=person, partner=partner, is_given=is_given, **how)
        for partner, is_given in partners.items()
    )
