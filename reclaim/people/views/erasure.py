"""Erasing oneself, or somebody who asked for it on paper."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import rules, services
from reclaim.people.models import Person, Role
from reclaim.people.queries import erasure as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # a phone left lying is not enough
def erase_oneself(request: SignedInRequest) -> HttpResponse:
    """What would go and what must stay, from every room; then, once confirmed, it is done."""
    if request.method == "POST":
        services.erase_oneself(request.user, at=clock.now())
        logout(request)
        messages.success(request, _("You are erased here. Go well."))
        return redirect("account_login")
    shown = {
        "plan": queries.plan(queries.traces_of_account(request.user)),
        "why_not": rules.why_not_erase_oneself(request.user),
    }
    return render(request, "people/erase.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Person.objects.visible_to(request.user, Role.ADMINISTRATOR)
    person = get_object_or_404(rows.select_related("organization"), pk=pk)
    if request.method == "POST":
        services.erase_person(person, by=request.user, at=clock.now())
        messages.success(request, _("Erased, as they asked."))
        return redirect("people:people")
    shown = {
        "person": person,
        "plan": queries.plan(queries.traces_of_person(person)),
        "why_not": rules.why_not_erase(person, request.user),
    }
    return render(request, "people/erase.html", shown)
