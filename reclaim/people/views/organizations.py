"""The tree of organizations, and who does what in each."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.core.http import SignedInRequest
from reclaim.people import queries, rules, services
from reclaim.people.forms import InvitationForm, LastDayForm, WorksiteForm
from reclaim.people.models import Membership, Organization
from reclaim.people.models.person import SEES_PEOPLE


@require_safe
def organizations(request: SignedInRequest) -> HttpResponse:
    tree = queries.tree(request.user)
    return render(request, "people/organizations.html", {"tree": tree})


@require_safe
def organization(request: SignedInRequest, slug: str) -> HttpResponse:
    found: Organization = get_object_or_404(
        Organization.objects.visible_to(request.user), slug=slug
    )
    shown = queries.organization_page(found, request.user)
    if shown["may_give_roles"]:
        shown["invitation_form"] = InvitationForm(by=request.user, organization=found)
    if shown["may_see_people"]:
        shown["worksite_form"] = WorksiteForm()
    return render(request, "people/organization.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_worksite(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Organization.objects.visible_to(request.user, *SEES_PEOPLE)
    found: Organization = get_object_or_404(rows, slug=slug)
    form = WorksiteForm(request.POST or None)
    if form.is_valid():
        services.add_worksite(found, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect(found)
    return render(request, "people/worksite_form.html", {"form": form, "organization": found})


@require_http_methods(["GET", "HEAD", "POST"])
def change_last_day(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.user).select_related("user", "organization")
    membership = get_object_or_404(rows, pk=pk)
    require(rules.why_not_extend(request.user, membership))
    form = LastDayForm(request.POST or None, by=request.user, membership=membership)
    if form.is_valid():
        until = form.cleaned_data["until"]
        services.change_last_day(membership, until, by=request.user, at=clock.now())
        return redirect(membership.organization)
    return render(request, "people/last_day.html", {"membership": membership, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then end it."""
    rows = Membership.objects.visible_to(request.user).select_related("user", "organization")
    membership = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        services.end_role(membership, by=request.user, at=clock.now())
        return redirect(membership.organization)
    require(rules.why_not_end(request.user, membership))
    return render(request, "people/end_role.html", {"membership": membership})
