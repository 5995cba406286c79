"""Which of two values leads when two records become one."""

from __future__ import annotations

from typing import Any

from django import forms

from reclaim.people.models import Person

LEADS = {  # as the page names it → as the record does
    "given_name": "given_name",
    "family_name": "family_name",
    "pronouns": "pronouns",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "also_speaks": "also_speaks",
    "worksite": "worksite_id",
    "job_title": "job_title",
    "shift": "shift",
}


class MergeForm(forms.Form):
    """`stays` is the record that stays; for each fact, the record whose value leads."""

    def __init__(self, *args: Any, one: Person, other: Person, stays: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.both = {str(one.pk): one, str(other.pk): other}
        self.default = stays
        for name in ("stays", *LEADS):
            choices = [(pk, pk) for pk in self.both]
            self.fields[name] = forms.ChoiceField(choices=choices, required=False)

    @property
    def stays(self) -> Person:
        return self.both.get(self.cleaned_data["stays"], self.default)

    @property
    def goes(self) -> Person:
        return next(person for person in self.both.values() if person.pk != self.stays.pk)

    @property
    def led_by_other(self) -> list[str]:
        goes = str(self.goes.pk)
        return [column for name, column in LEADS.items() if self.cleaned_data[name] == goes]
