"""What people ask to have corrected, for those who answer for their record."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import services
from reclaim.people.forms.oneself import CorrectionAnswerForm
from reclaim.people.models import Correction
from reclaim.people.rules import oneself as rules

A_PAGE = 20


@require_safe
def corrections(request: SignedInRequest) -> HttpResponse:
    """Those that wait, the oldest first."""
    rows = Correction.objects.visible_to(request.user).open().order_by("asked_at", "pk")
    page = Paginator(rows.select_related("person__organization"), A_PAGE)
    shown = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "people/corrections.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Correction.objects.visible_to(request.user).select_related("person__organization")
    asked = get_object_or_404(rows, pk=pk)
    form = CorrectionAnswerForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        services.answer_correction(asked, by=request.user, at=clock.now(), **facts)
        messages.success(request, _("Answered. They read it on their own page."))
        return redirect("people:corrections")
    why_not = rules.why_not_answer(asked, request.user)
    shown = {"correction": asked, "form": form, "why_not": why_not}
    return render(request, "people/correction.html", shown)
