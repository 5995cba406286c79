"""Segments: the list, one, putting one together, sharing and ending it.

Putting together needs no script: what stands there travels in the address, each step is a link or
a form that leads to the next address, and nothing is kept before somebody saves it.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reclaim.core import clock
from reclaim.core.errors import Refused, require
from reclaim.core.http import SignedInRequest
from reclaim.people import services
from reclaim.people.forms.segments import LONGEST_ADDRESS, LineForm, SegmentForm, SharingForm
from reclaim.people.models import Segment, User
from reclaim.people.queries import segment_pages
from reclaim.people.queries import segments as queries
from reclaim.people.rules import definitions, may_see_people
from reclaim.people.rules import segments as rules
from reclaim.people.rules.definitions import EVERYBODY, Group, Path

STEPS: dict[str, Callable[[Group, Path], Group]] = {
    "remove": definitions.removed,
    "turn": definitions.turned,
    "loosen": definitions.loosened,
}


@require_safe
def segments(request: SignedInRequest) -> HttpResponse:
    shown = {
        "segments": segment_pages.segments_of(request.user),
        "may_see_people": may_see_people(request.user),
    }
    return render(request, "people/segments.html", shown)


def visible(user: User, pk: int) -> Segment:
    rows = Segment.objects.visible_to(user).open().select_related("organization", "made_by")
    found: Segment = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def segment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request.user, pk)
    asked = definitions.read(found.definition)
    shown = {
        "segment": found,
        "shown": segment_pages.Shown(asked, request.user, wants_effects="counts" in request.GET),
        "why_not_keep": rules.why_not_keep(found, request.user),
        "sharing_form": SharingForm(initial={"sharing": found.sharing}),
    }
    return render(request, "people/segment.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_segment(request: SignedInRequest) -> HttpResponse:
    if not may_see_people(request.user):
        raise Http404
    return built(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_segment(request: SignedInRequest, pk: int) -> HttpResponse:
    return built(request, visible(request.user, pk))


def built(request: SignedInRequest, found: Segment | None) -> HttpResponse:
    """Save it, take a step, or show where it stands."""
    before = definitions.read(found.definition) if found else EVERYBODY
    if request.method == "POST":
        asked = sent(request.POST.get("as"), before)
        return saved(request, asked, found)
    asked = sent(request.GET.get("as"), before)
    if step := STEPS.get(request.GET.get("do", "")):
        return on(request, step(asked, path_of(request.GET.get("at", ""))))
    return shown_to_build(
        request, asked, found, SegmentForm(by=request.user, segment=found, asked=asked)
    )


def sent(text: str | None, before: Group) -> Group:
    if text is None:
        return before
    if len(text) > LONGEST_ADDRESS:
        raise Refused(_("This segment is too long. Take some lines away."))
    return definitions.unpacked(text)


def on(request: HttpRequest, asked: Group) -> HttpResponse:
    return redirect(f"{request.path}?{urlencode({'as': definitions.packed(asked)})}")


def path_of(text: str) -> Path:
    parts = text.split(".") if text else []
    if not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts):
        raise definitions.not_read()
    return tuple(map(int, parts))


def saved(request: SignedInRequest, asked: Group, found: Segment | None) -> HttpResponse:
    form = SegmentForm(request.POST, by=request.user, segment=found, asked=asked)
    if not form.is_valid():
        return shown_to_build(request, asked, found, form)
    facts, now = form.cleaned_data, clock.now()
    if found is None:
        place = facts["organization"]
        return redirect(services.save_segment(place, facts["name"], asked, by=request.user, at=now))
    return redirect(services.change_segment(found, facts["name"], asked, by=request.user, at=now))


def shown_to_build(
    request: SignedInRequest, asked: Group, found: Segment | None, form: SegmentForm
) -> HttpResponse:
    """With the form of one more line, when a filter was chosen; a full one leads on."""
    filters = queries.filters_for(request.user)
    into = request.GET.get("into", "")
    beside = definitions.at(asked, path_of(into))
    line_form = None
    if chosen := filters.get(request.GET.get("add", "")):
        answers = request.GET if "ready" in request.GET else None
        line_form = LineForm(answers, of=chosen, by=request.user)
        if line_form.is_valid():
            return on(request, definitions.added(asked, path_of(into), line_form.line()))
    shown = {
        "segment": found,
        "shown": segment_pages.Shown(asked, request.user, wants_effects="counts" in request.GET),
        "filters": filters.values(),
        "into": into,
        "is_beside_a_line": not isinstance(beside, Group),
        "line_form": line_form,
        "form": form,
        "why_not_keep": rules.why_not_keep(found, request.user) if found else "",
    }
    return render(request, "people/segment_build.html", shown)


@require_POST
def share_segment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request.user, pk)
    form = SharingForm(request.POST)
    if form.is_valid():
        sharing = form.cleaned_data["sharing"]
        services.share_segment(found, sharing, by=request.user, at=clock.now())
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def end_segment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then end it."""
    found = visible(request.user, pk)
    require(rules.why_not_keep(found, request.user))
    if request.method == "POST":
        services.end_segment(found, by=request.user, at=clock.now())
        return redirect("people:segments")
    return render(request, "people/end_segment.html", {"segment": found})
