"""What a browser calls itself, in words a person recognizes."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()
BROWSERS = (  # the first that fits: most call themselves by the others' names too
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    browser, machine = first(BROWSERS, user_agent), first(DEVICES, user_agent)
    if browser and machine:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": machine}
    return browser or machine or user_agent[:60] or _("a browser without a name")


def first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if re.search(sign, user_agent)), "")
