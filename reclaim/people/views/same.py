"""Records that may be of one person: the list, both side by side, and a merge that was made."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people.forms.same import MergeForm
from reclaim.people.models import Look, Merge, Organization, Person
from reclaim.people.models.same import PUTS_TOGETHER
from reclaim.people.queries.same import pages
from reclaim.people.queries.same.sweeps import last_sweep
from reclaim.people.services import same as services
from reclaim.people.services.looks import note_looks

A_PAGE = 20


def two_of(request: SignedInRequest, one: int, other: int) -> tuple[Person, Person]:
    rows = Person.objects.visible_to(request.user, *PUTS_TOGETHER).select_related("organization")
    lower, higher = sorted((one, other))
    return get_object_or_404(rows, pk=lower), get_object_or_404(rows, pk=higher)


@require_safe
def same_people(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Organization.objects.visible_to(request.user, *PUTS_TOGETHER)
    organization: Organization = get_object_or_404(rows, slug=slug)
    found = pages.candidates_in(organization, request.user)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "organization": organization,
        "page": page,
        "candidates": pages.shown(page),
        "sweep": last_sweep(organization),
    }
    return render(request, "people/same_people.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: SignedInRequest, one: int, other: int) -> HttpResponse:
    first, second = two_of(request, one, other)
    stays = pages.stays_by_default(first, second)
    form = MergeForm(request.POST or None, one=first, other=second, stays=stays)
    if form.is_valid():
        made = services.merge_people(
            form.stays,
            form.goes,
            by=request.user,
            at=clock.now(),
            led_by_other=form.led_by_other,
        )
        messages.success(request, _("The two records are one now. It can be undone here."))
        return redirect(made)
    both = Person.objects.filter(pk__in=[one, other])
    note_looks(both, by=request.user, at=clock.now(), why=Look.Why.PAGE)
    shown = pages.comparison(first, second, request.user)
    return render(request, "people/compare.html", {**shown, "stays": stays, "form": form})


@require_POST
def say_different(request: SignedInRequest, one: int, other: int) -> HttpResponse:
    first, second = two_of(request, one, other)
    services.say_different(first, second, by=request.user, at=clock.now())
    messages.success(request, _("Noted: they are two people. Nobody is asked again."))
    return redirect("people:same-people", first.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a merge kept, and undoing it."""
    rows = Merge.objects.visible_to(request.user).select_related("person__organization", "by")
    made = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        back = services.undo_merge(made, by=request.user, at=clock.now())
        messages.success(request, _("They are two records again, as they were."))
        return redirect(back)
    return render(request, "people/merge.html", pages.merge_page(made, request.user))
