"""What is wider than a phone scrolls by keyboard, and says what it is."""

from django.template import Context, Template

WIDE = "{% load tables %}{% wide_table "


def drawn(source, **facts):
    return Template(WIDE + source + "{% endwide_table %}").render(Context(facts))


def test_its_name_is_words_and_never_markup():
    page = drawn("title %}<table></table>", title='Who "holds" <b>')
    assert page == (
        '<div class="wide-table" tabindex="0" role="region"'
        ' aria-label="Who &quot;holds&quot; &lt;b&gt;"><table></table></div>'
    )


def test_or_the_heading_above_it():
    assert ' aria-labelledby="roles">' in drawn('labelled_by="roles" %}')


def test_what_stands_in_it_is_escaped_as_elsewhere():
    assert "<i>" not in drawn('"List" %}{{ name }}', name="<i>")
