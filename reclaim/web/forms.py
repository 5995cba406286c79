"""Forms that belong to no single floor."""

from typing import Any

from allauth.account import forms as account
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
