"""Lists, the phone page of one talk, and readiness."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.core.http import SignedInRequest
from reclaim.organize.outreach import queries, rules, services
from reclaim.organize.outreach.forms import (
    CampaignChoiceForm,
    KeptTalkForm,
    LeaderForm,
    ListForm,
    TalkForm,
)
from reclaim.organize.outreach.models import List, ListEntry
from reclaim.people.models import Look, Person, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.services import note_looks


@require_safe
def lists(request: SignedInRequest) -> HttpResponse:
    today = clock.today()
    shown = {
        "mine": queries.my_lists(request.user, today),
        "others": queries.progress(queries.other_lists(request.user), today),
        "campaigns": queries.campaigns_to_organize(request.user),
    }
    return render(request, "outreach/lists.html", shown)


@require_safe
def one_list(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = List.objects.visible_to(request.user).select_related("campaign__organization", "leader")
    chosen = get_object_or_404(rows, pk=pk)
    shown = {
        "list": chosen,
        "lines": queries.lines(chosen),
        "next": next(iter(queries.waiting(chosen)), None),
        "progress": queries.progress(List.objects.filter(pk=pk), clock.today())[0],
    }
    if rules.may_see_every_list(chosen.campaign, request.user):
        shown["leader_form"] = LeaderForm(chosen=chosen)
    return render(request, "outreach/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: SignedInRequest) -> HttpResponse:
    """First which campaign (unless there is only one), then who."""
    campaigns = queries.campaigns_to_organize(request.user)
    chosen = only(campaigns, request.GET.get("campaign", ""))
    if chosen is None:
        get_object_or_404(campaigns[:1])
        choice = CampaignChoiceForm(by=request.user)
        return render(request, "outreach/choose_campaign.html", {"form": choice})
    form = ListForm(request.POST or None, campaign=chosen, by=request.user)
    if form.is_valid():
        return redirect(made(form, request.user))
    return render(request, "outreach/new_list.html", {"form": form, "campaign": chosen})


def only(campaigns: QuerySet[Campaign], asked: str) -> Campaign | None:
    """The campaign asked for; without asking, the only one there is."""
    if asked:
        found: Campaign = get_object_or_404(campaigns, pk=asked if is_number(asked) else 0)
        return found
    few = list(campaigns[:2])
    return few[0] if len(few) == 1 else None


def is_number(asked: str) -> bool:
    """Short enough to be one of a row: reading thousands of digits fails."""
    return asked.isdecimal() and len(asked) < 19


def made(form: ListForm, user: User) -> List:
    facts = form.cleaned_data
    return services.make_list(
        form.campaign,
        facts["name"],
        leader=facts["leader"],
        people=form.people(),
        by=user,
        at=clock.now(),
    )


@require_POST
def hand(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = List.objects.visible_to(request.user).select_related("campaign__organization")
    chosen = get_object_or_404(rows, pk=pk)
    form = LeaderForm(request.POST, chosen=chosen)
    if form.is_valid():
        leader = form.cleaned_data["leader"]
        services.hand_list(chosen, leader, by=request.user, at=clock.now())
        messages.success(request, _("The list is in the hands of %(leader)s.") % {"leader": leader})
    else:
        messages.error(request, _("Choose a leader of this organization."))
    return redirect(chosen)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: SignedInRequest, pk: int, person_pk: int) -> HttpResponse:
    entry = get_object_or_404(entries(request.user), list=pk, person=person_pk)
    require(rules.why_not_talk(entry.campaign, entry.person, request.user))
    form = TalkForm(request.POST or None, entry=entry, by=request.user)
    if form.is_valid() and form.is_finished:
        services.record_conversation(
            entry.campaign, entry.person, form.talk(), by=request.user, at=form.at
        )
        return next_person(request, entry)
    shown = Person.objects.filter(pk__in=ListEntry.objects.filter(list=entry.list).values("person"))
    note_looks(shown, by=request.user, at=clock.now(), why=Look.Why.TALK)
    first, *others = queries.screens(entry.list, entry)
    page = {"form": form, "step": form.next_step, "screen": first, "others": others}
    return render(request, "outreach/talk.html", {**page, "list": entry.list})


def entries(user: User) -> QuerySet[ListEntry]:
    rows = ListEntry.objects.visible_to(user)
    return rows.select_related("list", "campaign__organization", "person__organization")


def next_person(request: SignedInRequest, entry: ListEntry) -> HttpResponse:
    following = next(iter(queries.waiting(entry.list, after=entry)), None)
    if following is None:
        messages.success(request, _("Kept. That was the last one for today."))
        return redirect(entry.list)
    return redirect(reverse("outreach:talk", args=[following.list_id, following.person_id]))


@require_POST
def sync(request: SignedInRequest) -> HttpResponse:
    """One talk that a phone kept: acknowledged by its number, however often it is sent."""
    asked = request.POST.get("entry", "")
    entry = entries(request.user).filter(pk=asked).first() if is_number(asked) else None
    if entry is None:
        gone = _("This person is not on a list in your hands any more.")
        return JsonResponse({"reason": gone}, status=404)
    form = KeptTalkForm(request.POST, entry=entry, by=request.user)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"reason": str(first)}, status=422)
    kept = services.record_conversation(
        entry.campaign, entry.person, form.talk(), by=request.user, at=form.at
    )
    return JsonResponse({"kept": str(kept.client_id)})


@require_safe
def readiness(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Campaign.objects.visible_to(request.user).select_related("organization")
    campaign: Campaign = get_object_or_404(rows, pk=pk)
    sees_people = request.user.holds(campaign.organization, *SEES_PEOPLE)
    found = queries.readiness(campaign, sees_people=sees_people)
    shown = {"campaign": campaign, "readiness": found, "sees_people": sees_people}
    return render(request, "outreach/readiness.html", shown)
