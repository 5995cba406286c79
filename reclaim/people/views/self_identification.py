"""What people say of themselves, and the counts that come of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import audit, clock
from reclaim.core.http import SignedInRequest
from reclaim.people import rules, services
from reclaim.people.forms import SelfIdentificationForm
from reclaim.people.models import Organization, Person, SelfIdentification
from reclaim.people.queries.self_identification import counts_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def self_identification(request: SignedInRequest) -> HttpResponse:
    """Only ever about whoever asks."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "people/self_identification.html", {"person": None})
    said = SelfIdentification.objects.filter(person=person).first()
    form = SelfIdentificationForm(
        request.POST or None, initial={"chosen": sorted(said.chosen) if said else []}
    )
    if request.method == "POST" and form.is_valid():
        chosen = [] if "withdraw" in request.POST else form.cleaned_data["chosen"]
        services.say_of_oneself(person, chosen, by=request.user, at=clock.now())
        kept = _("Kept, sealed.") if chosen else _("Nothing is kept about this any more.")
        messages.success(request, kept)
        return redirect("people:self-identification")
    shown = {"person": person, "said": said, "form": form}
    return render(request, "people/self_identification.html", shown)


@require_safe
def identity_counts(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many, never who; that somebody looked is kept."""
    rows = Organization.objects.visible_to(request.user, *rules.GIVES_ROLES)
    organization: Organization = get_object_or_404(rows, slug=slug)
    audit.record("look at counts", organization, by=request.user, at=clock.now())
    shown = {"organization": organization, "counts": counts_of(organization)}
    return render(request, "people/identity_counts.html", shown)
