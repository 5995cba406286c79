"""Tables and charts wider than a phone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def wide_table(content: SafeString, label: str = "", labelled_by: str = "") -> SafeString:
    """Scrolls by itself, by keyboard too, and says what it is: in words, or by the heading whose
    id is `labelled_by`."""
    name = 'aria-labelledby="{}"' if labelled_by else 'aria-label="{}"'
    around = '<div class="wide-table" tabindex="0" role="region" ' + name + ">{}</div>"
    return format_html(around, labelled_by or label, content)
