"""Facts an organization wants to know about its people, besides those everybody keeps."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import Bilingual
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.person import SEES_PEOPLE, Person

if TYPE_CHECKING:
    from reclaim.people.models.user import User

_TRUE = frozenset({"yes", "oui", "true", "vrai", "1", "y", "o", "x"})
_FALSE = frozenset({"no", "non", "false", "faux", "0", "n"})
TOO_LARGE, DECIMALS = 10**20, 10  # what every database compares as a number


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def visible_to(self, user: User) -> CustomFieldQuerySet:
        return self.filter(reach(user, "organization__", *SEES_PEOPLE))

    def of(self, organization: Organization) -> CustomFieldQuerySet:
        """Those of the organization and of all above it, which hold for it too."""
        step = Organization.steplen
        ends = range(step, len(organization.path) + 1, step)
        above = [organization.path[:end] for end in ends]
        return self.filter(organization__path__in=above, is_ended=False)


class CustomField(models.Model):
    """One fact an organization keeps about its people and those of the locals below it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of a list")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, help_text=_("What it holds."))
    name_en = models.CharField(max_length=80, help_text=_("Its name in English."))
    name_fr = models.CharField(max_length=80, blank=True, help_text=_("Its name in French."))
    choices = models.TextField(blank=True, help_text=_("One a line; for a list only."))
    is_ended = models.BooleanField(default=False, help_text=_("No longer asked; values stay."))

    name = Bilingual("name")
    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering = ["organization__path", "name_en", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name_en"], name="people_custom_field_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def listed(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def read(self, typed: str) -> str:
        """The value as it is kept: `1 234,5` → `1234.5`, `oui` → `yes`. Empty stays empty."""
        text = " ".join(typed.split())
        return _READERS[CustomField.Kind(self.kind)](self, text) if text else ""


def _read_text(field: CustomField, text: str) -> str:
    return text[:500]


def _read_number(field: CustomField, text: str) -> str:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    try:
        number = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= TOO_LARGE or number.adjusted() < -DECIMALS:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return format(number.normalize(), "f")


def _read_date(field: CustomField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is not a date like 2026-10-05.") % {"text": text}
        ) from None


def _read_yes_no(field: CustomField, text: str) -> str:
    if text.casefold() in _TRUE:
        return "yes"
    if text.casefold() in _FALSE:
        return "no"
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text})


def _read_choice(field: CustomField, text: str) -> str:
    for choice in field.listed:
        if choice.casefold() == text.casefold():
            return choice
    raise ValidationError(
        _("“%(text)s” is not one of: %(choices)s.")
        % {"text": text, "choices": ", ".join(field.listed)}
    )


_READERS = {
    CustomField.Kind.TEXT: _read_text,
    CustomField.Kind.NUMBER: _read_number,
    CustomField.Kind.DATE: _read_date,
    CustomField.Kind.YES_NO: _read_yes_no,
    CustomField.Kind.CHOICE: _read_choice,
}


class CustomValue(models.Model):
    """What one person's record says in one field."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(max_length=500, help_text=_("As the field keeps it."))

    class Meta:
        ordering = ["field"]
        indexes = [models.Index(fields=["field", "value"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "field"], name="people_custom_value_once")
        ]

    def __str__(self) -> str:
        return self.value
