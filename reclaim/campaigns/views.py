"""The campaign room and the pages on which a coordinator plans."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.campaigns import queries, rules, services
from reclaim.campaigns.forms import CampaignForm, MilestoneForm, ShareForm, StartForm, TargetForm
from reclaim.campaigns.models import Campaign, Milestone, Share, Target
from reclaim.core import audit, clock
from reclaim.core.errors import Refused
from reclaim.core.http import SignedInRequest
from reclaim.people.models import Look
from reclaim.people.services import note_looks

fill_in = require_http_methods(["GET", "HEAD", "POST"])


def answers(request: SignedInRequest) -> QueryDict | None:
    """What was filled in; nothing while the form is only being opened."""
    return request.POST if request.method == "POST" else None


def find(request: SignedInRequest, pk: int) -> Campaign:
    seen = Campaign.objects.visible_to(request.user).select_related("organization")
    return get_object_or_404(seen, pk=pk)


def find_step(request: SignedInRequest, pk: int) -> Milestone:
    seen = Milestone.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("campaign__organization"), pk=pk)


def refuse_others(request: SignedInRequest, campaign: Campaign) -> None:
    """A form nobody may send is not shown either."""
    if reason := rules.why_not_lead(campaign.organization, request.user):
        raise Refused(reason)


def ask(request: SignedInRequest, title: str, form: BaseForm, step: Milestone) -> HttpResponse:
    """The form of a step, new or not; one that is planned already can be taken out."""
    shown = {"title": title, "form": form, "campaign": step.campaign}
    if step.pk:
        shown["step"] = step
    return render(request, "campaigns/form.html", shown, status=422 if form.errors else 200)


@require_GET
def campaigns(request: SignedInRequest) -> HttpResponse:
    """Every fight I may see, the soonest decision first."""
    shown = {
        "campaigns": queries.campaigns_of(request.user),
        "shares": queries.shares_with(request.user),
        "may_start": bool(request.user.paths(*rules.COORDINATES)),
    }
    return render(request, "campaigns/campaigns.html", shown)


@fill_in
def start(request: SignedInRequest) -> HttpResponse:
    if not request.user.paths(*rules.COORDINATES):
        raise Refused(_("Only coordinators and administrators start a campaign."))
    form = StartForm(answers(request), user=request.user)
    if form.is_valid():
        begun = services.start_campaign(**form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("The room is open. Next: the day on which it is decided."))
        return redirect(begun)
    shown = {"form": form}
    return render(request, "campaigns/start.html", shown, status=422 if form.errors else 200)


@require_GET
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """One screen for a fight."""
    shown = queries.room(find(request, pk), request.user)
    return render(request, "campaigns/room.html", {"room": shown, "campaign": shown.campaign})


@require_GET
def basis(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows behind the numbers of the room."""
    campaign = find(request, pk)
    guarded, language = list(campaign.services.all()), get_language() or "en"
    shown = {"campaign": campaign, "basis": queries.basis_of(guarded, language)}
    return render(request, "campaigns/basis.html", shown)


