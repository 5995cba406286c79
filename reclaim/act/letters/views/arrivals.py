"""The coordinator's pages: how many letters went where, and what is stuck.

No page here shows a letter or its writer. A letter belongs to the one who wrote it and the one
who receives it; a union that could read its members' letters would get other letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.act.letters import queries, services
from reclaim.act.letters.forms import AppealForm, FactForm
from reclaim.act.letters.models import Appeal, Delivery, Fact
from reclaim.act.letters.rules import COORDINATES
from reclaim.act.letters.views.desk import posted
from reclaim.campaigns.models import Campaign
from reclaim.core import clock

if TYPE_CHECKING:
    from reclaim.people.models import User


def asker(request: HttpRequest) -> User:
    """The middleware has let this request through, so somebody is signed in."""
    return cast("User", request.user)


@require_GET
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    campaign = get_object_or_404(Campaign.objects.visible_to(user), pk=pk)
    appeal = Appeal.objects.filter(campaign=campaign).first()
    context = {
        "campaign": campaign,
        "appeal": appeal,
        "coordinates": user.holds(campaign.organization, *COORDINATES),
        "arrivals": queries.arrivals_of(appeal, clock.now()) if appeal else None,
    }
    return render(request, "letters/arrivals.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    campaign = get_object_or_404(Campaign.objects.visible_to(user, *COORDINATES), pk=pk)
    appeal = Appeal.objects.filter(campaign=campaign).first()
    form = AppealForm(posted(request), instance=appeal)
    if form.is_valid():
        if appeal:
            services.edit_appeal(appeal, by=user, at=clock.now(), **form.cleaned_data)
        else:
            services.open_appeal(campaign, by=user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. New letters begin with these words."))
        return redirect("letters:campaign", pk)
    context = {"campaign": campaign, "appeal": appeal, "form": form}
    return render(request, "letters/edit.html", context)


@require_http_methods(["GET", "POST"])
def add_fact(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    appeals = Appeal.objects.visible_to(user, *COORDINATES)
    appeal = get_object_or_404(appeals.select_related("campaign"), campaign=pk)
    form = FactForm(posted(request), instance=Fact(appeal=appeal))
    if form.is_valid():
        services.add_fact(appeal, by=user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Added. Writers can use it now."))
        return redirect("letters:edit", pk)
    context = {"campaign": appeal.campaign, "appeal": appeal, "form": form}
    return render(request, "letters/fact.html", context)


@require_POST
def remove_fact(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    appeals = Appeal.objects.visible_to(user, *COORDINATES)
    fact = get_object_or_404(Fact, pk=pk, appeal__in=appeals)
    appeal = services.remove_fact(fact, by=user, at=clock.now())
    return redirect("letters:edit", appeal.campaign_id)


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    delivery = services.try_again(own_delivery(user, pk), by=user, at=clock.now())
    messages.success(request, _("Back in the queue. It is tried again now."))
    return redirect("letters:campaign", delivery.letter.appeal.campaign_id)


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    user = asker(request)
    delivery = services.set_aside(own_delivery(user, pk), by=user, at=clock.now())
    messages.success(request, _("Set aside. Nobody is asked about it again."))
    return redirect("letters:campaign", delivery.letter.appeal.campaign_id)


def own_delivery(user: User, pk: int) -> Delivery:
    appeals = Appeal.objects.visible_to(user, *COORDINATES)
    return get_object_or_404(Delivery, pk=pk, letter__appeal__in=appeals)
