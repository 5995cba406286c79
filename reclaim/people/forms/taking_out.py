"""What people say before they take others out in a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.people.queries.chosen import Chosen
from reclaim.people.rules.taking_out import What, WhatFor, why_not_take_out


class ToldForm(forms.Form):
    """Asks again when those it is about are not as many any more as the page said."""

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.data.get("told") != str(self.chosen.count):
            raise forms.ValidationError(
                _("How many they are has changed since you opened this page. Look once more.")
            )
        return facts


class TakingOutForm(ToldForm):
    what_for = forms.ChoiceField(label=_("What you take them out for"), choices=WhatFor)
    what = forms.ChoiceField(
        label=_("Kind of file"), choices=What, initial=What.XLSX, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not self.errors:
            user = self.chosen.asked.scope.user
            how_many = self.chosen.count
            if reason := why_not_take_out(user, facts["what"], facts["what_for"], how_many):
                self.add_error("what", reason)
        return facts
