"""Pages that belong to no single floor."""

from dataclasses import asdict
from urllib.parse import urlencode

from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.usersessions.internal.flows import sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reclaim.core import clock
from reclaim.web import queries, samples


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Today: what needs me now."""
    user = request.user
    shown = {"items": queries.today(user), "links": queries.links(user), "today": clock.today()}
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


@login_not_required
@require_GET
def code_link(request: HttpRequest, code: str) -> HttpResponse:
    """The link of a sign-in mail: it fills the code in, in the browser that asked for it only."""
    if request.user.is_authenticated:
        return redirect("home")
    if LoginStageController.enter(request, LoginByCodeStage.key) is None:
        return render(request, "web/code_elsewhere.html", {"code": code})
    told = {"code": code, **{key: request.GET[key] for key in ("next",) if key in request.GET}}
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode(told)}")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other browser of one's own out."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    sessions.end_sessions(request, [session])
    return redirect("usersessions_list")


def too_often(request: HttpRequest) -> HttpResponse:
    """What allauth shows when somebody tried too often."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "60"
    return answer
