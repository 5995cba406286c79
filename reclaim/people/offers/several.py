"""What this room does with several people of a list at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reclaim.core.languages import language_name
from reclaim.core.offers import BulkAction
from reclaim.people.forms.several import (
    FillingForm,
    LanguageForm,
    NotingForm,
    PlacingForm,
    TurningForm,
)
from reclaim.people.models import CustomField, CustomValue, LocalMembership, User
from reclaim.people.queries import in_words
from reclaim.people.queries.list_columns import own_fields
from reclaim.people.rules import may_see_people
from reclaim.people.rules import several as rules
from reclaim.people.services import several as services
from reclaim.people.services import taking_back

Facts = Mapping[str, Any]


def actions(user: User) -> Sequence[BulkAction]:
    if not may_see_people(user):
        return []
    fields = CustomField.objects.filter(pk__in=own_fields(user), is_ended=False)
    return [placing(), language(), turning(), noting(), *map(filling, fields)]


def placing() -> BulkAction:
    return BulkAction(
        key="people.worksite",
        label=_("Say where they work"),
        form=PlacingForm,
        says=says_where,
        leaves_out=lambda user, facts: rules.not_placed(user, facts["worksite"]),
        do=place,
        take_back=taking_back.worksites_back,
    )


def says_where(facts: Facts) -> str:
    if facts["worksite"] is None:
        return _("Their worksite is taken away; where they work is not known then.")
    return _("Their worksite becomes “%(site)s”.") % {"site": facts["worksite"]}


def place(people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    return services.place_at(people, facts["worksite"], by=by, at=at)


def language() -> BulkAction:
    return BulkAction(
        key="people.language",
        label=_("Say which language they prefer"),
        form=LanguageForm,
        says=lambda facts: (
            _("The language they prefer becomes %(language)s.")
            % {"language": language_name(facts["language"])}
        ),
        leaves_out=lambda user, facts: rules.not_spoken(user, facts["language"]),
        do=speak,
        take_back=taking_back.languages_back,
    )


def speak(people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    return services.let_prefer(people, facts["language"], by=by, at=at)


def turning() -> BulkAction:
    return BulkAction(
        key="people.kind",
        label=_("Say what they are in their local"),
        form=TurningForm,
        says=says_kind,
        leaves_out=lambda user, facts: rules.not_turned(user, facts["kind"], facts["since"]),
        do=turn,
        take_back=taking_back.memberships_back,
    )


def says_kind(facts: Facts) -> str:
    words = {
        "kind": dict(LocalMembership.Kind.choices)[facts["kind"]],
        "day": date_format(facts["since"]),
    }
    return _("In the local that keeps their record they are: %(kind)s, since %(day)s.") % words


def turn(people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    return services.turn_into(people, facts["kind"], facts["since"], by=by, at=at)


def noting() -> BulkAction:
    return BulkAction(
        key="people.note",
        label=_("Write a note"),
        form=NotingForm,
        says=lambda facts: _("Each record gets the note: “%(text)s”") % {"text": facts["text"]},
        leaves_out=lambda user, _facts: [rules.not_kept_here(user)],
        do=write,
        take_back=taking_back.notes_back,
    )


def write(people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    visibility = facts["visibility"]
    return services.write_notes(people, facts["text"], visibility=visibility, by=by, at=at)


def filling(field: CustomField) -> BulkAction:
    return BulkAction(
        key=f"people.field-{field.pk}",
        label=_("Fill in “%(field)s”") % {"field": field},
        form=partial(FillingForm, field=field),
        says=partial(says_value, field),
        leaves_out=lambda user, facts: rules.not_filled(user, field, facts["value"]),
        do=partial(fill, field),
        take_back=partial(taking_back.values_back, field),
    )


def says_value(field: CustomField, facts: Facts) -> str:
    if not facts["value"]:
        return _("What stands in “%(field)s” is taken away.") % {"field": field}
    said = in_words(CustomValue(field=field, value=facts["value"]))
    return _("“%(field)s” becomes “%(value)s”.") % {"field": field, "value": said}


def fill(field: CustomField, people: Any, facts: Facts, *, by: User, at: datetime) -> int:
    return services.fill_field(people, field, facts["value"], by=by, at=at)
