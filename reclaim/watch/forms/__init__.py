"""Forms of the watch: what we guard, and why a notice is no threat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reclaim.people.models import Organization, User
from reclaim.places.models import Community
from reclaim.watch import rules
from reclaim.watch.models import Service, ServiceTerm
from reclaim.watch.services import Named, Term

KINDS = ServiceTerm.Kind.values
LANGUAGES = ("en", "fr")


class Lines(forms.CharField):
    """One entry a line; empty lines don't count."""

    def __init__(self, *, label: Any, help_text: Any = "", required: bool = False) -> None:
        widget = forms.Textarea(attrs={"rows": 5, "class": "plain"})
        super().__init__(label=label, help_text=help_text, required=required, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [" ".join(line.split()) for line in lines if line.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        for line in value:
            if len(line) > 120:
                raise forms.ValidationError(
                    _("“%(start)s…” is longer than 120 characters. Give words, not sentences."),
                    params={"start": line[:40]},
                )


class ServiceForm(forms.Form):
    """A service and its words, one word or phrase a line."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Who guards it"))
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, required=False)
    buyer = forms.CharField(
        label=_("Public body that buys it"), max_length=200, initial="City of Toronto"
    )
    place = forms.CharField(
        label=_("Where it is given"), required=False, help_text=_("A community, as in “Toronto”.")
    )
    divisions = Lines(
        label=_("Divisions of the buyer"),
        help_text=_("As published, one a line, old names too. None means all of them."),
    )
    any_en = Lines(label=_("Any of these, English"), required=True)
    any_fr = Lines(label=_("Any of these, French"))
    also_en = Lines(label=_("And one of these, English"))
    also_fr = Lines(label=_("And one of these, French"))
    never_en = Lines(label=_("None of these, English"))
    never_fr = Lines(label=_("None of these, French"))

    def __init__(self, data: Any = None, *, user: User, service: Service | None = None) -> None:
        super().__init__(data, initial=facts_of(service) if service else None)
        organizations = Organization.objects.visible_to(user, *rules.KEEPS_SERVICES)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        if service is not None:
            del self.fields["organization"]
        elif len(organizations) == 1:
            self.fields["organization"].initial = organizations[0]

    def clean_place(self) -> Community | None:
        name = self.cleaned_data["place"].partition(",")[0].strip()
        if not name:
            return None
        found = Community.objects.filter(name__iexact=name).order_by("-population").first()
        if found is None:
            raise forms.ValidationError(
                _("We know no community called “%(name)s”."), params={"name": name}
            )
        return found

    def named(self) -> Named:
        facts = self.cleaned_data
        return Named(
            name_en=facts["name_en"],
            name_fr=facts["name_fr"],
            buyer=facts["buyer"],
            divisions=tuple(facts["divisions"]),
            community=facts["place"],
        )

    def terms(self) -> list[Term]:
        return [
            Term(kind, language, words)
            for kind in KINDS
            for language in LANGUAGES
            for words in self.cleaned_data[f"{kind}_{language}"]
        ]


def facts_of(service: Service) -> dict[str, Any]:
    """The service as the form shows it."""
    facts: dict[str, Any] = {f"{kind}_{language}": [] for kind in KINDS for language in LANGUAGES}
    for term in service.terms.all():
        facts[f"{term.kind}_{term.language}"].append(term.words)
    return facts | {
        "name_en": service.name_en,
        "name_fr": service.name_fr,
        "buyer": service.buyer,
        "place": str(service.community or ""),
        "divisions": service.divisions,
    }


class DismissForm(forms.Form):
    because = forms.CharField(
        label=_("Why this is no threat"),
        max_length=300,
        help_text=_("For the next person: for example “buys equipment only”."),
    )


class ThreatFilter(forms.Form):
    """Which threats to show; anything unknown shows them all."""

    STATUS = [
        ("", pgettext_lazy("threats", "All")),
        ("open", pgettext_lazy("threats", "Open")),
        ("undecided", pgettext_lazy("threats", "Waiting for an award")),
        ("awarded", pgettext_lazy("threats", "Awarded")),
        ("past", pgettext_lazy("threats", "Past")),
        ("dismissed", pgettext_lazy("threats", "Dismissed")),
    ]
    service = forms.ModelChoiceField(
        Service.objects.none(), required=False, label=_("Service"), empty_label=_("All services")
    )
    status = forms.ChoiceField(choices=STATUS, required=False, label=_("Status"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["service"].queryset = Service.objects.visible_to(user)  # type: ignore[attr-defined]
