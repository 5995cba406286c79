"""A person's preference page, opened by the link in a message; and what others record for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import services
from reclaim.people.forms import ConsentForm
from reclaim.people.models import Person
from reclaim.people.queries import consent as queries
from reclaim.people.queries.partners import partner_topic
from reclaim.people.views.records import part, to_change


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs that look at links before people do open it too."""
    person = whose(token)
    if request.method == "POST":
        wanted = (key.partition(":") for key in request.POST.getlist("wanted"))
        chosen = {(channel, purpose) for channel, _colon, purpose in wanted}
        partners = {int(pk) for pk in request.POST.getlist("seen_by") if is_key(pk)}
        services.choose_preferences(person, chosen, language=language(), at=clock.now())
        services.choose_partners(person, partners, language=language(), at=clock.now())
        messages.success(request, _("Kept. It counts from now on."))
        return redirect("people:preferences", token=token)
    shown = {"person": person, "token": token, "topics": queries.topics(person, clock.today())}
    shown["partner_topic"] = partner_topic(person)
    return render(request, "people/preferences.html", shown)


@login_not_required
@require_POST
def stop_everything(request: HttpRequest, token: str) -> HttpResponse:
    services.stop_everything(whose(token), language=language(), at=clock.now())
    messages.success(request, _("We will not write to you again, at any address we know of you."))
    return redirect("people:preferences", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def record_consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """A yes or a no said on paper or in a talk."""
    person = to_change(request, pk)
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        services.record_consent(person, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect(person)
    return part(request, person, form, _("Record a yes or a no"))


def whose(token: str) -> Person:
    person = queries.person_behind(token)
    if person is None:
        raise Http404
    return person


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def language() -> str:
    return (get_language() or "en")[:2]
