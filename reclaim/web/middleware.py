"""Refusals and outages, raised anywhere below a view, become one plain page each; and what a
signed-in person sees is kept by no browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

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


class KeptByNoBrowser:
    """Phones are shared: after signing out, the back button shows nobody's list again."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response
