"""What the columns of a sheet hold: what may be said, and what the header lets us guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from reclaim.people.models import CustomField, ExternalId, ImportLayout, Organization
from reclaim.people.rules.cells import plain

CUSTOM = "custom:"
CONSENTS = {f"consent_{channel}": channel for channel in ("email", "sms", "call", "post")}
REFUSALS = {f"refuse_{channel}": channel for channel in ("email", "sms", "call", "post")}
IDENTIFIERS = {f"id_{system}": system for system in ExternalId.System.values}
SEVERAL = frozenset({"email", "phone", "address"})  # may be said of more than one column


class Target(NamedTuple):
    """One thing a column may hold, and how headers call it, in plain letters, `|` between."""

    label: Any
    called: str


TARGETS: dict[str, Target] = {
    "number": Target(
        _("Member number"),
        "member number|member no|member id|membership number|membership id|number|no|numero|"
        "numero de membre|no de membre|matricule|employee number|card number|numero d adherent",
    ),
    "given_name": Target(
        _("Given name"),
        "given name|first name|first|firstname|fname|prenom|prenoms|legal first name|forename",
    ),
    "family_name": Target(
        _("Family name"),
        "family name|last name|last|lastname|lname|surname|nom|nom de famille|legal last name",
    ),
    "full_name": Target(
        _("Full name"),
        "full name|name|member name|display name|sort name|nom complet|prenom et nom|"
        "nom et prenom|nom prenom|member|membre",
    ),
    "pronouns": Target(_("Pronouns"), "pronouns|pronoun|pronoms|pronom"),
    "email": Target(
        _("E-mail address"),
        "email|e mail|email address|e mail address|email1|email 1|email2|email 2|email3|email 3|"
        "email4|courriel|adresse courriel|adresse electronique|personal email|home email|mail|"
        "courriel personnel|other email|autre courriel|email s|can2 email",
    ),
    "phone": Target(
        _("Phone"),
        "phone|phone number|telephone|tel|mobile|mobile number|cell|cell phone|cellphone|"
        "home phone|phone 1|phone 2|phone1|phone2|cellulaire|numero de telephone|tel maison|"
        "tel cell|tel cellulaire|telephone cellulaire|can2 phone|mobile phone",
    ),
    "street": Target(
        _("Address: street"),
        "street|street address|address 1|address1|address line 1|primary address1|rue|"
        "can2 user address|adresse ligne 1|home address1|mailing address1",
    ),
    "address": Target(
        _("Postal address, whole"),
        "address|adresse|postal address|mailing address|home address|adresse postale",
    ),
    "city": Target(
        _("Address: city"), "city|ville|town|municipality|primary city|can2 user city|home city"
    ),
    "province": Target(
        _("Address: province"),
        "province|state|region|primary state|can2 state abbreviated|prov|home state",
    ),
    "postal_code": Target(
        _("Address: postal code"),
        "postal code|zip|zip code|zip5|postcode|code postal|primary zip|home zip",
    ),
    "country": Target(_("Address: country"), "country|pays|primary country|primary country code"),
    "language": Target(
        _("Language"),
        "language|langue|preferred language|langue preferee|lang|langue de correspondance",
    ),
    "worksite": Target(
        _("Worksite"),
        "worksite|work site|workplace|work location|location|site|depot|lieu de travail|"
        "lieu|current employer|employer|department|service|departement",
    ),
    "job_title": Target(
        _("Job"),
        "job|job title|title|position|classification|poste|emploi|titre|titre d emploi|occupation",
    ),
    "shift": Target(_("Shift"), "shift|quart|quart de travail|horaire|equipe"),
    "local": Target(
        _("Local"), "local|local number|section locale|section|local union|no de section|sl"
    ),
    "kind": Target(
        _("What they are in the local"),
        "membership status|member type|membership type|status|statut|type|member status|"
        "statut de membre|categorie",
    ),
    "since": Target(
        _("Member since"),
        "member since|since|join date|joined|date joined|membre depuis|depuis|"
        "membership start date|start date|date d adhesion|membership started at|seniority date",
    ),
    "consent_email": Target(
        _("Yes or no to e-mail"),
        "email opt in|email consent|consent|consentement|can2 subscription status|"
        "email subscription|accepte les courriels|subscribed|subscription status|ok to email",
    ),
    "consent_sms": Target(
        _("Yes or no to text messages"),
        "mobile opt in|sms opt in|text opt in|text consent|accepte les textos|ok to text",
    ),
    "consent_call": Target(_("Yes or no to calls"), "call consent|ok to call"),
    "consent_post": Target(_("Yes or no to letters"), "mail consent|ok to mail"),
    "refuse_email": Target(
        _("Wants no e-mail"),
        "do not email|no bulk emails user opt out|no bulk emails|email opt out|is opt out",
    ),
    "refuse_sms": Target(_("Wants no text messages"), "do not sms|do not text|sms opt out"),
    "refuse_call": Target(_("Wants no calls"), "do not call|do not phone"),
    "refuse_post": Target(_("Wants no letters"), "do not mail"),
    "consent_date": Target(
        _("Day of the yes or no"),
        "consent date|opt in date|date de consentement|subscribed at|email opt in at",
    ),
    "id_action_network": Target(
        _("Action Network identifier"), "action network id|uuid|can2 uuid|identifiers"
    ),
    "id_nationbuilder": Target(_("NationBuilder identifier"), "nationbuilder id|signup id"),
    "id_civicrm": Target(
        _("CiviCRM identifier"), "contact id|internal contact id|civicrm id|civicrm contact id"
    ),
    "id_other": Target(
        _("Identifier in another system"), "external identifier|external id|externalid"
    ),
}
CALLED = {name: key for key, target in TARGETS.items() for name in target.called.split("|")}
# Who exports which columns: two of them tell the layout.
LAYOUTS = {
    "Action Network": ("can2 phone", "can2 user city", "can2 state abbreviated", "uuid"),
    "NationBuilder": ("nationbuilder id", "primary address1", "email opt in", "signup id"),
    "CiviCRM": ("contact id", "internal contact id", "no bulk emails user opt out", "do not phone"),
}


def guess(header: Sequence[str], organization: Organization | None = None) -> list[str]:
    """What each column holds, as far as its name says; one thing is guessed of one column."""
    return guess_among(header, asked_for(organization) if organization else [])


def guess_among(header: Sequence[str], fields: Sequence[CustomField]) -> list[str]:
    own = custom_names(fields)
    guessed: list[str] = []
    for name in header:
        said = plain(name)
        found = own.get(said) or CALLED.get(said) or ""
        guessed.append("" if found in guessed and found not in SEVERAL else found)
    return guessed


def recognised(header: Iterable[str]) -> int:
    return sum(plain(name) in CALLED for name in header)


def layout_of(header: Iterable[str]) -> str:
    """Which system exported it; an empty text when none is recognised."""
    said = {plain(name) for name in header}
    scores = {name: len(said & set(marks)) for name, marks in LAYOUTS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 2 else ""


def asked_for(organization: Organization) -> list[CustomField]:
    """The fields it and those above it ask for."""
    return list(CustomField.objects.of(organization).select_related("organization"))


def custom_names(fields: Sequence[CustomField]) -> dict[str, str]:
    return {
        plain(name): f"{CUSTOM}{field.pk}"
        for field in fields
        for name in (field.name_en, field.name_fr)
        if plain(name)
    }


def offered(fields: Sequence[CustomField]) -> list[tuple[str, Any]]:
    """Everything a column may hold: ours, then what the organization and those above ask for."""
    own = [(f"{CUSTOM}{field.pk}", f"{field.name} ({field.organization})") for field in fields]
    return [(key, target.label) for key, target in TARGETS.items()] + own


def header_digest(header: Sequence[str]) -> str:
    return sha256("\x1f".join(plain(name) for name in header).encode()).hexdigest()


def saved_mapping(organization: Organization, header: Sequence[str]) -> dict[str, Any] | None:
    found = ImportLayout.objects.filter(organization=organization, digest=header_digest(header))
    layout = found.first()
    return layout.mapping if layout else None
