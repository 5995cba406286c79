"""A person's own record: reading it, putting it right, asking for what they may not change."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import services
from reclaim.people.forms import ContactForm
from reclaim.people.forms.oneself import CorrectionForm, OwnRecordForm
from reclaim.people.queries import oneself as queries

fill_in = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def my_record(request: SignedInRequest) -> HttpResponse:
    return render(request, "people/my_record.html", queries.own_page(request.user))


@never_cache
@fill_in
def correct_record(request: SignedInRequest) -> HttpResponse:
    person = queries.own_records(request.user).first()
    form = OwnRecordForm(request.POST or None, user=request.user, person=person)
    if form.is_valid():
        services.correct_oneself(request.user, at=clock.now(), **form.changes)
        messages.success(request, _("Kept. Everybody who reaches your record sees it so now."))
        return redirect("people:my-record")
    return own_form(request, form, _("My name and how I speak"))


@never_cache
@fill_in
def add_own_contact(request: SignedInRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    form.fields["is_preferred"].label = _("I prefer this one")
    if not queries.own_records(request.user).exists():
        return own_form(request, None, _("One more way to reach me"))
    if form.is_valid():
        facts = form.cleaned_data
        kept = services.add_own_contact(request.user, at=clock.now(), **facts)
        return told(request, kept)
    return own_form(request, form, _("One more way to reach me"))


@require_POST
def mark_own_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """It no longer reaches me, does again, or I prefer it."""
    point = get_object_or_404(queries.own_points(request.user).select_related("person"), pk=pk)
    status = request.POST.get("status", "")
    if status == "preferred":
        kept = services.prefer_own_contact(point, by=request.user, at=clock.now())
    else:
        kept = services.mark_own_contact(point, status, by=request.user, at=clock.now())
    return told(request, kept)


@never_cache
@fill_in
def confirm_own_address(request: SignedInRequest, token: str) -> HttpResponse:
    """Opening it keeps nothing: programs that look at links before people do open it too."""
    found = services.address_behind(token, request.user, at=clock.now())
    if found is None:
        raise Http404
    if request.method == "POST":
        services.confirm_own_address(token, by=request.user, at=clock.now())
        return told(request, True)
    return render(request, "people/confirm_own_address.html", {"email": found[0]})


@never_cache
@fill_in
def ask_correction(request: SignedInRequest) -> HttpResponse:
    form = CorrectionForm(request.POST or None, user=request.user)
    if not form.records:
        return own_form(request, None, _("Ask for a correction"))
    if form.is_valid():
        about, text = form.cleaned_data["about"], form.cleaned_data["text"]
        services.ask_correction(form.person, about, text, by=request.user, at=clock.now())
        messages.success(request, _("Asked. The answer will stand here."))
        return redirect("people:my-record")
    return own_form(request, form, _("Ask for a correction"), send=_("Ask"))


def own_form(request: SignedInRequest, form: object, title: str, *, send: str = "") -> HttpResponse:
    shown = {"form": form, "title": title, "send": send}
    return render(request, "people/own_form.html", shown)


def told(request: SignedInRequest, is_kept: bool) -> HttpResponse:
    sent = _("We sent a link there. The address counts once you have opened it.")
    messages.success(request, _("Kept. It counts from now on.") if is_kept else sent)
    return redirect("people:my-record")
