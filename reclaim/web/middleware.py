"""Refusals and outages, raised anywhere below a view, become one plain page each."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reclaim.core.errors import Refused, Unavailable

View = Callable[[HttpRequest], HttpResponse]


class PlainRefusals:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "refused.html", {"reason": str(error)}, status=403)
        if isinstance(error, Unavailable):
            return render(request, "unavailable.html", {"reason": str(error)}, status=503)
        return None
