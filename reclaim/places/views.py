"""Who speaks for a place: by postal code, by position, by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from reclaim.places import queries
from reclaim.places.forms import DistrictSearchForm, LookupForm, PositionForm
from reclaim.places.models import District


@require_GET
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.GET if "code" in request.GET else None)
    form.is_valid()
    return render(request, "places/lookup.html", {"form": form, "answer": form.answer})


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """A position comes in the body, so that it stays out of addresses and their logs."""
    position = PositionForm(request.POST)
    answer = queries.look_up_position(**position.cleaned_data) if position.is_valid() else None
    page = {"form": LookupForm(), "answer": answer, "position": position}
    return render(request, "places/lookup.html", page)


@require_GET
def districts(request: HttpRequest) -> HttpResponse:
    form = DistrictSearchForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    page = {"form": form, "wanted": wanted, "lists": queries.search_districts(wanted)}
    return render(request, "places/districts.html", page)


@require_GET
def district(request: HttpRequest, pk: int) -> HttpResponse:
    """Public facts, open to everybody who is signed in."""
    found = get_object_or_404(District.objects.select_related("boundary_set"), pk=pk)
    page = {
        "district": found,
        "map": queries.map_of(found),
        "office": queries.office_for(found),
        "term": queries.official_for(found),
        "history": queries.history_of(found),
        "areas": queries.postal_areas_in(found),
    }
    return render(request, "places/district.html", page)
