"""Telling what one saw, and reading what became of it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.watch.forms.tips import TellForm, TellOpenlyForm
from reclaim.watch.models import TipPage
from reclaim.watch.queries import tips as queries
from reclaim.watch.services import tell as services
from reclaim.watch.services import tip_names


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SignedInRequest) -> HttpResponse:
    organizations = queries.homes(request.user)
    if not organizations:
        return render(request, "watch/tell.html", {"has_no_home": True})
    form = TellForm(request.POST or None, organizations=organizations)
    if form.is_valid():
        facts = form.cleaned_data
        token = services.tell_as_member(
            facts["organization"],
            form.told(),
            is_named=facts["who"] == "me",
            by=request.user,
            at=clock.now(),
        )
        return redirect("watch:receipt", token=token)
    status = 422 if form.is_bound else 200
    return render(request, "watch/tell.html", {"form": form}, status=status)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell_openly(request: HttpRequest, token: str) -> HttpResponse:
    page = get_object_or_404(TipPage.objects.select_related("organization"), token=token)
    form = TellOpenlyForm(request.POST or None, organizations=[page.organization])
    if not ratelimit.consume(request, action="tell"):
        slower: HttpResponse = ratelimit.respond_429(request)
        return slower
    if form.is_valid():
        who = {name: form.cleaned_data[name] for name in ("name", "reach")}
        made = services.tell_as_visitor(page.organization, form.told(), **who, at=clock.now())
        return redirect("watch:receipt", token=made)
    shown = {"form": form, "page": page}
    return render(request, "watch/tell_openly.html", shown, status=422 if form.is_bound else 200)


@never_cache
@login_not_required
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What became of one tip, for whoever kept its address. What was told is not shown: phones
    are lent."""
    tip = get_object_or_404(queries.of_receipt(token))
    return render(request, "watch/receipt.html", {"tip": tip, "token": token})


@never_cache
@login_not_required
@require_POST
def take_name_off(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever keeps the address may, and nobody learns from it whether there was a name."""
    tip_names.take_name_off(get_object_or_404(queries.of_receipt(token)), at=clock.now())
    return redirect("watch:receipt", token=token)


@never_cache
@require_GET
def my_tips(request: SignedInRequest) -> HttpResponse:
    return render(request, "watch/my_tips.html", {"tips": queries.of_account(request.user.pk)})
