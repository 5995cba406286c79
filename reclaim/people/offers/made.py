"""What somebody made here for others to use, as it stands in what is kept about them."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.core.offers import PersonalSection, Subject
from reclaim.people.models import Segment
from reclaim.people.offers.record import accounts


def segments(subject: Subject) -> PersonalSection:
    found = Segment.objects.filter(made_by__in=accounts(subject)).select_related("organization")
    return PersonalSection(
        title=_("Segments you made"),
        columns=[_("Name"), _("Organization"), _("Who may use it"), _("Changed"), _("Ended")],
        rows=[
            (
                one.name,
                one.organization.name,
                one.get_sharing_display(),
                date_format(localtime(one.changed_at)),
                date_format(localtime(one.ended_at)) if one.ended_at else "",
            )
            for one in found
        ],
        why=_("So that you find them again, and others know whom to ask."),
    )
