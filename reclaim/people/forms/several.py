"""What people fill in to change several people at once. Each form takes who fills it in, and whom
it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.languages import spoken_languages
from reclaim.people.forms.people import DayInput
from reclaim.people.forms.records import CustomValueField, NoteForm
from reclaim.people.models import CustomField, LocalMembership, Person, User, Worksite
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries import FEW
from reclaim.people.rules import several as rules


class SeveralForm(forms.Form):
    def __init__(self, *args: Any, by: User, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.people = by, people


class PlacingForm(SeveralForm):
    """The worksites of the locals which keep their records."""

    worksite = forms.TypedChoiceField(label=_("Worksite"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.people.order_by().filter(organization=OuterRef("organization"))
        seen = Worksite.objects.visible_to(self.by, *SEES_PEOPLE).filter(Exists(here))
        self.known = {str(site.pk): site for site in seen[: FEW + 1]}
        if len(self.known) > FEW:
            raise Refused(
                _("They have too many worksites to choose from. Narrow the list to one local.")
            )
        named = [(key, site.name) for key, site in self.known.items()]
        self.fields["worksite"].choices = [("", _("not known")), *named]  # type: ignore[attr-defined]

    def clean_worksite(self) -> Worksite | None:
        return self.known.get(self.cleaned_data["worksite"])


class LanguageForm(SeveralForm):
    language = forms.ChoiceField(label=_("Language"), choices=spoken_languages)


class FillingForm(SeveralForm):
    def __init__(self, *args: Any, field: CustomField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = CustomValueField(field)
        self.fields["value"].help_text = _("Empty takes away what stands there.")


class TurningForm(SeveralForm):
    kind = forms.ChoiceField(label=_("What they are there"), choices=LocalMembership.Kind)
    since = forms.DateField(label=_("Since"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today()

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if reason := rules.why_not_since(since):
            raise forms.ValidationError(reason)
        return since


class NotingForm(NoteForm):
    """One note, on the record of each of them."""

    def __init__(self, *args: Any, by: User, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
