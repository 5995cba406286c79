"""Whom a partner may see: those who said yes to it, and have not taken it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from reclaim.core.offers import partners_of_person
from reclaim.people.models import ConsentWording, Organization, PartnerConsent, Person
from reclaim.people.models.partner import SEEN_BY_PARTNER


def seen_by(people: QuerySet[Person], partner: Organization) -> QuerySet[Person]:
    """Those of these people whose last word to this partner is a yes."""
    said = PartnerConsent.objects.filter(person=OuterRef("pk"), partner=partner)
    last = Subquery(said.order_by("-at", "-pk").values("is_given")[:1])
    return people.annotate(last_word=last).filter(last_word=True)


def last_words(person: Person) -> dict[int, bool]:
    """What they said to each partner, by its key."""
    said = PartnerConsent.objects.filter(person=person).order_by("at", "pk")
    return dict(said.values_list("partner", "is_given"))


def partners_to_ask_about(person: Person) -> list[Organization]:
    """Those with whom something is shared today, and those they once said yes to."""
    shared = {pk for offer in partners_of_person for pk in offer(person.pk)}
    willing = {pk for pk, is_given in last_words(person).items() if is_given}
    return list(Organization.objects.filter(pk__in=shared | willing))


@dataclass(frozen=True)
class PartnerTopic:
    """What the preference page asks about partners; nobody says yes without the words."""

    wording: str
    partners: Sequence[tuple[Organization, bool]]


def partner_topic(person: Person) -> PartnerTopic | None:
    said = last_words(person)
    asked = [(one, said.get(one.pk, False)) for one in partners_to_ask_about(person)]
    wording = newest_wording()
    return PartnerTopic(wording.text, asked) if asked and wording else None


def newest_wording() -> ConsentWording | None:
    return ConsentWording.objects.filter(purpose=SEEN_BY_PARTNER).order_by("-version").first()
