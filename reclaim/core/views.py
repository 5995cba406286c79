"""The local mailbox's pages, for those who administer this installation."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reclaim.core.models import ReceivedMail


def require_installation_administrator(request: HttpRequest) -> None:
    """The mailbox holds sign-in links of everybody, so no role in an organization opens it."""
    if not getattr(request.user, "is_staff", False):
        raise Http404


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    require_installation_administrator(request)
    found = ReceivedMail.objects.defer("raw")
    if wanted := request.GET.get("to", "").strip():
        found = found.filter(envelope_to__iexact=wanted)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "core/mailbox.html",
        {"page": page, "wanted": wanted, "query": urlencode({"to": wanted})},
    )


@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    require_installation_administrator(request)
    found = get_object_or_404(ReceivedMail, pk=pk)
    return render(request, "core/mail.html", {"mail": found})
