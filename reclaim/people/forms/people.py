"""What people type about people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.languages import spoken_languages
from reclaim.people import rules
from reclaim.people.forms.records import CustomValueField
from reclaim.people.models import (
    CustomField,
    Invitation,
    Membership,
    Organization,
    Person,
    Role,
    User,
    Worksite,
)

FOR_A_MONTH = "researcher for a month"
A_MONTH = timedelta(days=30)


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PersonForm(forms.ModelForm[Person]):
    """One person of one organization."""

    language = forms.ChoiceField(label=_("Language"), choices=spoken_languages)
    also_speaks = forms.MultipleChoiceField(
        label=_("Also speaks"), choices=spoken_languages, required=False
    )

    class Meta:
        model = Person
        fields = [
            "given_name",
            "family_name",
            "pronouns",
            "email",
            "phone",
            "language",
            "worksite",
            "job_title",
            "shift",
        ]
        labels = {
            "given_name": _("Given name"),
            "family_name": _("Family name"),
            "pronouns": _("Pronouns"),
            "email": _("E-mail address"),
            "phone": _("Phone"),
            "worksite": _("Worksite"),
            "job_title": _("Job"),
            "shift": _("Shift"),
        }
        help_texts = {"job_title": "", "shift": "", "phone": ""}

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worksites = Worksite.objects.filter(organization=organization)
        self.fields["worksite"] = forms.ModelChoiceField(
            worksites, label=_("Worksite"), required=False, empty_label=_("not known")
        )
        self.custom = list(CustomField.objects.of(organization))
        said = (
            dict(self.instance.custom_values.values_list("field", "value"))
            if self.instance.pk
            else {}
        )
        for field in self.custom:
            self.fields[f"custom_{field.pk}"] = CustomValueField(
                field, initial=said.get(field.pk, "")
            )

    @property
    def record(self) -> dict[str, Any]:
        """What every record holds."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "also_speaks")}

    @property
    def custom_values(self) -> dict[int, str]:
        """What this organization's own fields say, by their key."""
        return {field.pk: self.cleaned_data[f"custom_{field.pk}"] for field in self.custom}

    def clean_also_speaks(self) -> str:
        return " ".join(self.cleaned_data["also_speaks"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not any(facts.get(name) for name in ("given_name", "family_name", "email")):
            raise forms.ValidationError(_("Give at least a name or an e-mail address."))
        return facts


class WorksiteForm(forms.ModelForm[Worksite]):
    class Meta:
        model = Worksite
        fields = ["name_en", "name_fr", "headcount"]
        labels = {
            "name_en": _("Name in English"),
            "name_fr": _("Name in French"),
            "headcount": _("How many work there"),
        }
        help_texts = {"name_en": "", "name_fr": "", "headcount": _("Empty if you do not know.")}


class InvitationForm(forms.ModelForm[Invitation]):
    """The roles offered are those the person who invites may give."""

    class Meta:
        model = Invitation
        fields = ["email", "role", "until", "language"]
        labels = {
            "email": _("E-mail address"),
            "until": _("Last day"),
            "language": _("Language of the message"),
        }
        help_texts = {
            "email": "",
            "until": _("Empty if the role has no end. It ends by itself after this day."),
            "language": "",
        }
        widgets = {"until": DayInput}

    def __init__(self, *args: Any, by: User, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.value, role.label) for role in rules.roles_to_give(by, organization)]
        if offered:
            offered.insert(0, (FOR_A_MONTH, _("researcher, for 30 days")))
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=offered[::-1])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("role") == FOR_A_MONTH:
            facts["role"] = Role.RESEARCHER.value
            facts["until"] = facts.get("until") or clock.today() + A_MONTH
        if reason := rules.why_not_until(facts.get("until")):
            self.add_error("until", reason)
        return facts


class LastDayForm(forms.Form):
    """How long a role lasts."""

    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput,
        help_text=_("Empty if the role has no end. It ends by itself after this day."),
    )

    def __init__(self, *args: Any, by: User, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["until"] = membership.until
        self.by, self.membership = by, membership

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if reason := rules.why_not_change_last_day(self.by, self.membership, until):
            raise forms.ValidationError(reason)
        return until


class AcceptanceForm(forms.Form):
    """What an invited person gives to have an account."""

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        help_text=_("May be empty."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters. A few words nobody else would put together."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for name in ("given_name", "family_name"):  # it stands in the headers of mail
            facts[name] = " ".join(facts.get(name, "").split())
        if password := facts.get("password"):
            somebody = User(email=self.email, first_name=facts.get("given_name", ""))
            try:
                validate_password(password, somebody)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return facts
