"""Who may give which role where: the table of `docs/explanation/reach.md` is what the rules say."""

import os
from pathlib import Path

import pytest

from reclaim.people import rules
from reclaim.people.models import Organization, Role
from tests.builders import make_user
from tests.web.write_access_table import ASKED

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reach.md"
START, END = "<!-- table: who gives which role -->\n", "<!-- end of the table -->\n"


def row(cells):
    return f"| {' | '.join(cells)} |\n"


def table(division, council, local, other_local):
    """Seen from an account that holds one role in the council."""
    places = {"there": council, "below": local, "beside": division_of(division), "above": division}
    lines = row(["who holds … in a council", *places]) + row(["---"] * (len(places) + 1))
    for held in Role:
        giver = make_user(f"The{held}", council, held)
        lines += row([str(held.label), *(given(giver, place) for place in places.values())])
    return lines


def division_of(division):
    return Organization.objects.add_child(
        Organization.objects.get(pk=division.pk),
        {"name_en": "Beside", "slug": "beside", "kind": Organization.Kind.SECTOR},
    )


def given(giver, place):
    roles = [role for role in Role if not rules.why_not_invite(giver, place, role)]
    if len(roles) == len(Role):
        return "every role"
    return ", ".join(str(role.label) for role in roles) or "none"


def test_the_document_says_who_gives_which_role_where(division, council, local, other_local):
    measured = table(division, council, local, other_local)
    before, _start, rest = DOCUMENT.read_text().partition(START)
    told, _end, after = rest.partition(END)
    if os.environ.get(ASKED):
        DOCUMENT.write_text(before + START + measured + END + after)
        told = measured
    assert told == measured, "Run python -m tests.web.write_access_table and read what it changed."
