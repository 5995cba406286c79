"""Telling what one saw, and answering it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models import Organization, User, Worksite
from reclaim.watch.models import Service, Threat, Tip, TipStep
from reclaim.watch.queries import tips as queries
from reclaim.watch.services.tell import Told
from reclaim.watch.services.tips import NewThreat

SHORT = {"rows": 4, "class": "plain"}
DAYS = {"today": 0, "yesterday": 1}


def line_field(label: Any, help_text: Any, *, most: int = 200) -> forms.CharField:
    """A line that may stay empty."""
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day that may stay empty, as a browser writes it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def reason_field(
    label: Any, reasons: Iterable[TipStep.Reason], help_text: Any
) -> forms.ChoiceField:
    """One of a few reasons, which the reporter reads."""
    choices = [(one.value, one.label) for one in reasons]
    widget = forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, widget=widget, help_text=help_text)


def answer_field() -> forms.CharField:
    return forms.CharField(
        label=_("What the reporter reads besides"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("For example a thank you, what happens next, or what you still need to know."),
    )


class TellForm(forms.Form):
    """One answer is needed; the rest is a tap each, or nothing."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Whom to tell"))
    words = forms.CharField(
        label=_("What did you see?"),
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("Who does our work, since when, what they told you. One sentence is enough."),
    )
    seen = forms.ChoiceField(
        label=_("When?"),
        choices=[
            ("today", _("Today")),
            ("yesterday", _("Yesterday")),
            ("week", _("In the last week")),
            ("earlier", _("Earlier, or I don’t know")),
        ],
        initial="today",
        widget=forms.RadioSelect,
    )
    worksite = forms.ModelChoiceField(
        Worksite.objects.none(), label=_("Where?"), required=False, empty_label=_("Somewhere else")
    )
    place = line_field(_("Where exactly?"), _("A floor, a gate, an address."))
    contractor = line_field(_("Name of the firm"), _("As on a truck, a vest or a badge."))
    seen_on = day_field(_("The exact day"))
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label=_("Which of our services is it?"),
        required=False,
        empty_label=_("I don’t know"),
    )
    who = forms.ChoiceField(
        label=_("Who told?"),
        choices=[
            (
                "me",
                _("I did. My name is sealed; only a coordinator can ask for it, and I read why"),
            ),
            ("nobody", _("Nobody finds out: do not keep my name")),
        ],
        initial="me",
        widget=forms.RadioSelect,
    )

    MAIN = ("words", "seen", "worksite", "place")
    MORE = ("contractor", "seen_on", "service")

    def __init__(self, data: Any = None, *, organizations: list[Organization]) -> None:
        super().__init__(data)
        self.organizations = organizations
        among = Organization.objects.filter(pk__in=[one.pk for one in organizations])
        self.offer("organization", among)
        if len(organizations) == 1:
            del self.fields["organization"]
        self.offer("worksite", Worksite.objects.filter(organization__in=organizations))
        self.offer("service", queries.services_for(organizations))

    def offer(self, name: str, rows: Any) -> None:
        """What may be chosen; where nothing may, nothing is asked."""
        if rows.exists():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in ("organization", *self.MAIN) if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def is_more_open(self) -> bool:
        return any(field.errors for field in self.more)

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        organization = facts.get("organization") or self.organizations[0]
        for name in ("worksite", "service"):
            one = facts.get(name)
            if one is not None and one.organization_id != organization.pk:
                self.add_error(name, _("This is not of %(name)s.") % {"name": organization})
        return facts | {"organization": organization}

    def told(self) -> Told:
        facts = self.cleaned_data
        day = facts["seen_on"]
        if day is None and facts["seen"] in DAYS:
            day = clock.today() - timedelta(days=DAYS[facts["seen"]])
        return Told(
            words=facts["words"],
            seen=Tip.Seen.DAY if day else facts["seen"],
            seen_on=day,
            worksite=facts.get("worksite"),
            place=facts["place"],
            contractor=facts["contractor"],
            service=facts.get("service"),
            language=get_language() or "en",
        )


class TellOpenlyForm(TellForm):
    """The same without a sign-in. A name is asked for and never needed."""

    who = None  # type: ignore[assignment]
    name = line_field(
        _("Your name"),
        _("Sealed: only a coordinator can ask for it. Leave it empty to stay unknown."),
        most=80,
    )
    reach = line_field(
        _("How to reach you"),
        _("A number or an e-mail address, if we may ask you more."),
        most=120,
    )


class ThreatOfTipForm(forms.Form):
    """A threat in your own words: everybody of the local who sees threats reads them."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Which service?"))
    told_as = forms.CharField(
        label=_("What threatens it, in your words"),
        max_length=300,
        help_text=_("Others read this. Leave out what only the reporter can know."),
    )
    due_on = day_field(
        _("By when must somebody act?"),
        _("Its clock, with those of calls for bids: a meeting, a start of work."),
    )
    answer = answer_field()

    def __init__(self, data: Any = None, *, user: User, tip: Tip) -> None:
        super().__init__(data, initial={"service": tip.service_id})
        self.fields["service"].queryset = Service.objects.visible_to(user)  # type: ignore[attr-defined]

    def new(self) -> NewThreat:
        facts = self.cleaned_data
        return NewThreat(facts["service"], facts["told_as"], facts["due_on"])


class ThreatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, threat: Any) -> str:
        day = f" · {threat.clock:%Y-%m-%d}" if threat.clock else ""
        return f"{threat.service.name}: {Truncator(threat.text).words(14)}{day}"


class KnownThreatForm(forms.Form):
    threat = ThreatChoice(Threat.objects.none(), label=_("Which threat?"))
    answer = answer_field()

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["threat"].queryset = queries.threats_to_put_to(user)  # type: ignore[attr-defined]


class AsideForm(forms.Form):
    reason = reason_field(_("Why?"), TipStep.SETS_ASIDE, _("The reporter reads it."))
    answer = answer_field()


class WhoToldForm(forms.Form):
    reason = reason_field(
        _("Why do you ask?"),
        TipStep.SHOWS,
        _("The reporter reads it, and that somebody asked stays on record."),
    )


class TipFilter(forms.Form):
    STATE = [
        ("", pgettext_lazy("tips", "Waiting")),
        ("threat", pgettext_lazy("tips", "Part of a threat")),
        ("aside", pgettext_lazy("tips", "Set aside")),
        ("all", pgettext_lazy("tips", "All")),
    ]
    state = forms.ChoiceField(choices=STATE, required=False, label=_("Show"))
