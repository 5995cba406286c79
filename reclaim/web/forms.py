"""Forms that belong to no single floor."""

from allauth.account.forms import AddEmailForm
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _


class NewAddress(AddEmailForm):
    """The address an account moves to, once it is proven by a link sent there."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account uses this address."))
        return email
