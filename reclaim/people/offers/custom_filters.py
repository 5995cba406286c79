"""A question to each field an organization made for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import Case, DecimalField, F, Q, When
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reclaim.core.offers import AskedFor, Rows, SegmentFilter
from reclaim.people.models import CustomField, CustomValue, User
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.models.segment import ancestors

Kind = CustomField.Kind
Value = Mapping[str, str]
AS_NUMBER = DecimalField(max_digits=30, decimal_places=10)
A_NUMBER = r"^-?[0-9]{1,20}([.][0-9]*)?$"


def custom_filters(user: User) -> list[SegmentFilter]:
    """One for each field that is asked of people this account sees."""
    paths = user.paths(*SEES_PEOPLE)
    below = Q(pk__in=CustomField.objects.visible_to(user).order_by().values("pk"))
    asked = CustomField.objects.filter(is_ended=False).select_related("organization")
    found = asked.filter(below | Q(organization__path__in=ancestors(paths)))
    return [custom_filter(field) for field in found]


def custom_filter(field: CustomField) -> SegmentFilter:
    return SegmentFilter(
        f"people.custom.{field.pk}",
        f"{field.name} ({field.organization})",
        partial(asks, field),
        partial(matching, field),
        partial(says, field),
    )


@dataclass(frozen=True)
class Comparison:
    """How a field may be compared, and what that is in words, affirmed and denied."""

    key: str
    lookup: str
    label: Callable[[], str]
    so: Callable[[], str]
    not_so: Callable[[], str]


IS = Comparison(
    "is",
    "value__iexact",
    lambda: _("is"),
    lambda: _("have “%(value)s” as %(field)s"),
    lambda: _("do not have “%(value)s” as %(field)s"),
)
NUMBERS = (
    Comparison(
        "least",
        "as_number__gte",
        lambda: _("at least"),
        lambda: _("have at least %(value)s as %(field)s"),
        lambda: _("do not have at least %(value)s as %(field)s"),
    ),
    Comparison(
        "most",
        "as_number__lte",
        lambda: _("at most"),
        lambda: _("have at most %(value)s as %(field)s"),
        lambda: _("do not have at most %(value)s as %(field)s"),
    ),
)
DATES = (
    Comparison(
        "since",
        "value__gte",
        lambda: _("since"),
        lambda: _("have a day since %(value)s as %(field)s"),
        lambda: _("have no day since %(value)s as %(field)s"),
    ),
    Comparison(
        "until",
        "value__lte",
        lambda: _("until"),
        lambda: _("have a day until %(value)s as %(field)s"),
        lambda: _("have no day until %(value)s as %(field)s"),
    ),
)
COMPARED = {Kind.NUMBER: NUMBERS, Kind.DATE: DATES}


def comparisons(field: CustomField) -> tuple[Comparison, ...]:
    return COMPARED.get(Kind(field.kind), (IS,))


def asks(field: CustomField, user: User) -> Sequence[AskedFor]:
    kind = Kind(field.kind)
    if kind == Kind.YES_NO:
        return [AskedFor("value", field.name, choices=[("yes", _("yes")), ("no", _("no"))])]
    if kind == Kind.CHOICE:
        return [AskedFor("value", field.name, choices=[(one, one) for one in field.listed])]
    shown = {Kind.NUMBER: "number", Kind.DATE: "date"}.get(kind, "text")
    value = AskedFor("value", field.name, shown, read=field.read)
    if kind not in COMPARED:
        return [value]
    how = [(one.key, one.label()) for one in comparisons(field)]
    return [AskedFor("how", _("Compared"), choices=how), value]


def chosen(field: CustomField, value: Value) -> Comparison | None:
    listed = comparisons(field)
    asked = value.get("how", listed[0].key if len(listed) == 1 else "")
    return next((one for one in listed if one.key == asked), None)


def matching(field: CustomField, user: User, value: Value) -> Rows | None:
    how, wanted = chosen(field, value), value.get("value", "")
    if how is None or not is_readable(field, wanted):
        return None
    found = CustomValue.objects.filter(field=field)
    if field.kind == Kind.NUMBER:
        # Only values of this field are read as numbers, in whatever order a database looks.
        # What was kept before numbers had a limit is none to a database that has one.
        number = Case(When(field=field, value__regex=A_NUMBER, then=Cast(F("value"), AS_NUMBER)))
        found = found.annotate(as_number=number)
    return Rows(found.filter(**{how.lookup: wanted}))


def is_readable(field: CustomField, wanted: str) -> bool:
    """A list may have lost an entry since; what is kept otherwise reads as itself."""
    try:
        return bool(wanted) and field.read(wanted) == wanted
    except ValidationError:
        return False


def says(field: CustomField, user: User, value: Value, is_so: bool) -> str:
    how = chosen(field, value) or IS
    facts = {"value": in_words(field, value["value"]), "field": field.name}
    return (how.so() if is_so else how.not_so()) % facts


def in_words(field: CustomField, value: str) -> str:
    if field.kind == Kind.DATE:
        return date_format(date.fromisoformat(value))
    if field.kind == Kind.YES_NO:
        return _("yes") if value == "yes" else _("no")
    return value
