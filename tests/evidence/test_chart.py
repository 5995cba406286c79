"""The drawing of a service's awards in time."""

import pytest

from reclaim.evidence import queries
from tests.builders import award_line

pytestmark = pytest.mark.django_db


def test_the_chart_takes_the_colours_of_the_page_and_has_words(known, django_assert_num_queries):
    service = known(award_line(supplier="Sécurité <Nord>"))
    with django_assert_num_queries(1):
        chart = queries.holders_chart([service], "fr")
    assert chart.startswith("<svg") and "var(--ink)" in chart and 'role="img"' in chart
    assert "Sécurité &lt;Nord&gt;" in chart and "<Nord>" not in chart
