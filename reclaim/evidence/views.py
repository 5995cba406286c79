"""Pages of the evidence: what is known of each service, and the receipt under every number."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.evidence import figures, queries, rules, services
from reclaim.evidence.models import Dossier, Finding
from reclaim.people.models import User
from reclaim.watch.models import Service


class Request(HttpRequest):
    """Every page of this room asks for a sign-in."""

    user: User


@require_GET
def findings(request: Request) -> HttpResponse:
    """Services with their headline figures."""
    shown = queries.services_with_findings(request.user)
    return render(request, "evidence/findings.html", {"shown": shown})


@require_GET
def service(request: Request, pk: int) -> HttpResponse:
    """One service: five figures that open, who held it when, and its dossier."""
    found = find_service(request, pk)
    told = queries.findings_of(found)
    return render(
        request,
        "evidence/service.html",
        {
            "service": found,
            "cards": [queries.card(one) for one in told],
            "awarded": next((one for one in told if one.finding.kind == "awarded"), None),
            "unknown": queries.unknown_of(told),
            "chart": queries.chart_of(told, get_language() or "en"),
            "dossiers": queries.dossiers_of(found),
            "why_not_make": rules.why_not_make(request.user, found),
        },
    )


def find_service(request: Request, pk: int) -> Service:
    found = Service.objects.visible_to(request.user).select_related("organization", "community")
    return get_object_or_404(found, pk=pk)


@require_GET
def finding(request: Request, pk: int) -> HttpResponse:
    """The receipt: method, day, what is not known, and the published rows."""
    visible = Finding.objects.visible_to(request.user).select_related("service")
    found = get_object_or_404(visible, pk=pk)
    return render(
        request,
        "evidence/finding.html",
        {
            "told": queries.tell(found),
            "method": figures.method_in_words(found.kind),
            "receipt": queries.receipt(found),
        },
    )


@require_POST
def make(request: Request, pk: int, language: str) -> HttpResponse:
    made = services.make_dossier(
        find_service(request, pk), language, by=request.user, at=clock.now()
    )
    messages.success(request, _("The dossier is ready."))
    return redirect("evidence:service", made.service_id)


@require_GET
def dossier(request: Request, pk: int) -> FileResponse:
    found = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(rules.why_not_open(found))
    return FileResponse(
        found.path.open("rb"), filename=found.path.name, content_type="application/pdf"
    )
