"""Shows what other rooms offer to a campaign room."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from reclaim.core.offers import Part

register = template.Library()


@register.simple_tag(takes_context=True)
def offered(context: Context, part: Part) -> SafeString:
    """The part's own template, with its context laid over the page's."""
    assert context.template is not None  # noqa: S101 (a tag is only ever drawn in a template)
    with context.push(**part.context):
        return context.template.engine.get_template(part.template).render(context)
