"""Forms that belong to no single floor."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _


class Plain:
    """The label says what a field is for; allauth's placeholders say it a second time."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(Plain, account.LoginForm):
    """Address and password."""


class CodeByMail(Plain, account.RequestLoginCodeForm):
    """The address a code and its link go to."""


class CodeFromMail(Plain, account.ConfirmLoginCodeForm):
    """The code; the link in the mail has filled it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = context.request.GET.get("code", "")
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class SamePerson(Plain, account.ReauthenticateForm):
    """The password once more."""


class ForgottenPassword(Plain, account.ResetPasswordForm):
    """The address a link goes to."""


class PasswordByLink(Plain, account.ResetPasswordKeyForm):
    """A new password, twice."""


class NewPassword(Plain, account.ChangePasswordForm):
    """The old password, and a new one twice."""


class FirstPassword(Plain, account.SetPasswordForm):
    """A password for an account that had none, twice."""


class NewAddress(Plain, account.AddEmailForm):
    """The address an account moves to, once it is proven by a link sent there."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account uses this address."))
        return email


class Digits(Plain):
    """A code typed from a phone's app, or one from paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class SecondStep(Digits, second_step.AuthenticateForm):
    """What the app shows now, or a recovery code."""


class SecondStepAgain(Digits, second_step.ReauthenticateForm):
    """The same, where the page asks once more who it is."""


class AppTurnedOn(Digits, ActivateTOTPForm):
    """The first code of an app, which proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NewKey(Plain, keys.AddWebAuthnForm):
    """A passkey, or a key as second step; its name is for whoever has several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        alone = self.fields["passwordless"]
        alone.label = _("Let it sign me in by itself, without my password")
        alone.help_text = _("It then asks for your finger, your face or its own code each time.")


class KeyRenamed(Plain, keys.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")


class SampleForm(forms.Form):
    """Every kind of field there is, for `/style/`. Nothing is kept of it."""

    name = forms.CharField()
    address = forms.EmailField()
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ward = forms.ChoiceField()
    stand = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "scale"}))
    channel = forms.ChoiceField(widget=forms.RadioSelect)
    tongues = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(required=False)
    agree = forms.BooleanField(required=False)

    def __init__(self, words: dict[str, str], prefix: str, answers: Any = None) -> None:
        super().__init__(answers, prefix=prefix)
        for name, field in self.fields.items():
            field.label = words[name]
        self.fields["address"].help_text = words["address_help"]
        offer(self, "ward", [("19", words["office"])])
        offer(self, "stand", [(n, words[f"stand_{n}"]) for n in ("1", "2", "3")])
        offer(self, "channel", [(key, words[key]) for key in ("by_phone", "by_mail")])
        offer(self, "tongues", [("fr", "Français"), ("ar", "العربية"), ("en", "English")])


class SampleChoice(forms.Form):
    """A choice of what a list shows, for `/style/`."""

    name = forms.CharField(required=False)
    ward = forms.ChoiceField(required=False)

    def __init__(self, words: dict[str, str], prefix: str, answers: Any = None) -> None:
        super().__init__(answers, auto_id=f"{prefix}-choice-%s")
        self.fields["name"].label = words["name"]
        self.fields["ward"].label = words["ward"]
        offer(self, "ward", [("", words["all"]), ("19", words["office"])])


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (mypy can't know)
    field.choices = choices
