"""The filter of the scoreboard, and the form by which an outcome is noted or corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.campaigns.forms import ask_in_one_language
from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people.models import User
from reclaim.win.scoreboard import queries, rules, services
from reclaim.win.scoreboard.models import Outcome, When
from reclaim.win.scoreboard.queries import Status


class FilterForm(forms.Form):
    place = forms.ChoiceField(label=_("Place"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        choices=[("", ""), *Status.choices], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, year = self.fields["place"], self.fields["year"]
        place.choices = [("", _("everywhere")), *queries.places(user)]  # type: ignore[attr-defined]
        year.choices = [("", _("today")), *[(y, y) for y in queries.years(user)]]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """The place and the year asked for; what cannot be read is left out, and said."""
        answers = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {"place": answers.get("place", ""), "year": answers.get("year")}


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    when = forms.CharField(
        label=_("When?"),
        required=False,
        help_text=_("2026-10-05, 2026-10 or 2026, as far as you know; empty if nobody knows."),
    )

    source = forms.URLField(
        label=_("Where can it be read?"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("An address: minutes, a decision, an article. Needed once verified."),
    )

    class Meta:
        model = Outcome
        fields = ("service", "result", "when", "title_en", "title_fr", "source", "check_state")
        labels = {
            "service": _("Which service?"),
            "result": _("What came of it?"),
            "title_en": _("What happened, in one line (English)"),
            "title_fr": _("What happened, in one line (French)"),
            "check_state": _("Did we make sure?"),
        }
        help_texts = {
            "service": "",
            "result": "",
            "title_en": _("For example “Committee dropped the tender; our crews keep the work”."),
            "title_fr": _("The same in French. One of the two is enough."),
            "check_state": "",
        }
        widgets = {"result": forms.RadioSelect, "check_state": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_one_language(self, "title")
        if service := self.fields.get("service"):
            service.required = True
            service.queryset = queries.services_to_note(user)  # type: ignore[attr-defined]
        self.fields["result"].choices = [  # type: ignore[attr-defined]
            choice for choice in Outcome.Result.choices if choice[0] != Outcome.Result.MISTAKE
        ]

    def clean_when(self) -> When:
        try:
            when = services.read_year(self.cleaned_data["when"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if reason := rules.why_not_then(when, clock.today()):
            raise forms.ValidationError(reason)
        return when

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        title = answers.get("title_en") or answers.get("title_fr") or ""
        checked, source = answers.get("check_state", ""), answers.get("source", "")
        if title and (reason := rules.why_not_say(title, source, checked)):
            self.add_error("source", reason)
        return answers


class CorrectionForm(OutcomeForm):
    """The same questions about the same service, answered as it was noted before."""

    class Meta(OutcomeForm.Meta):
        fields = ("result", "when", "title_en", "title_fr", "source", "check_state")  # type: ignore[assignment]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["result"].choices = Outcome.Result.choices  # type: ignore[attr-defined]
        self.initial["when"] = self.instance.when.as_typed
