"""Numbers of an organization's own fields: only what every database can compare."""

import pytest
from django.core.exceptions import ValidationError

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import CustomField, CustomValue
from tests import builders
from tests.people.segment_builders import found, line

pytestmark = pytest.mark.django_db
NUMBER = CustomField(kind="number", name_en="Shoe size")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 234,5", "1234.5"), ("-0.50", "-0.5"), ("0", "0"), ("9" * 20, "9" * 20), ("1e3", "1000")],
)
def test_a_number_is_kept_as_it_is_compared(typed, kept):
    assert NUMBER.read(typed) == kept


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "Infinity", "-inf", "9" * 21, "1e400", "1e-400"])
def test_what_no_database_compares_is_none(typed):
    with pytest.raises(ValidationError, match="is not a number"):
        NUMBER.read(typed)


@pytest.mark.parametrize("kept", ["NaN", "Infinity", "9" * 41])
def test_one_that_was_kept_before_is_found_by_no_comparison(local, ana, kept):
    field = services.add_custom_field(
        local, kind="number", name_en="Shoe size", by=ana, at=clock.now()
    )
    CustomValue.objects.create(person=builders.make_person(local), field=field, value=kept)
    for how in ("least", "most"):
        assert found(ana, line(f"people.custom.{field.pk}", how=how, value="10")) == set()
