"""What every page needs to draw its frame."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 (a context processor is given the request)
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reclaim.core import clock, mail


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "navigation": navigation(request),
        "other_language": other_language(request),
        "demo_day": clock.pinned_day(),
        "delivers_for_real": mail.delivers_for_real(),
        "source_url": settings.SOURCE_URL,
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The main places. A place is current when the page stands under its address."""
    places = [
        (_("Today"), "home", False),
        (_("Campaigns"), "campaigns:campaigns", False),
        (_("Watch"), "watch:threats", False),
        (_("Evidence"), "evidence:findings", True),
        (_("People"), "people:people", False),
        (_("Wins"), "scoreboard:scoreboard", False),
    ]
    return [
        {"label": label, "url": url, "current": is_under(request.path, url), "wide_only": wide}
        for label, name, wide in places
        if (url := address(name))
    ]


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a room that is not built yet has no place in the bar
        return ""


def is_under(path: str, url: str) -> bool:
    home = reverse("home")
    return path == url if url == home else path.startswith(url)


def other_language(request: HttpRequest) -> dict[str, str]:
    code = "en" if (get_language() or "en").startswith("fr") else "fr"
    name = {"en": "English", "fr": "Français"}[code]
    return {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)}
