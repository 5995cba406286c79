"""What members reported: the queue, and what becomes of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.core.http import SignedInRequest
from reclaim.people.models import Organization
from reclaim.watch.forms.tips import (
    AsideForm,
    KnownThreatForm,
    ThreatOfTipForm,
    TipFilter,
    WhoToldForm,
)
from reclaim.watch.models import Tip
from reclaim.watch.queries import tips as queries
from reclaim.watch.rules import tips as rules
from reclaim.watch.services import tip_pages
from reclaim.watch.services import tips as services

PAGE = 50
ASKS = ["GET", "HEAD", "POST"]


@require_GET
def tips(request: SignedInRequest) -> HttpResponse:
    """The queue. Nobody's name is in it."""
    if not rules.may_answer_any(request.user):
        raise Http404
    chosen = TipFilter(request.GET)
    state = chosen.cleaned_data.get("state", "") if chosen.is_valid() else ""
    found = queries.in_state(queries.told_to(request.user), state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": chosen, "state": state, "query": f"state={state}"}
    return render(request, "watch/tips.html", shown)


def find(request: SignedInRequest, pk: int) -> Any:
    return get_object_or_404(queries.with_steps(queries.told_to(request.user)), pk=pk)


@never_cache
@require_GET
def tip(request: SignedInRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    shown = {
        "tip": found,
        "may_ask_who": not rules.why_not_ask_who(request.user, found),
        "is_waiting": found.state in Tip.WAITING,
    }
    return render(request, "watch/tip.html", shown)


@require_POST
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    services.take_up(found, by=request.user, at=clock.now())
    messages.success(request, _("The reporter can read that somebody is looking at it."))
    return redirect(found)


@require_POST
def take_up_again(request: SignedInRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    services.take_up_again(found, by=request.user, at=clock.now())
    return redirect(found)


@require_http_methods(ASKS)
def make_threat(request: SignedInRequest, pk: int) -> HttpResponse:
    found = undecided(request, pk)
    form = ThreatOfTipForm(request.POST or None, user=request.user, tip=found)
    if form.is_valid():
        said = {"answer": form.cleaned_data["answer"], "by": request.user, "at": clock.now()}
        return redirect(services.make_threat_of(found, form.new(), **said))
    return step(request, found, form, _("Make a threat of it"))


@require_http_methods(ASKS)
def put_to_threat(request: SignedInRequest, pk: int) -> HttpResponse:
    found = undecided(request, pk)
    form = KnownThreatForm(request.POST or None, user=request.user)
    if form.is_valid():
        threat = form.cleaned_data.pop("threat")
        said = {**form.cleaned_data, "by": request.user, "at": clock.now()}
        return redirect(services.put_to_threat(found, threat, **said))
    return step(request, found, form, _("Put it to a threat we know"))


@require_http_methods(ASKS)
def set_aside_tip(request: SignedInRequest, pk: int) -> HttpResponse:
    found = undecided(request, pk)
    form = AsideForm(request.POST or None)
    if form.is_valid():
        services.set_tip_aside(found, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Set aside. The reporter can read why."))
        return redirect(found)
    return step(request, found, form, _("Set it aside"))


def undecided(request: SignedInRequest, pk: int) -> Any:
    found = find(request, pk)
    require(rules.why_not_decide(request.user, found, found.state))
    return found


def step(request: SignedInRequest, tip: Any, form: Any, action: str) -> HttpResponse:
    shown = {"tip": tip, "form": form, "action": action, "back": tip.get_absolute_url()}
    return render(request, "watch/tip_step.html", shown, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(ASKS)
def who_told(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shown once, in the answer to the question; to see it again is to ask again."""
    found = find(request, pk)
    require(rules.why_not_ask_who(request.user, found))
    form = WhoToldForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        reporter = services.show_reporter(found, reason, by=request.user, at=clock.now())
        shown = {"tip": found, "who": queries.who_told(reporter)}
        return render(request, "watch/who_told.html", shown)
    return step(request, found, form, _("Show who told"))


@require_GET
def pages(request: SignedInRequest) -> HttpResponse:
    if not rules.may_ask_for_any(request.user):
        raise Http404
    return render(request, "watch/tip_pages.html", {"pages": queries.pages_of(request.user)})


@require_POST
def open_page(request: SignedInRequest, slug: str) -> HttpResponse:
    tip_pages.open_tip_page(reached(request, slug), by=request.user, at=clock.now())
    return redirect("watch:tip-pages")


@require_POST
def close_page(request: SignedInRequest, slug: str) -> HttpResponse:
    tip_pages.close_tip_page(reached(request, slug), by=request.user, at=clock.now())
    messages.success(request, _("Closed. Its address and its posters lead nowhere now."))
    return redirect("watch:tip-pages")


def reached(request: SignedInRequest, slug: str) -> Organization:
    found = Organization.objects.visible_to(request.user, *rules.ASKS_WHO_TOLD)
    return get_object_or_404(found, slug=slug)
