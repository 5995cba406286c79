"""What people are taken out for, and when they can't be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reclaim.people.models import User
from reclaim.people.rules import may_see_people

MOST_IN_A_WORKBOOK = 1_048_575  # rows of a sheet, its head apart


class What(models.TextChoices):
    XLSX = "xlsx", _("a workbook (XLSX), for Excel, LibreOffice and the like")
    CSV = "csv", _("a text file (CSV), for other programs")


class WhatFor(models.TextChoices):
    TALKS = "talks", _("to call or visit them")
    LETTERS = "letters", _("to write to them")
    MEETING = "meeting", _("for a meeting or a vote")
    CHECK = "check", _("to check or count the list")
    BODY = "body", _("for a body of our union that needs it")
    OTHER = "other", _("for something else")


def why_not_take_out(user: User, what: str, what_for: str, people: int) -> str:
    if not may_see_people(user):
        return gettext("Only organizers, coordinators and administrators take people out.")
    if what not in What.values or what_for not in WhatFor.values:
        return gettext("Say what you take them out for, and as what.")
    if what == What.XLSX and people > MOST_IN_A_WORKBOOK:
        return gettext("A workbook has no room for so many. Take a text file, or narrow the list.")
    return ""
