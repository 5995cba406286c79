"""What a supporter types, and what a coordinator prepares. Every "no" stands beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reclaim.act.letters import queries, rules
from reclaim.act.letters.models import Appeal, Fact
from reclaim.core.errors import Refused
from reclaim.evidence.models import Finding


def refuse(reason: str) -> None:
    if reason:
        raise forms.ValidationError(reason)


class WhereForm(forms.Form):
    """Where the supporter lives: a postal code, or the phone's position."""

    postal_code = forms.CharField(
        label=gettext_lazy("Your postal code"),
        help_text=gettext_lazy("It tells who answers for your street. The first three will do."),
        error_messages={"required": gettext_lazy("Write your postal code, such as M4C 1M5.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "postal-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "M4C 1M5",
            }
        ),
    )
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        if self.data.get("latitude") and self.data.get("longitude"):
            self.fields["postal_code"].required = False

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if self.errors:
            return answers
        try:
            answers["recipients"] = self.look_up(answers)
        except Refused as refusal:
            self.add_error("postal_code", str(refusal))
        return answers

    def look_up(self, answers: dict[str, Any]) -> queries.Recipients:
        code: str = answers.get("postal_code") or ""
        latitude, longitude = answers.get("latitude"), answers.get("longitude")
        if code or latitude is None or longitude is None:
            answers["postal_code"] = queries.clean_postal_code(code)
            return queries.recipients_for(self.appeal, code)
        found = queries.recipients_at(self.appeal, latitude, longitude)
        if not found.likely:
            raise Refused(_("We know no district where you are. Please type your postal code."))
        return found


class OfficeForm(forms.Form):
    """One of those who may answer for the area, or another one."""

    office = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    other = forms.TypedChoiceField(
        label=gettext_lazy("Your district"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everyone = {one.office.pk: one for one in queries.every_recipient(appeal)}
        choices = [(pk, one.in_list) for pk, one in self.everyone.items()]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", _("Choose from the list")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        chosen = self.everyone.get(answers.get("other") or answers.get("office") or 0)
        refuse("" if chosen else _("Choose one of them."))
        refuse(chosen.why_not if chosen else "")
        return {**answers, "recipient": chosen}


class LetterForm(forms.Form):
    """The letter. Nothing typed is lost: every refusal shows the form again as it was."""

    body = forms.CharField(
        label=gettext_lazy("In your own words"),
        strip=False,
        error_messages={"required": gettext_lazy("Write a few lines of your own.")},
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    subject = forms.CharField(
        label=gettext_lazy("What it is about"),
        error_messages={"required": gettext_lazy("Say in a few words what your letter is about.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Write your name, the way you sign.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send you one link, to make sure that it is you."),
        error_messages={"required": gettext_lazy("Write your address, so that they can answer.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Your postal code"),
        help_text=gettext_lazy("It shows that you live in the area."),
        error_messages={"required": gettext_lazy("Write your postal code, such as M4C 1M5.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, appeal: Appeal, official: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starter, self.official = appeal.starter, official
        self.fields["body"].help_text = appeal.guidance

    def clean_body(self) -> str:
        body = "\n".join(self.cleaned_data["body"].splitlines())
        body = "".join(mark for mark in body if mark.isprintable() or mark in "\n\t").strip()
        refuse(rules.why_not_body(body, self.starter))
        return body

    def clean_subject(self) -> str:
        return self.kept("subject", rules.why_not_subject)

    def clean_name(self) -> str:
        return self.kept("name", rules.why_not_name)

    def clean_email(self) -> str:
        refuse(rules.why_not_own_email(self.cleaned_data["email"], self.official))
        return self.kept("email", rules.why_not_email)

    def clean_postal_code(self) -> str:
        try:
            return queries.clean_postal_code(self.cleaned_data["postal_code"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def kept(self, field: str, why_not: Callable[[str], str]) -> str:
        text: str = self.cleaned_data[field]
        refuse(why_not(text))
        return text


class AppealForm(forms.ModelForm[Appeal]):
    class Meta:
        model = Appeal
        fields = (
            *("subject_en", "subject_fr", "guidance_en", "guidance_fr"),
            *("starter_en", "starter_fr", "per_hour"),
        )

    def clean_starter_en(self) -> str:
        return self.with_gaps("starter_en")

    def clean_starter_fr(self) -> str:
        return self.with_gaps("starter_fr")

    def with_gaps(self, field: str) -> str:
        starter: str = self.cleaned_data[field]
        refuse(rules.why_not_start_with(starter))
        return starter


class FactForm(forms.ModelForm[Fact]):
    url = forms.URLField(
        label=gettext_lazy("Where it can be read"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Fact
        fields = ("sentence_en", "sentence_fr", "source_en", "source_fr", "url", "finding")
        labels = {
            "sentence_en": gettext_lazy("The fact, in English"),
            "sentence_fr": gettext_lazy("The fact, in French"),
            "source_en": gettext_lazy("Its source, in English"),
            "source_fr": gettext_lazy("Its source, in French"),
            "finding": gettext_lazy("From which of our findings"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = self.instance.appeal.campaign.services.all()
        current = Finding.objects.current().filter(service__in=services)
        self.fields["finding"].queryset = current.select_related("service")  # type: ignore[attr-defined]
        self.fields["finding"].empty_label = _("none of them")  # type: ignore[attr-defined]
