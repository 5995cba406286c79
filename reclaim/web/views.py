"""Pages that belong to no single floor."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reclaim.core import clock
from reclaim.web import queries, samples


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Today: what needs me now."""
    shown = {"items": queries.today(request.user), "today": clock.today()}
    return render(request, "web/home.html", shown)


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the look in all its states."""
    return render(request, "web/style.html", {"parts": samples.shown(request)})


@require_GET
def my_facts(request: HttpRequest) -> HttpResponse:
    """Everything every room keeps about the person who asks."""
    return render(request, "web/my_facts.html", {"sections": queries.facts_about(request.user)})


@require_GET
def my_facts_file(request: HttpRequest) -> HttpResponse:
    """The same as a file another program can read."""
    sections = queries.facts_about(request.user)
    return JsonResponse(
        {"sections": [asdict(section) for section in sections]},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
