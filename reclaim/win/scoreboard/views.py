"""Are we winning? The counts, the lists behind them, and each service's story."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.http import SignedInRequest
from reclaim.watch.models import Service
from reclaim.win.scoreboard import queries, rules, services
from reclaim.win.scoreboard.forms import CorrectionForm, FilterForm, OutcomeForm
from reclaim.win.scoreboard.models import Outcome

fill_in = require_http_methods(["GET", "HEAD", "POST"])


def answers(request: SignedInRequest) -> QueryDict | None:
    """What was filled in; nothing while the form is only being opened."""
    return request.POST if request.method == "POST" else None


@require_GET
def scoreboard(request: SignedInRequest) -> HttpResponse:
    form = FilterForm(request.GET, user=request.user)
    shown = {
        "form": form,
        "chosen": form.chosen,
        "board": queries.board(request.user, **form.chosen),
        "cases": queries.cases_elsewhere(),
        "may_note": bool(request.user.paths(*rules.NOTES_OUTCOMES)),
    }
    return render(request, "scoreboard/scoreboard.html", shown)


@require_GET
def services_list(request: SignedInRequest) -> HttpResponse:
    """The services behind a number, each with what it stands on."""
    form = FilterForm(request.GET, user=request.user)
    board = queries.board(request.user, **form.chosen)
    status = form.cleaned_data.get("status", "")
    shown = {
        "form": form,
        "chosen": form.chosen,
        "status": queries.Status(status) if status else None,
        "lines": board.only(status) if status else board.lines,
    }
    return render(request, "scoreboard/services.html", shown)


@require_GET
def story(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything ever said of a service; corrected lines stay readable."""
    seen = Service.objects.visible_to(request.user).select_related("organization", "community")
    service = get_object_or_404(seen, pk=pk)
    shown = {
        "service": service,
        "outcomes": queries.story(service),
        "may_note": not rules.why_not_note(service, request.user),
    }
    return render(request, "scoreboard/story.html", shown)


@fill_in
def note(request: SignedInRequest) -> HttpResponse:
    if not request.user.paths(*rules.NOTES_OUTCOMES):
        raise Refused(_("Only coordinators and administrators note what came of a service."))
    service = {"service": request.GET.get("service", "")}
    form = OutcomeForm(answers(request), user=request.user, initial=service)
    if form.is_valid():
        noted = services.note_outcome(**form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Noted."))
        return redirect(noted)
    shown = {"form": form, "title": _("Note what came of it")}
    return render(request, "scoreboard/note.html", shown, status=422 if form.errors else 200)


@fill_in
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome.objects.visible_to(request.user), pk=pk)
    if reason := rules.why_not_correct(outcome, request.user):
        raise Refused(reason)
    form = CorrectionForm(answers(request), user=request.user, instance=outcome)
    if form.is_valid():
        facts = form.cleaned_data
        newer = services.correct_outcome(outcome, **facts, by=request.user, at=clock.now())
        messages.success(request, _("Corrected; the line it replaces is kept."))
        return redirect(newer)
    shown = {"form": form, "title": _("Correct what was noted"), "outcome": outcome}
    return render(request, "scoreboard/note.html", shown, status=422 if form.errors else 200)
