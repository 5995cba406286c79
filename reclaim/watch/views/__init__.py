"""Pages of the watch: threats, what we guard, and the sources we read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.core.offers import service_cards
from reclaim.people.models import User
from reclaim.watch import figures, queries, rules, services
from reclaim.watch.forms import DismissForm, ServiceForm, ThreatFilter
from reclaim.watch.models import Service, Source, Threat

PAGE = 50


class Request(HttpRequest):
    """Every page of this room asks for a sign-in."""

    user: User


@require_GET
def threats(request: Request) -> HttpResponse:
    """One list of threats by clock."""
    chosen = ThreatFilter(request.GET, user=request.user)
    chosen.is_valid()
    facts = chosen.cleaned_data
    found = queries.threats_by_clock(
        request.user, service=facts.get("service"), status=facts.get("status", "")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": chosen, "query": query_of(request)}
    return render(request, "watch/threats.html", shown)


def query_of(request: Request) -> str:
    """The filters in force, for links to other pages of a list."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


@require_GET
def threat(request: Request, pk: int) -> HttpResponse:
    found = find_threat(request, pk)
    return render(
        request,
        "watch/threat.html",
        {
            "threat": found,
            "form": DismissForm(),
            "why_not_answer": rules.why_not_answer(request.user, found),
        },
    )


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    because = request.POST.get("because", "")
    found = services.dismiss_threat(
        find_threat(request, pk), because, by=request.user, at=clock.now()
    )
    messages.success(request, _("Dismissed. It stays in the list, with your reason."))
    return redirect(found)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    found = services.reopen_threat(find_threat(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("It is a threat again."))
    return redirect(found)


def find_threat(request: Request, pk: int) -> Threat:
    found = Threat.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("service__organization", "notice__source", "dismissed_by"), pk=pk
    )


@require_GET
def guarded(request: Request) -> HttpResponse:
    """Every service the reader's organizations guard."""
    return render(
        request,
        "watch/services.html",
        {
            "services": queries.services_with_counts(request.user),
            "may_add": not rules.why_not_guard_anything(request.user),
        },
    )


@require_GET
def service(request: Request, pk: int) -> HttpResponse:
    found = find_service(request, pk)
    return render(
        request,
        "watch/service.html",
        {
            "service": found,
            "terms": queries.terms_by_kind(found),
            "threats": queries.threats_by_clock(request.user, service=found)[:PAGE],
            "cards": [card for tell in service_cards for card in tell(found.pk, request.user)],
            "why_not_guard": rules.why_not_guard(request.user, found.organization),
        },
    )


def find_service(request: Request, pk: int) -> Service:
    found = Service.objects.visible_to(request.user).select_related("organization", "community")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "POST"])
def add_service(request: Request) -> HttpResponse:
    require(rules.why_not_guard_anything(request.user))
    form = ServiceForm(request.POST or None, user=request.user)
    if form.is_valid():
        new = services.guard_service(
            form.cleaned_data["organization"],
            form.named(),
            form.terms(),
            by=request.user,
            at=clock.now(),
        )
        services.match_notices(at=clock.now())
        return redirect(new)
    return render(request, "watch/service_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit_service(request: Request, pk: int) -> HttpResponse:
    found = find_service(request, pk)
    require(rules.why_not_guard(request.user, found.organization))
    form = ServiceForm(request.POST or None, user=request.user, service=found)
    if form.is_valid():
        services.edit_service(found, form.named(), form.terms(), by=request.user, at=clock.now())
        services.match_notices(at=clock.now())
        return redirect(found)
    facts = {"form": form, "service": found}
    return render(request, "watch/service_form.html", facts, status=status_of(form))


def status_of(form: Any) -> int:
    return 422 if form.is_bound else 200


@require_GET
def sources(request: Request) -> HttpResponse:
    require_a_role(request)
    return render(request, "watch/sources.html", {"sources": queries.sources_with_readings()})


@require_GET
def source(request: Request, slug: str) -> HttpResponse:
    require_a_role(request)
    found = get_object_or_404(Source, slug=slug)
    return render(
        request,
        "watch/source.html",
        {"source": found, "readings": queries.readings_told(found)},
    )


@require_GET
def set_aside(request: Request, slug: str) -> HttpResponse:
    """Rows of a source that could not be read, each with its reason and its text."""
    require_a_role(request)
    found = get_object_or_404(Source, slug=slug)
    page = Paginator(queries.SetAsideRows(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "watch/set_aside.html", {"source": found, "page": page})


@require_GET
def row(request: Request, row: str) -> HttpResponse:
    """One published row: the end of every receipt."""
    require_a_role(request)
    found = figures.row(row)
    if found is None:
        raise Http404
    return render(request, "watch/row.html", {"row": found, "source": queries.source_of(found)})


def require_a_role(request: Request) -> None:
    """What is public data is still for people of some organization here."""
    if not request.user.roles:
        raise Http404
