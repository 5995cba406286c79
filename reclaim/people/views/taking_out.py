"""Taking people out of a list in a sheet: first what will be in it and what for, then the file."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people.forms import TakingOutForm
from reclaim.people.queries.chosen import Chosen, chosen
from reclaim.people.queries.list_columns import columns_of_sheets
from reclaim.people.rules.taking_out import What
from reclaim.people.services.sheet_files import text_lines
from reclaim.people.services.taking_out import TakenOut, take_out
from reclaim.people.services.workbook_files import workbook_chunks

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def found(request: SignedInRequest) -> Chosen | None:
    """None when nothing was ticked; not there, when nobody of them is seen by this account."""
    wanted = chosen(request.user, request.GET.dict(), request.GET.getlist("person"))
    if wanted.is_empty:
        messages.warning(request, _("Tick somebody first, or choose everybody on the list."))
        return None
    get_object_or_404(wanted.people.order_by()[:1])
    return wanted


@require_http_methods(["GET", "HEAD", "POST"])
def take_out_people(request: SignedInRequest) -> HttpResponseBase:
    wanted = found(request)
    if wanted is None:
        return redirect("people:people")
    columns = columns_of_sheets(request.user)
    form = TakingOutForm(request.POST or None, chosen=wanted)
    if form.is_valid():
        what, what_for = form.cleaned_data["what"], form.cleaned_data["what_for"]
        by, at = request.user, clock.now()
        taken = take_out(wanted, columns, what=what, what_for=what_for, by=by, at=at)
        return as_workbook(taken) if what == What.XLSX else as_text(taken)
    shown = {"form": form, "chosen": wanted, "columns": columns}
    return render(request, "people/take_out.html", shown)


def file_name(ending: str) -> str:
    return _("people-%(day)s") % {"day": clock.today().isoformat()} + f".{ending}"


def as_text(taken: TakenOut) -> HttpResponseBase:
    lines = text_lines(taken.head, taken.rows)
    return sent(lines, "csv", "text/csv; charset=utf-8")


def as_workbook(taken: TakenOut) -> HttpResponseBase:
    chunks = workbook_chunks(_("People"), taken.head, taken.rows, most=taken.people)
    return sent(chunks, "xlsx", WORKBOOK)


def sent(content: Iterator[str] | Iterator[bytes], ending: str, kind: str) -> HttpResponseBase:
    """As it is written, so that nobody waits for the whole of it."""
    answer = StreamingHttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(ending)}"'
    return answer
