"""What people type to say where they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reclaim.core.errors import Refused
from reclaim.places import queries, rules


class PostalCode(forms.CharField):
    """A postal code as people type it, cleaned to `M4C 1M5` (or `M4C`), or the reason why not."""

    default_error_messages = {"required": _("Enter a postal code, such as M4C 1M5.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Postal code"), "max_length": 40, **options})

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value) or ""
        if not typed:
            return ""
        if reason := rules.why_not_postal_code(typed):
            raise ValidationError(reason)
        return queries.clean_postal_code(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "autocomplete": "postal-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }


class LookupForm(forms.Form):
    """A postal code, and the district picked at either level when the first answer was wrong."""

    code = PostalCode(help_text=_("The first three characters are enough."))
    provincial = forms.IntegerField(required=False, widget=forms.HiddenInput)
    federal = forms.IntegerField(required=False, widget=forms.HiddenInput)

    answer: queries.Answer | None = None

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if code := facts.get("code"):
            try:
                self.answer = queries.look_up(code, facts)
            except Refused as refused:  # an unknown area: said beside the field, nothing lost
                self.add_error("code", str(refused))
        return facts


class PositionForm(forms.Form):
    """Where the browser says the person stands. Looked up and forgotten."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)


class DistrictSearchForm(forms.Form):
    q = forms.CharField(
        required=False, max_length=100, label=_("Name of the district or of its member")
    )
