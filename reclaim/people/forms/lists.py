"""What people choose about their lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.people.models import User
from reclaim.people.queries.list_columns import MOST, chosen_columns, columns_for


class ListColumnsForm(forms.Form):
    """Which columns a list has. Those chosen before keep their order; new ones come after."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.before = [column.key for column in chosen_columns(user)]
        super().__init__(*args, **kwargs)
        known = [(one.key, one.title) for one in columns_for(user).values()]
        self.fields["columns"].initial = self.before
        self.fields["columns"].choices = known  # type: ignore[attr-defined]

    def clean_columns(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["columns"]
        if len(chosen) > MOST:
            raise forms.ValidationError(
                _("At most %(most)s columns fit on a page.") % {"most": MOST}
            )
        return sorted(chosen, key=lambda key: (key not in self.before, self.place(key, chosen)))

    def place(self, key: str, chosen: list[str]) -> int:
        return self.before.index(key) if key in self.before else chosen.index(key)
