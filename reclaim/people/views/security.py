"""Of whom an organization asks a second step, and why somebody is asked for it now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import services
from reclaim.people.forms.security import SecondStepForm
from reclaim.people.models import Organization, Role
from reclaim.people.queries import second_step as queries


@require_http_methods(["GET", "HEAD", "POST"])
def ask_second_step(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Organization.objects.visible_to(request.user, Role.ADMINISTRATOR)
    found: Organization = get_object_or_404(rows, slug=slug)
    sent = request.POST if request.method == "POST" else None
    form = SecondStepForm(sent, initial={"roles": queries.asked_here(found)})
    if form.is_valid():
        chosen = form.cleaned_data["roles"]
        services.ask_second_step(found, chosen, by=request.user, at=clock.now())
        return redirect("people:ask-second-step", found.slug)
    return render(
        request, "people/ask_second_step.html", {**queries.second_step_page(found), "form": form}
    )


@require_safe
def second_step_first(request: SignedInRequest) -> HttpResponse:
    """Where somebody is led who must have a second step and has none."""
    if not request.user.lacks_second_step:
        return redirect("home")
    return render(
        request, "people/second_step_first.html", {"asking": queries.asking(request.user)}
    )
