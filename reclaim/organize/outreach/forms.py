"""What people type about lists and talks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.organize.outreach import queries, rules
from reclaim.organize.outreach.models import NOTE_LENGTH, Conversation, List, ListEntry
from reclaim.organize.outreach.services import Talk
from reclaim.people.models import Person, Segment, User, Worksite
from reclaim.people.queries.segments import people_in

NOT_REACHED = "none"
NOTHING = "nothing"
LAST_STEP = 3
LONGEST_KEPT = 90 * 24 * 60 * 60  # a phone that was away longer has the wrong time


class TalkForm(forms.Form):
    """One talk, asked in three steps: where they stand, what they will do, when next.

    A step brings the answers of those before it along, so that nothing is kept in between.
    """

    STAND = [
        *((str(value), label) for value, label in Conversation.Assessment.choices),
        (NOT_REACHED, _("Did not reach them")),
    ]
    WILL_DO = [(value or NOTHING, label) for value, label in Conversation.WillDo.choices]
    WHEN = [
        ("today", _("Later today")),
        ("tomorrow", _("Tomorrow")),
        ("week", _("In a week")),
        ("on", _("On a day")),
        ("never", _("No day yet")),
    ]
    asked_in = {"stand": 1, "will_do": 2, "when": 3}

    client_id = forms.UUIDField()
    stand = forms.ChoiceField(
        choices=STAND, error_messages={"required": _("Choose where they stand.")}
    )
    will_do = forms.ChoiceField(
        choices=WILL_DO, error_messages={"required": _("Choose what they said they would do.")}
    )
    when = forms.ChoiceField(
        choices=WHEN, error_messages={"required": _("Choose when you talk again.")}
    )
    on = forms.DateField(required=False)
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)
    is_wrong_number = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, entry: ListEntry | None = None, by: User) -> None:
        super().__init__(data)
        self.entry = entry
        self.by = by
        for name, step in self.asked_in.items():
            self.fields[name].required = step <= self.step
        if self.is_unreached:
            self.fields["will_do"].required = False

    @property
    def step(self) -> int:
        """The step that was answered."""
        asked = self.data.get("step", "")
        return int(asked) if asked in ("1", "2") else LAST_STEP

    @property
    def is_unreached(self) -> bool:
        return bool(self.data.get("stand") == NOT_REACHED)

    @property
    def is_finished(self) -> bool:
        return self.step == LAST_STEP and "back" not in self.data

    @property
    def next_step(self) -> int:
        """The step to show: the first, the one to answer again, the one before or after."""
        if not self.is_bound:
            return 1
        skips = self.is_unreached
        if "back" in self.data:
            return 1 if skips else max(1, self.step - 1)
        if not self.is_valid():
            return self.step
        return LAST_STEP if skips else min(LAST_STEP, self.step + 1)

    @property
    def at(self) -> datetime:
        return clock.now()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.is_finished and facts.get("when") == "on":
            self.require_a_day_to_come(facts)
        if self.entry is not None and not self.errors:
            self.require_may_keep(facts)
        return facts

    def require_a_day_to_come(self, facts: dict[str, Any]) -> None:
        if "on" in self.errors:
            return
        if facts.get("on") is None:
            self.add_error("on", _("Give the day."))
        elif facts["on"] < self.at.date():
            self.add_error("on", _("That day has passed. Choose today or a later one."))

    def require_may_keep(self, facts: dict[str, Any]) -> None:
        """What the service would refuse, said where the answers stand."""
        assert self.entry is not None  # noqa: S101 (only asked for with one)
        campaign, person = self.entry.campaign, self.entry.person
        reason = rules.why_not_talk(campaign, person, self.by)
        reason = reason or rules.why_not_again(campaign, person, facts["client_id"])
        if reason:
            self.add_error(None, reason)

    def talk(self) -> Talk:
        """The finished talk."""
        facts = self.cleaned_data
        next_on = self.next_on(facts["when"], facts.get("on"))
        if self.is_unreached:
            outcomes = Conversation.Outcome
            missed = outcomes.WRONG_NUMBER if facts["is_wrong_number"] else outcomes.NO_ANSWER
            return Talk(facts["client_id"], missed, next_on=next_on, note=facts["note"])
        return Talk(
            facts["client_id"],
            Conversation.Outcome.TALKED,
            assessment=int(facts["stand"]),
            will_do="" if facts["will_do"] == NOTHING else facts["will_do"],
            next_on=next_on,
            note=facts["note"],
        )

    def next_on(self, when: str, day: date | None) -> date | None:
        """Counted from the day of the talk, which may have been sent much later."""
        ahead = {"today": 0, "tomorrow": 1, "week": 7}
        if when in ahead:
            return self.at.date() + timedelta(days=ahead[when])
        return day if when == "on" else None


class KeptTalkForm(TalkForm):
    """A talk that was kept on a phone. It says how long ago that was, because the clock of a
    phone may be wrong, but it counts seconds well."""

    ago = forms.IntegerField(min_value=0, max_value=LONGEST_KEPT)

    @property
    def at(self) -> datetime:
        ago = self.data.get("ago", "")
        seconds = int(ago) if ago.isascii() and ago.isdecimal() and len(ago) < 9 else 0
        return clock.now() - timedelta(seconds=min(seconds, LONGEST_KEPT))


class CampaignChoiceForm(forms.Form):
    """Which campaign the list is for."""

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.fields["campaign"] = forms.ModelChoiceField(
            queries.campaigns_to_organize(by), label=_("Campaign"), empty_label=None
        )


class WorksiteChoiceField(forms.ModelChoiceField[Worksite]):
    def label_from_instance(self, worksite: Worksite) -> str:
        """With how many people are still free, which the query added."""
        free = vars(worksite)["free"]
        return str(_("%(worksite)s: %(free)d on no list") % {"worksite": worksite, "free": free})


class AddingForm(forms.Form):
    """On which list several people are put: one that is there, or a new one."""

    where = forms.ChoiceField(label=_("List"))
    name = forms.CharField(
        label=_("Name of a new list"),
        max_length=120,
        required=False,
        help_text=_("So that its leader knows whom it means: night shift, third floor."),
    )

    def __init__(self, data: Any = None, *, by: User, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.by = by
        self.campaigns = list(queries.campaigns_to_organize(by))
        lists = List.objects.visible_to(by).filter(campaign__in=self.campaigns)
        self.known = {one.pk: one for one in lists.select_related("campaign__organization")}
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            (str(campaign), self.lists_of(campaign)) for campaign in self.campaigns
        ]

    def lists_of(self, campaign: Campaign) -> list[tuple[str, str]]:
        own = [one for one in self.known.values() if one.campaign_id == campaign.pk]
        named = [(f"list-{one.pk}", one.name) for one in own]
        return [*named, (f"new-{campaign.pk}", str(_("a new list")))]

    def clean(self) -> dict[str, Any]:
        """With `list`, if it is there, and `campaign`."""
        facts = super().clean() or self.cleaned_data
        what, _dash, pk = facts.get("where", "").partition("-")
        if not what:
            return facts
        chosen = self.known[int(pk)] if what == "list" else None
        campaign = next(one for one in self.campaigns if pk == str(one.pk)) if not chosen else None
        facts |= {"list": chosen, "campaign": chosen.campaign if chosen else campaign}
        if campaign and (reason := rules.why_not_make_list(campaign, facts["name"], self.by)):
            self.add_error("name", reason)
        return facts


class LeaderForm(forms.Form):
    """In whose hands a list is put."""

    def __init__(self, data: Any = None, *, chosen: List) -> None:
        super().__init__(data)
        self.fields["leader"] = forms.ModelChoiceField(
            queries.possible_leaders(chosen.campaign.organization),
            label=_("Leader"),
            empty_label=None,
            initial=chosen.leader_id,
        )


class ListForm(forms.Form):
    """A new list of a campaign: some people of one worksite, for one leader."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("So that its leader knows whom it means: night shift, third floor."),
    )
    size = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=rules.MOST_ON_A_LIST,
        initial=10,
        help_text=_("Ten is what one leader can look after."),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, by: User) -> None:
        super().__init__(data)
        self.campaign = campaign
        self.by = by
        self.fields["worksite"] = WorksiteChoiceField(
            queries.worksites_to_organize(campaign, by), label=_("Worksite"), empty_label=None
        )
        self.fields["leader"] = forms.ModelChoiceField(
            queries.possible_leaders(campaign.organization),
            label=_("Leader"),
            required=False,
            empty_label=_("nobody yet"),
        )
        self.fields["segment"] = forms.ModelChoiceField(
            Segment.objects.visible_to(by).open(),
            label=_("Segment"),
            required=False,
            empty_label=_("everybody there"),
            help_text=_("Only people this segment finds."),
        )
        self.order_fields(["worksite", "segment", "name", "size", "leader"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if reason := rules.why_not_make_list(self.campaign, name, self.by):
            raise forms.ValidationError(reason)
        return name

    def people(self) -> list[Person]:
        """The next ones on no list, shift by shift."""
        free = queries.without_list(self.campaign, self.by)
        chosen = free.filter(worksite=self.cleaned_data["worksite"])
        if segment := self.cleaned_data["segment"]:
            found = people_in(segment, self.by).order_by()
            chosen = chosen.filter(pk__in=found.values("pk"))
        return list(chosen[: self.cleaned_data["size"]])

    def _nobody(self) -> str:
        if self.cleaned_data["segment"]:
            return str(_("Nobody there whom this segment finds is without a list."))
        return str(_("Everybody there is on a list already."))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and not self.people():
            self.add_error("worksite", self._nobody())
        return facts
