"""Bringing in people from a sheet, step by step."""

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people.forms import ColumnsForm, SheetForm
from reclaim.people.models import Import, Organization
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries import imports as queries
from reclaim.people.services import imports as services
from reclaim.people.services.imports.sheets import neutral


def one_of(request: SignedInRequest, pk: int) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("organization", "corrects")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest, slug: str) -> HttpResponse:
    """Those of one organization, and where to drop the next sheet."""
    rows = Organization.objects.visible_to(request.user, *SEES_PEOPLE)
    organization: Organization = get_object_or_404(rows, slug=slug)
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        work = services.take_sheet(
            organization,
            form.cleaned_data["sheet"],
            by=request.user,
            at=clock.now(),
            language=(get_language() or "en")[:2],
        )
        return redirect(work)
    shown = queries.imports_page(organization, request.user)
    return render(request, "people/imports.html", {**shown, "form": form})


@require_safe
def one_import(request: SignedInRequest, pk: int) -> HttpResponse:
    work = one_of(request, pk)
    if work.stage == "columns":
        return on_to_columns(request, pk)
    return render(request, "people/import.html", queries.import_page(work))


def on_to_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page that asked by itself whether the sheet is read goes there as a whole."""
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(reverse("people:import-columns", args=[pk]))
    return redirect("people:import-columns", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    work = one_of(request, pk)
    if work.stage in {"read", "unreadable"}:
        return redirect(work)
    form = ColumnsForm(request.POST or None, work=work)
    if form.is_valid():
        services.say_columns(work, form.mapping, by=request.user, at=clock.now())
        return redirect(work)
    shown = {"form": form, "work": work, "organization": work.organization}
    return render(request, "people/import_columns.html", shown)


@require_POST
def start_import(request: SignedInRequest, pk: int) -> HttpResponse:
    work = services.start_import(one_of(request, pk), by=request.user, at=clock.now())
    return redirect(work)


@require_POST
def go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    return redirect(services.go_on(one_of(request, pk), by=request.user, at=clock.now()))


@require_POST
def discard_import(request: SignedInRequest, pk: int) -> HttpResponse:
    work = one_of(request, pk)
    services.discard_import(work, by=request.user, at=clock.now())
    messages.success(request, _("Thrown away. Nothing was changed."))
    return redirect("people:imports", work.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then take it back."""
    work = one_of(request, pk)
    if request.method == "POST":
        services.ask_to_undo(work, by=request.user, at=clock.now())
        return redirect(work)
    return render(request, "people/import_undo.html", queries.import_page(work))


@require_safe
def import_set_aside(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were set aside with the reason, to mend and drop again."""
    work = one_of(request, pk)
    services.note_taken(work, by=request.user, at=clock.now())
    answer = StreamingHttpResponse(fix_up_lines(work), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="set-aside-{work.pk}.csv"'
    return answer


class Line:
    """What a csv writer takes for a file, and hands back."""

    def write(self, text: str) -> str:
        return text


def fix_up_lines(work: Import) -> Iterator[str]:
    """Opens with the mark by which spreadsheets know the encoding. No cell is a formula."""
    header, written = work.sheet["header"], csv.writer(Line())
    why = _("Why it was set aside (Reclaim import %(pk)s)") % {"pk": work.pk}
    yield "\ufeff" + written.writerow([*map(neutral, header), why])
    for cells, number, reason in queries.set_aside_rows(work):
        row = [neutral(cell) for cell in (cells + [""] * len(header))[: len(header)]]
        told = _("Row %(number)s: %(reason)s") % {"number": number, "reason": reason}
        yield written.writerow([*row, neutral(told)])
