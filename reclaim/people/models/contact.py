"""How to reach a person: each address and number they gave, and what became of it."""

from __future__ import annotations

import re

import phonenumbers
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.people.models.person import Person
from reclaim.people.models.postal import LENGTH, PostalCodeField

ABROAD = re.compile(r"^00(?=[1-9])")  # how most of the world writes the +
HERE = "CA"  # where a number without a country code is
# Nine in ten numbers of a list are of this kind, and reading them in full takes twenty times
# as long; a test holds both ways together.
PLAIN = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]?([2-9]\d\d)[ .-]?(\d{4})", re.ASCII)


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def usable(self) -> ContactPointQuerySet:
        return self.filter(status=ContactPoint.Status.USABLE)

    def living(self, begins: str) -> ContactPointQuerySet:
        """Postal addresses where codes begin so. Codes are capital letters and digits, which
        every database sorts alike, so that an index finds the beginning."""
        last = begins + "Z" * LENGTH
        found = self.usable().filter(kind=ContactPoint.Kind.ADDRESS)
        return found.filter(postal_code__gte=begins, postal_code__lte=last)

    def best_first(self) -> ContactPointQuerySet:
        """The one they prefer, else the one they gave last."""
        return self.order_by("-is_preferred", "-noted_at", "-pk")


class ContactPoint(models.Model):
    """One e-mail address, telephone number or postal address of one person.

    `key` is what two spellings of the same have in common: an address in lower case, a number
    with its country code. The preferred usable e-mail and phone also stand on the person, kept
    in step by the services, so that lists need no join.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        ADDRESS = "address", _("postal address")

    class Status(models.TextChoices):
        USABLE = "usable", _("usable")
        WRONG = "wrong", _("not theirs")
        BOUNCED = "bounced", _("comes back")
        ENDED = "ended", _("no longer used")
        STOPPED = "stopped", _("asked us to stop")

    class Label(models.TextChoices):
        HOME = "home", _("home")
        MOBILE = "mobile", _("mobile")
        OTHER = "other", _("other")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contact_points", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind, help_text=_("What it is."))
    value = models.CharField(max_length=300, help_text=_("As they gave it."))
    key = models.CharField(max_length=300, editable=False, help_text=_("For comparing."))
    postal_code = PostalCodeField(
        max_length=LENGTH, null=True, editable=False, help_text=_("In a postal address.")
    )
    label = models.CharField(
        max_length=8, choices=Label, blank=True, help_text=_("Where it reaches them.")
    )
    status = models.CharField(
        max_length=8, choices=Status, default=Status.USABLE, help_text=_("What became of it.")
    )
    is_preferred = models.BooleanField(default=False, help_text=_("They prefer this one."))
    noted_at = models.DateTimeField(editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-is_preferred", "-noted_at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "key"]),
            # Segments: who lives where, and who has a way to be reached, by the index alone.
            models.Index(
                fields=["postal_code", "person", "kind", "status"],
                condition=Q(kind="address", status="usable"),
                name="people_contact_living",
            ),
            models.Index(
                fields=["person", "kind", "status", "postal_code"], name="people_contact_way"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="people_contact_once"),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(is_preferred=True),
                name="people_contact_one_preferred",
            ),
            models.CheckConstraint(
                name="people_contact_preferred_is_usable",
                condition=Q(is_preferred=False) | Q(status="usable"),
            ),
            models.CheckConstraint(name="people_contact_says_something", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.value


def contact_key(kind: str, value: str) -> str:
    """`514-555-0100` and `+1 (514) 555-0100` are one number; `Ana@X.example` is `ana@x.example`."""
    text = " ".join(value.split())
    if kind == ContactPoint.Kind.PHONE:
        return phone_key(text)
    return text.casefold()


def phone_key(text: str) -> str:
    """The number with its country code; what can't be read as one is compared by its digits."""
    if plain := PLAIN.fullmatch(text):
        return "+1" + "".join(plain.groups())
    return any_phone_key(text)


def any_phone_key(text: str) -> str:
    try:
        number = phonenumbers.parse(ABROAD.sub("+", text), HERE)
    except phonenumbers.NumberParseException:
        return "".join(letter for letter in text if letter.isdigit()) or text.casefold()
    extension = f";ext={number.extension}" if number.extension else ""
    return f"+{number.country_code}{number.national_number}{extension}"
