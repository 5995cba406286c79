"""Dropping a sheet, and saying what its columns hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reclaim.core.languages import spoken_languages
from reclaim.people.models import Import, LocalMembership
from reclaim.people.models.consent import Stand
from reclaim.people.queries import columns

KNOWS_BY = {"number", "given_name", "family_name", "full_name", "email", *columns.IDENTIFIERS}


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=_("The sheet"),
        help_text=_("CSV, XLSX or ODS. Nothing changes before you have seen what would."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
    )


class ColumnsForm(forms.Form):
    """One choice a column, guessed by its name or as it was said the last time."""

    order = forms.ChoiceField(
        label=_("How dates are written"),
        choices=[("dmy", _("day first: 31/12/2026")), ("mdy", _("month first: 12/31/2026"))],
        help_text=_("Dates like 2026-12-31 are read either way."),
    )
    worksites = forms.ChoiceField(
        label=_("A worksite nobody has noted yet"),
        choices=[
            ("set_aside", _("set the row aside")),
            ("create", _("add it to the worksites")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("What new people are in their local, when the sheet does not say"),
        choices=LocalMembership.Kind,
    )
    language = forms.ChoiceField(label=_("Their language, when the sheet does not say"))
    basis = forms.ChoiceField(
        label=_("Why a yes in this sheet counts"),
        choices=[("", _("there is no yes in it")), *Stand.Basis.choices],
        required=False,
        help_text=_("A no is always taken. A yes only with the reason and the day."),
    )
    consent_on = forms.DateField(
        label=_("The day they said yes, when the sheet does not say"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, typed: Any = None, *, work: Import) -> None:
        self.work = work
        header = work.sheet["header"]
        said = work.mapping or columns.saved_mapping(work.organization, header) or {}
        super().__init__(typed, initial=said.get("options", {"language": work.language}))
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 (mypy can't know)
        language.choices = spoken_languages()
        own = columns.asked_for(work.organization)
        offered = [("", _("nothing we keep")), *columns.offered(own)]
        self.is_saved = bool(said)
        guessed = said.get("columns") or columns.guess_among(header, own)
        for at, target in enumerate(guessed[: len(header)]):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header[at] or f"{at + 1}", choices=offered, required=False, initial=target
            )
            if work.sheet["examples"][at]:
                described = {"aria-describedby": f"id_column_{at}_examples"}
                self.fields[f"column_{at}"].widget.attrs |= described

    def column_rows(self) -> Iterator[tuple[forms.BoundField, list[str]]]:
        for at, examples in enumerate(self.work.sheet["examples"]):
            yield self[f"column_{at}"], examples

    def option_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.base_fields)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        said: dict[str, str] = {}
        for at in range(len(self.work.sheet["header"])):
            target = facts.get(f"column_{at}", "")
            if target in said and target not in columns.SEVERAL:
                self.add_error(f"column_{at}", _("Another column holds this already."))
            elif target:
                said[target] = target
        if not KNOWS_BY & set(said):
            raise forms.ValidationError(
                _("Say at least where a name, an e-mail address or a member number stands.")
            )
        self.check_consent(facts, set(said))
        return facts

    def check_consent(self, facts: dict[str, Any], said: set[str]) -> None:
        if not said & set(columns.CONSENTS):
            return
        if not facts.get("basis"):
            self.add_error("basis", _("A column holds a yes or a no: say why a yes counts."))
        if "consent_date" not in said and not facts.get("consent_on"):
            self.add_error("consent_on", _("Say on which day they said yes."))

    @property
    def mapping(self) -> dict[str, Any]:
        facts = self.cleaned_data
        options = {name: facts[name] for name in self.base_fields}
        options["consent_on"] = facts["consent_on"].isoformat() if facts["consent_on"] else ""
        width = len(self.work.sheet["header"])
        return {
            "columns": [facts.get(f"column_{at}", "") for at in range(width)],
            "options": options,
        }
