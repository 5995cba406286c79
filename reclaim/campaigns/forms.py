"""What a coordinator fills in. Each form asks the rules, so a "no" stands beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reclaim.campaigns import queries, rules
from reclaim.campaigns.models import Campaign, Milestone, Share, Target
from reclaim.core import clock
from reclaim.core.languages import in_french
from reclaim.people.forms.people import DayInput
from reclaim.people.models import Organization, User


def in_language(label: Any, language: Any) -> Any:
    return format_lazy("{label} ({language})", label=label, language=language)


EN, FR = _("English"), _("French")
DEMAND, WHERE = _("What do you demand?"), _("Who and where?")
POSTER, APPEAL = _("Public headline"), _("Appeal to the public")
ROOM = ("demand_en", "demand_fr", "where_en", "where_fr", "services", "worksites")
PUBLIC = ("poster_en", "poster_fr", "appeal_en", "appeal_fr")
DAYS = ("starts_on", "ends_on", "readiness_goal")
LABELS = {
    "organization": _("Who leads it?"),
    "services": _("Which services is it about?"),
    "worksites": _("At which worksites do the members work?"),
    "demand_en": in_language(DEMAND, EN),
    "demand_fr": in_language(DEMAND, FR),
    "where_en": in_language(WHERE, EN),
    "where_fr": in_language(WHERE, FR),
    "poster_en": in_language(POSTER, EN),
    "poster_fr": in_language(POSTER, FR),
    "appeal_en": in_language(APPEAL, EN),
    "appeal_fr": in_language(APPEAL, FR),
    "starts_on": _("First day"),
    "ends_on": _("Last day, if known"),
    "readiness_goal": _("How many of us first, in percent?"),
}
HELP = {
    "demand_en": _("The headline of the room: “Bring shelter security back in house”."),
    "demand_fr": _("The headline for those who read French."),
    "where_en": _("One line: “Local 4120 with 6 partners · City of Toronto shelters”."),
    "where_fr": _("The same line in French."),
    "poster_en": _("A few words a neighbour understands at once."),
    "poster_fr": _("The same words in French."),
    "appeal_en": _("Why it matters, and what we ask people to do. Shown above the letter."),
    "appeal_fr": _("The same appeal in French."),
    "starts_on": "",
    "ends_on": "",
    "readiness_goal": _("Share of our people with us before we go public."),
    "organization": "",
    "services": _("The room shows what is known of these."),
    "worksites": _("Readiness is counted there."),
}


class StartForm(forms.ModelForm):  # type: ignore[type-arg]
    """The five answers with which a room opens; everything else can wait."""

    class Meta:
        model = Campaign
        fields = ("organization", "services", "demand_en", "demand_fr", "where_en", "where_fr")
        labels = LABELS
        help_texts = HELP
        widgets = {"services": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = Organization.objects.visible_to(user, *rules.COORDINATES)
        services = queries.services_to_fight_for(user)
        ask_in_one_language(self, "demand")
        choose(self, "organization", led)
        choose(self, "services", services)
        self.fields["organization"].initial = led.first()
        if len(only := services[:2]) == 1:
            self.fields["services"].initial = only
        self.has_services = services.exists()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if (organization := answers.get("organization")) and "services" in answers:
            refuse(self, "services", rules.why_not_fight_for(organization, answers["services"]))
        return answers


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Campaign
        fields = (*ROOM, *PUBLIC, *DAYS)
        labels = LABELS
        help_texts = HELP
        widgets = {
            "services": forms.CheckboxSelectMultiple,
            "worksites": forms.CheckboxSelectMultiple,
            "starts_on": DayInput,
            "ends_on": DayInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_one_language(self, "demand")
        choose(self, "services", queries.services_of(self.instance.organization))
        choose(self, "worksites", queries.worksites_of(self.instance.organization))
        self.fields["worksites"].required = False

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if starts_on := answers.get("starts_on"):
            refuse(self, "ends_on", rules.why_not_end_on(starts_on, answers.get("ends_on")))
        return answers

    @property
    def room_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ROOM]

    @property
    def public_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PUBLIC]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            refuse(self, None, rules.why_not_stay_public(self.instance))


class MilestoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """A step of the plan. The two yes-or-no facts about a decision are asked as one question."""

    STEP, MEMBERS, THEM = "step", "members", "them"
    day = forms.ChoiceField(
        label=_("What kind of day is it?"),
        choices=[
            (STEP, _("A step of our plan")),
            (MEMBERS, _("Our members decide")),
            (THEM, _("They decide: a council, a committee, a board, a legislature")),
        ],
        widget=forms.RadioSelect,
        initial=STEP,
    )

    class Meta:
        model = Milestone
        fields = ("on", "what_en", "what_fr", "day", "carried_by")
        labels = {
            "on": _("Which day?"),
            "what_en": in_language(_("What happens?"), EN),
            "what_fr": in_language(_("What happens?"), FR),
            "carried_by": _("Who sees to it?"),
        }
        help_texts = {
            "on": "",
            "what_en": _("For example “Deputation list to the clerk”."),
            "what_fr": _("The same in French. One of the two is enough."),
            "carried_by": _("Somebody with an account; leave it open if nobody has taken it yet."),
        }
        widgets = {"on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self, "carried_by", queries.people_who_may_carry(self.instance.campaign.organization)
        )
        self.fields["carried_by"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        ask_in_one_language(self, "what")
        if self.instance.decides:
            self.initial["day"] = self.MEMBERS if self.instance.members_decide else self.THEM

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        day = answers.pop("day", self.STEP)
        answers |= {"decides": day != self.STEP, "members_decide": day == self.MEMBERS}
        if (on := answers.get("on")) and "on" in self.changed_data:
            refuse(self, "on", rules.why_not_plan_on(on, clock.today()))
        return answers


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Target
        fields = ("every_seat_of", "office")
        labels = {"every_seat_of": _("Every seat of a legislature"), "office": _("One office")}
        help_texts = {
            "every_seat_of": _("Each supporter writes to the member for their own district."),
            "office": _("Every supporter writes to the same office, such as a committee’s clerk."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.empty_label = _("none")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        office, seats = answers.get("office"), answers.get("every_seat_of")
        if (office is None) == (seats is None):
            raise forms.ValidationError(_("Choose one office, or one legislature, not both."))
        if self.instance.campaign.targets.filter(office=office, every_seat_of=seats).exists():
            raise forms.ValidationError(_("The demand is put to them already."))
        return answers


class ShareForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Share
        fields = ("partner", "since", "until", "counts_people")
        labels = {
            "partner": _("Partner"),
            "since": _("First day"),
            "until": _("Last day"),
            "counts_people": _("Also tell how many members and friends we are"),
        }
        help_texts = {
            "partner": "",
            "since": "",
            "until": _("Sharing ends by itself; share again if you go on together."),
            "counts_people": _("As numbers, in this organization and below; none under five."),
        }
        widgets = {"since": DayInput, "until": DayInput}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        choose(self, "partner", Organization.objects.filter(kind=Organization.Kind.PARTNER))
        self.initial["since"] = clock.today()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors:
            asked = {name: answers[name] for name in ("partner", "since", "until")}
            refuse(self, None, rules.why_not_share(self.campaign, **asked))
        return answers


def ask_in_one_language(form: forms.BaseModelForm, stem: str) -> None:  # type: ignore[type-arg]
    """One language is enough: the reader's is asked for, unless only the other was written."""
    ours, other = ("fr", "en") if in_french() else ("en", "fr")
    written = {code: getattr(form.instance, f"{stem}_{code}") for code in (ours, other)}
    form.fields[f"{stem}_{ours}"].required = bool(written[ours]) or not written[other]


def choose(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Offer these rows, and no others, in the field."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def refuse(form: forms.BaseForm, name: str | None, reason: str) -> None:
    if reason:
        form.add_error(name, reason)
