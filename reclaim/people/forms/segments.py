"""What people fill in to put a segment together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reclaim.core.offers import AskedFor, SegmentFilter
from reclaim.people.models import Organization, Segment, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.rules import segments as rules
from reclaim.people.rules.definitions import LONGEST_WORD, Group, Line

LONGEST_ADDRESS = 3_000


class ReadField(forms.CharField):
    """A text that the room which asks for it reads."""

    def __init__(self, of: AskedFor, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_WORD, **kwargs)
        self.of = of
        if of.kind == "date":
            self.widget = forms.DateInput({"type": "date"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self.of.read(text) if text else ""


def field_of(asked: AskedFor) -> forms.Field:
    facts: dict[str, Any] = {
        "label": asked.label,
        "required": asked.is_required,
        "help_text": asked.help_text,
    }
    if asked.kind == "choice":
        return forms.ChoiceField(choices=asked.choices, **facts)
    return ReadField(asked, **facts)


class LineForm(forms.Form):
    """One line: what its filter asks for, and whether it is meant or denied."""

    is_not = forms.ChoiceField(
        label=_("Who is meant"),
        choices=[("", _("those of whom it is so")), ("not", _("those of whom it is not so"))],
        required=False,
    )

    def __init__(self, *args: Any, of: SegmentFilter, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        self.by = by
        self.asked = list(of.asks(by))
        for one in self.asked:
            self.fields[one.key] = field_of(one)
        self.order_fields([*(one.key for one in self.asked), "is_not"])

    @property
    def has_nothing_to_choose(self) -> bool:
        return any(one.kind == "choice" and not one.choices for one in self.asked)

    def line(self) -> Line:
        facts = self.cleaned_data
        value = {one.key: str(facts[one.key]) for one in self.asked if facts[one.key]}
        return Line(self.of.key, value, facts["is_not"] == "not")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and self.of.matching(self.by, self.line().value) is None:
            raise ValidationError(_("Nothing you reach is called so."))
        return facts


class SegmentForm(forms.Form):
    """The name it is kept under, and of which organization."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(
        self, *args: Any, by: User, segment: Segment | None, asked: Group, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.segment, self.asked = by, segment, asked
        if segment is None:
            mine = Organization.objects.filter(path__in=by.paths(*SEES_PEOPLE))
            self.fields["organization"] = forms.ModelChoiceField(
                mine, label=_("Organization"), empty_label=None
            )
        else:
            self.initial["name"] = segment.name

    def clean(self) -> dict[str, Any]:
        """What the service would refuse, said where it can be mended."""
        facts = super().clean() or self.cleaned_data
        if not self.errors and (reason := self.why_not(facts)):
            self.add_error(None, reason)
        return facts

    def why_not(self, facts: dict[str, Any]) -> str:
        if self.segment is not None:
            return rules.why_not_change(self.segment, self.by, facts["name"], self.asked)
        return rules.why_not_save(self.by, facts["organization"], facts["name"], self.asked)


class SharingForm(forms.Form):
    sharing = forms.ChoiceField(
        label=_("Who may use it"),
        choices=Segment.Sharing.choices,
        widget=forms.RadioSelect,
        help_text=_("Only the question is shared. Everybody finds the people they reach."),
    )
