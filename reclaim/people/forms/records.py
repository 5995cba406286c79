"""What people type about one record, piece by piece."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from reclaim.people.models import (
    ConsentEvent,
    ContactPoint,
    CustomField,
    LocalMembership,
    Note,
    Organization,
    User,
)
from reclaim.people.models.consent import Channel, Purpose
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.models.self_identification import Identity


class ContactForm(forms.ModelForm[ContactPoint]):
    """One more address or number of a person."""

    is_preferred = forms.BooleanField(label=_("They prefer this one"), required=False)

    class Meta:
        model = ContactPoint
        fields = ["kind", "value", "label"]
        labels = {"kind": _("What"), "value": _("Address or number"), "label": _("Where")}
        help_texts = {"kind": "", "value": "", "label": ""}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        kind, value = facts.get("kind"), facts.get("value", "")
        if kind == ContactPoint.Kind.EMAIL and value:
            validate_email(value.strip())
        if kind == ContactPoint.Kind.PHONE and not any(letter.isdigit() for letter in value):
            raise forms.ValidationError(_("A phone number has digits."))
        return facts


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ["text", "visibility"]
        labels = {"text": _("Note"), "visibility": _("Who reads it")}
        help_texts = {
            "text": _("The person may read it too. Write nothing you would not tell them."),
            "visibility": "",
        }
        widgets = {"text": forms.Textarea({"rows": 4, "class": "plain"})}


class LocalForm(forms.ModelForm[LocalMembership]):
    """The locals offered are those the person who asks reaches."""

    class Meta:
        model = LocalMembership
        fields = ["organization", "kind", "number", "since"]
        labels = {
            "kind": _("As what"),
            "number": _("Member number"),
            "since": _("Since"),
        }
        help_texts = {"kind": "", "number": "", "since": _("Empty if you do not know.")}
        widgets = {"since": forms.DateInput({"type": "date"})}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locals_ = Organization.objects.visible_to(by, *SEES_PEOPLE).filter(
            kind=Organization.Kind.LOCAL
        )
        self.fields["organization"] = forms.ModelChoiceField(locals_, label=_("Local"))


class CustomFieldForm(forms.ModelForm[CustomField]):
    class Meta:
        model = CustomField
        fields = ["name_en", "name_fr", "kind", "choices"]
        labels = {
            "name_en": _("Name in English"),
            "name_fr": _("Name in French"),
            "kind": _("What it holds"),
            "choices": _("The list"),
        }
        help_texts = {"name_en": "", "name_fr": "", "kind": ""}
        widgets = {"choices": forms.Textarea({"rows": 4, "class": "plain"})}

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization

    def clean_name_en(self) -> str:
        name: str = self.cleaned_data["name_en"].strip()
        if CustomField.objects.filter(organization=self.organization, name_en=name).exists():
            raise forms.ValidationError(_("This organization has a field of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        is_list = facts.get("kind") == CustomField.Kind.CHOICE
        if is_list and not (facts.get("choices") or "").strip():
            self.add_error("choices", _("Write what may be chosen, one a line."))
        return facts


class CustomValueField(forms.CharField):
    """A field an organization made, on the form of a person: read and kept as it says."""

    def __init__(self, of: CustomField, **kwargs: Any) -> None:
        super().__init__(label=of.name, required=False, max_length=500, **kwargs)
        self.of = of
        self.widget = self.widget_of(of)

    @staticmethod
    def widget_of(of: CustomField) -> forms.Widget:
        if of.kind == CustomField.Kind.DATE:
            return forms.DateInput({"type": "date"})
        if of.kind == CustomField.Kind.YES_NO:
            return forms.Select(choices=[("", _("not known")), ("yes", _("yes")), ("no", _("no"))])
        if of.kind == CustomField.Kind.CHOICE:
            return forms.Select(choices=[("", _("not known"))] + [(c, c) for c in of.listed])
        return forms.TextInput()

    def clean(self, value: Any) -> str:
        return self.of.read(super().clean(value))


class ConsentForm(forms.Form):
    """A yes or a no somebody said elsewhere."""

    is_given = forms.TypedChoiceField(
        label=_("What they said"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(label=_("What about"), choices=Purpose)
    channel = forms.ChoiceField(label=_("How"), choices=Channel)
    source = forms.ChoiceField(
        label=_("Where it was said"),
        choices=[
            (source.value, source.label)
            for source in (ConsentEvent.Source.PAPER, ConsentEvent.Source.TALK)
        ],
    )


class SelfIdentificationForm(forms.Form):
    chosen = forms.MultipleChoiceField(
        label=_("I am"),
        choices=Identity,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as are true; none is an answer too."),
    )
