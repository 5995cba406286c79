"""People: one person, adding and changing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import queries, services
from reclaim.people.forms import PersonForm
from reclaim.people.models import Organization, Person
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries.same.pages import merges_of
from reclaim.people.views.records import to_change


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Person.objects.visible_to(request.user).select_related("organization", "worksite")
    found = get_object_or_404(rows, pk=pk)
    services.note_look(found, by=request.user, at=clock.now())
    shown = queries.person_page(found, request.user)
    shown["merges"] = merges_of(found, request.user)
    return render(request, "people/person.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Organization.objects.visible_to(request.user, *SEES_PEOPLE)
    organization: Organization = get_object_or_404(rows, slug=slug)
    form = PersonForm(request.POST or None, organization=organization)
    if form.is_valid():
        now = clock.now()
        added = services.add_person(organization, by=request.user, at=now, **form.record)
        services.fill_custom_fields(added, form.custom_values, by=request.user, at=now)
        return redirect(added)
    return render(request, "people/person_form.html", {"form": form, "organization": organization})


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: SignedInRequest, pk: int) -> HttpResponse:
    found = to_change(request, pk)
    form = PersonForm(request.POST or None, instance=found, organization=found.organization)
    if form.is_valid():
        now = clock.now()
        services.change_person(found, by=request.user, at=now, **form.record)
        services.fill_custom_fields(found, form.custom_values, by=request.user, at=now)
        return redirect(found)
    shown = {"form": form, "person": found, "organization": found.organization}
    return render(request, "people/person_form.html", shown)
