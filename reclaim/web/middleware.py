"""Refusals and outages, raised anywhere below a view, become one plain page each; what a
signed-in person sees is kept by no browser; and who must have a second step sets it up first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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


class SecondStepFirst:
    """Somebody whose role asks for a second step and who has none opens nothing else before."""

    SETTING_UP = ("mfa_", "account_reauthenticate", "account_logout", "people:second-step-first")

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        is_open = not getattr(view, "login_required", True)
        if is_open or not request.user.is_authenticated or self.is_setting_up(request):
            return None
        lacks = getattr(request.user, "lacks_second_step", False)
        return redirect("people:second-step-first") if lacks else None

    def is_setting_up(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.view_name.startswith(self.SETTING_UP)
