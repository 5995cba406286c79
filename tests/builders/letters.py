"""Rows of letters for tests."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from reclaim.act.letters.models import Appeal, Delivery, Letter
from reclaim.act.letters.queries import writer_digest
from reclaim.act.letters.services import confirm_letter
from reclaim.campaigns.models import Campaign, Target
from reclaim.core import clock
from reclaim.people.models import Organization
from reclaim.places.models import BoundarySet, District, Office, Official, PostalArea, PostalShare
from tests.builders.campaigns import make_campaign
from tests.builders.core import numbers
from tests.builders.places import make_district, make_office, make_term

STARTER = "My name is … and I live near …\n\nWhen the guards at the shelter changed again, …"
OWN_WORDS = (
    "My name is Rosa and I live near the Main Street shelter.\n\n"
    "When the guards at the shelter changed again, my brother lost the one who knew him. "
    "Please keep people who stay."
)


def make_public_campaign(organization: Organization, **changes: Any) -> Campaign:
    facts = {
        "poster_en": "Shelters need people who stay.",
        "poster_fr": "Nos refuges ont besoin de gens qui restent.",
        "published_at": clock.now(),
        **changes,
    }
    return make_campaign(organization, **facts)


def make_appeal(organization: Organization, office: Office | None = None, **changes: Any) -> Appeal:
    """An appeal to one office, or to every seat of `legislature`; without either, to an office."""
    legislature = changes.pop("legislature", None)
    campaign = changes.pop("campaign", None) or make_public_campaign(organization)
    if legislature is None:
        office = office or make_office(email="clerk@council.example", title_en="The committee")
    Target.objects.create(campaign=campaign, office=office, every_seat_of=legislature)
    facts = {
        "subject_en": "Security in our shelters",
        "subject_fr": "La sécurité dans nos refuges",
        "guidance_en": "Say who you are and what you have seen.",
        "guidance_fr": "Dites qui vous êtes et ce que vous avez vu.",
        "starter_en": STARTER,
        "starter_fr": "Je m’appelle … et j’habite près de …",
        **changes,
    }
    return Appeal.objects.create(campaign=campaign, **facts)


def make_letter(appeal: Appeal, **changes: Any) -> Letter:
    """A letter as it stands in the database; `confirmed=True` also puts it in the queue."""
    number = next(numbers)
    is_confirmed = changes.pop("confirmed", False)
    office = changes.pop("office", None) or appeal.campaign.targets.get().office
    email = changes.pop("writer_email", f"rosa{number}@people.example")
    facts = {
        "language": "en",
        "writer_name": "Rosa Lima",
        "writer_email": email,
        "writer_digest": writer_digest(email),
        "postal_code": "M4C 1M5",
        "official_title": office.title,
        "to_email": office.email or "member@council.example",
        "subject": "Security in our shelters",
        "body": OWN_WORDS,
        "written_at": clock.now(),
        "key": f"key-{number:012d}",
        **changes,
    }
    letter = Letter.objects.create(appeal=appeal, office=office, **facts)
    return confirm_letter(letter, at=letter.written_at) if is_confirmed else letter


def make_delivery(appeal: Appeal, **changes: Any) -> Delivery:
    """A confirmed letter's place in the queue, with its dates moved as wanted."""
    letter = make_letter(appeal, confirmed=True)
    Delivery.objects.filter(letter=letter).update(**changes)
    return Delivery.objects.get(letter=letter)


def make_seat(legislature: BoundarySet, name: str, member: str = "", **changes: Any) -> District:
    """A district with its seat; held by `member`, or vacant."""
    district = make_district(legislature, name_en=name, **changes)
    office = make_office(
        district, title_en=f"Member for {name}", title_fr=f"Élue de {name}", slug=slugify(name)
    )
    if member:
        given, family = member.split(" ", 1)
        official = Official(given_name=given, family_name=family)
        make_term(office, official=official, email=f"{slugify(name)}@legislature.example")
    return district


def make_share(code: str, district: District, share: float) -> PostalShare:
    area, _ = PostalArea.objects.get_or_create(code=code, defaults={"province": "ON"})
    return PostalShare.objects.create(
        postal_area=area, district=district, share=share, measure=PostalShare.Measure.ADDRESSES
    )
