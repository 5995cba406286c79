"""What is kept of somebody because they were changed together with others, as they may read it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reclaim.core.languages import language_name
from reclaim.core.offers import PersonalSection
from reclaim.people.models import BulkChange, Person, Worksite
from reclaim.people.offers.record import moment
from reclaim.people.queries.bulk_changes import before_of


def section(people: QuerySet[Person]) -> PersonalSection:
    return PersonalSection(
        title=_("Changed together with others"),
        columns=[_("When"), _("By"), _("What stood there before")],
        rows=[
            (moment(change.at), str(change.by), ", ".join(filter(None, in_words(change, said))))
            for change, said in before_of(people).items()
        ],
        why=_("So that a mistake can be taken back, for a day."),
    )


def in_words(change: BulkChange, said: list[str]) -> list[str]:
    """A worksite and a language are kept as numbers and codes; the rest as it was written."""
    if change.action == "people.language":
        return [language_name(code) for code in said]
    if change.action == "people.worksite":
        numbers = [int(text) for text in said if text]
        return [site.name for site in Worksite.objects.filter(pk__in=numbers)]
    return said
