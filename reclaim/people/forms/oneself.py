"""What people type about themselves, and what their local answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import spoken_languages
from reclaim.people.models import Correction, Person, User
from reclaim.people.queries.oneself import own_records


class OwnRecordForm(forms.ModelForm[Person]):
    """Names as somebody writes them themselves; an account without a record has but a name."""

    language = forms.ChoiceField(label=_("Language"), choices=spoken_languages)
    also_speaks = forms.MultipleChoiceField(
        label=_("Also speaks"), choices=spoken_languages, required=False
    )

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "pronouns", "language"]
        labels = {
            "given_name": _("Given name"),
            "family_name": _("Family name"),
            "pronouns": _("Pronouns"),
        }
        help_texts = {
            "given_name": _("As you write it."),
            "family_name": _("May be empty."),
            "pronouns": "",
        }

    def __init__(self, sent: Any, *, user: User, person: Person | None) -> None:
        named = {"given_name": user.first_name, "family_name": user.last_name}
        known = {"also_speaks": person.also_speaks.split()} if person else named
        super().__init__(sent, instance=person, initial=known)
        if person is None:
            for name in ("pronouns", "language", "also_speaks"):
                del self.fields[name]

    @property
    def changes(self) -> dict[str, Any]:
        """Only what they touched: of two records each keeps what it says besides."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def clean_also_speaks(self) -> str:
        return " ".join(self.cleaned_data["also_speaks"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for name in ("given_name", "family_name", "pronouns"):
            if name in facts:
                facts[name] = " ".join(facts[name].split())
        if not (facts.get("given_name") or facts.get("family_name")):
            raise forms.ValidationError(_("Write at least one name."))
        return facts


class CorrectionForm(forms.ModelForm[Correction]):
    class Meta:
        model = Correction
        fields = ["about", "text"]
        labels = {"text": _("What is wrong, and what is right?")}
        help_texts = {"text": _("Your local reads it, and answers here.")}
        widgets = {"text": forms.Textarea({"rows": 4})}

    about = forms.ChoiceField(
        label=_("What about"), choices=Correction.About.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = list(own_records(user))
        if len(self.records) > 1:
            first = self.records[0]
            whose = RecordField(own_records(user), label=_("Whose record"), initial=first)
            self.fields = {"person": whose, **self.fields}

    @property
    def person(self) -> Person:
        chosen: Person = self.cleaned_data.get("person") or self.records[0]
        return chosen


class RecordField(forms.ModelChoiceField[Person]):
    def label_from_instance(self, person: Any) -> str:
        return str(person.organization)


class CorrectionAnswerForm(forms.Form):
    is_accepted = forms.TypedChoiceField(
        label=_("What came of it"),
        choices=[("yes", _("It is put right")), ("no", _("It stays as it is"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("They read it on their page. Say why, if it stays."),
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("is_accepted") is False and not facts.get("answer", "").strip():
            self.add_error("answer", _("Say why it stays as it is."))
        return facts
