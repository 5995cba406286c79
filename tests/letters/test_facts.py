"""Facts a writer may use: each with its source."""

import pytest

from reclaim.act.letters.services import add_fact
from reclaim.core import clock
from reclaim.core.errors import Refused
from tests.builders import make_appeal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sentence", "source", "reason"),
    [("", "City open data", "in one sentence"), ("Three firms held it.", " ", "where the fact")],
)
def test_a_fact_without_a_source_or_words_is_refused(local, ana, sentence, source, reason):
    with pytest.raises(Refused, match=reason):
        add_fact(make_appeal(local), sentence_en=sentence, source_en=source, by=ana, at=clock.now())
