"""What an organization asks of those who sign in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.people.models import Role


class SecondStepForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Asked of"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Here and in everything below. Who has none is led to set one up."),
    )
