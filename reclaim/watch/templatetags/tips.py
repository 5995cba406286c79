"""How tips are shown: who sees which link, and the square a phone reads."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from django import template
from django.utils.safestring import SafeString, mark_safe

from reclaim.watch.queries import tips as queries
from reclaim.watch.rules import tips as rules

register = template.Library()
register.filter("answers_tips", rules.may_answer_any)
register.filter("opens_tip_pages", rules.may_ask_for_any)


@register.simple_tag
def tips_of(threat: Any, user: Any) -> list[Any]:
    return queries.tips_of(threat, user)


@register.simple_tag(takes_context=True)
def whole(context: Any, path: str) -> str:
    """The address as one sends it to somebody."""
    return str(context["request"].build_absolute_uri(path))


@register.filter
def as_square(address: str) -> SafeString:
    """A QR code, drawn by what draws those of the sign-in."""
    drawn = str(get_adapter().build_totp_svg(address)).partition("?>")[2]
    return mark_safe(f'<div class="qr" aria-hidden="true">{drawn}</div>')  # noqa: S308 (squares, drawn from numbers)