@fill_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = find(request, pk)
    refuse_others(request, campaign)
    form = CampaignForm(answers(request), instance=campaign)
    if form.is_valid():
        services.edit_campaign(campaign, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Kept."))
        return redirect(campaign)
    shown = {"form": form, "campaign": campaign}
    return render(request, "campaigns/edit.html", shown, status=422 if form.errors else 200)


@fill_in
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = find(request, pk)
    refuse_others(request, campaign)
    if request.method == "POST":
        services.publish_campaign(campaign, by=request.user, at=clock.now())
        messages.success(request, _("The campaign is public."))
        return redirect(campaign)
    shown = {"campaign": campaign, "missing": rules.missing_for_the_public(campaign)}
    shown |= {"why_not": rules.why_not_publish(campaign, request.user)}
    return render(request, "campaigns/publish.html", shown)


@fill_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = find(request, pk)
    refuse_others(request, campaign)
    if request.method == "POST":
        services.withdraw_campaign(campaign, by=request.user, at=clock.now())
        messages.success(request, _("The public page is withdrawn."))
        return redirect(campaign)
    shown = {"campaign": campaign, "why_not": rules.why_not_withdraw(campaign, request.user)}
    return render(request, "campaigns/withdraw.html", shown)


@require_GET
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every step, done or not."""
    campaign = find(request, pk)
    shown = {
        "campaign": campaign,
        "plan": queries.plan_of(campaign),
        "may_plan": not rules.why_not_lead(campaign.organization, request.user),
    }
    return render(request, "campaigns/plan.html", shown)


@fill_in
def add_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = find(request, pk)
    refuse_others(request, campaign)
    blank = Milestone(campaign=campaign)
    form = MilestoneForm(answers(request), instance=blank)
    if form.is_valid():
        facts = form.cleaned_data
        return redirect(services.add_milestone(campaign, **facts, by=request.user, at=clock.now()))
    return ask(request, _("Add a step"), form, blank)


@fill_in
def edit_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    step = find_step(request, pk)
    if reason := rules.why_not_change(step, request.user):
        raise Refused(reason)
    form = MilestoneForm(answers(request), instance=step)
    if form.is_valid():
        services.edit_milestone(step, **form.cleaned_data, by=request.user, at=clock.now())
        return redirect(step)
    return ask(request, _("Change this step"), form, step)


@require_POST
def finish_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    step = services.finish_milestone(find_step(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Done: %(step)s") % {"step": step.what})
    return redirect(step.campaign)


@require_POST
def reopen_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    step = services.reopen_milestone(find_step(request, pk), by=request.user, at=clock.now())
    return redirect(step)


@require_POST
def drop_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = services.drop_milestone(find_step(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("The step is out of the plan."))
    return redirect("campaigns:plan", campaign.pk)


@fill_in
def targets(request: SignedInRequest, pk: int) -> HttpResponse:
    """To whom the demand is put; a coordinator adds and takes away."""
    campaign = find(request, pk)
    form = TargetForm(answers(request), instance=Target(campaign=campaign))
    if form.is_valid():
        services.add_target(campaign, **form.cleaned_data, by=request.user, at=clock.now())
        return redirect("campaigns:targets", campaign.pk)
    shown = {
        "campaign": campaign,
        "targets": queries.targets_of(campaign),
        "form": form,
        "may_plan": not rules.why_not_lead(campaign.organization, request.user),
    }
    return render(request, "campaigns/targets.html", shown, status=422 if form.errors else 200)


@require_POST
def remove_target(request: SignedInRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(Target.objects.visible_to(request.user), pk=pk)
    campaign = services.remove_target(target, by=request.user, at=clock.now())
    return redirect("campaigns:targets", campaign.pk)


@fill_in
def partners(request: SignedInRequest, pk: int) -> HttpResponse:
    """With whom the campaign is shared, from when until when; a coordinator shares it."""
    campaign = find(request, pk)
    refuse_others(request, campaign)
    form = ShareForm(answers(request), campaign=campaign)
    if form.is_valid():
        services.share_campaign(campaign, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Shared. It ends by itself after its last day."))
        return redirect("campaigns:partners", campaign.pk)
    shares = [(one, queries.people_seen(one).count()) for one in campaign.shares.all()]
    shown = {"campaign": campaign, "form": form, "shares": shares}
    return render(request, "campaigns/partners.html", shown, status=422 if form.errors else 200)


@require_POST
def end_share(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Share.objects.led_by(request.user).select_related("campaign__organization")
    share = services.end_share(get_object_or_404(rows, pk=pk), by=request.user, at=clock.now())
    messages.success(request, _("Ended. They see nothing of it any more."))
    return redirect("campaigns:partners", share.campaign_id)


@require_GET
def shared(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a partner sees of a campaign. Whoever is named there reads who looked."""
    share = get_object_or_404(queries.shares_with(request.user), pk=pk)
    page = queries.shared_page(share, request.user)
    if page.people:
        now, named = clock.now(), queries.people_seen(share)
        note_looks(named, by=request.user, at=now, why=Look.Why.PARTNER)
        audit.record("look at people of a campaign", share, by=request.user, at=now)
    return render(request, "campaigns/shared.html", {"page": page, "campaign": share.campaign})
