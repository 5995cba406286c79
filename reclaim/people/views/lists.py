"""The list of people: a page of it, how many there are, which columns it has."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core.http import SignedInRequest
from reclaim.people import rules
from reclaim.people.forms import ListColumnsForm
from reclaim.people.queries.list_columns import chosen_columns
from reclaim.people.queries.list_filters import asked
from reclaim.people.queries.list_pages import shown
from reclaim.people.queries.same.pages import same_waiting
from reclaim.people.services.lists import choose_columns


@require_safe
def list_people(request: SignedInRequest) -> HttpResponse:
    """People of the organizations I reach."""
    if not rules.may_see_people(request.user):
        return render(request, "people/people.html", {"may_see_people": False})
    wanted = asked(request.user, request.GET.dict())
    found = shown(wanted, request.GET.dict())
    found["same"] = same_waiting(request.user, wanted.scope.chosen)
    return render(request, "people/people.html", {"may_see_people": True, **found})


@require_safe
def count_people(request: SignedInRequest) -> HttpResponse:
    """How many a list shows: among many that takes longer than a page, so it is asked apart."""
    found = asked(request.user, request.GET.dict())
    return render(request, "people/count.html", {"asked": found, "count": found.counted()})


@require_http_methods(["GET", "HEAD", "POST"])
def list_columns(request: SignedInRequest) -> HttpResponse:
    form = ListColumnsForm(request.POST or None, user=request.user)
    if form.is_valid():
        choose_columns(form.cleaned_data["columns"], by=request.user)
        return redirect("people:people")
    columns = chosen_columns(request.user)
    return render(request, "people/list_columns.html", {"form": form, "columns": columns})
