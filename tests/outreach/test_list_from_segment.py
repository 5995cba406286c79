"""A list made of the people of a worksite whom a segment finds."""

from __future__ import annotations

import pytest

from reclaim.campaigns.models import Campaign
from reclaim.organize.outreach.forms import ListForm
from reclaim.people.models import Organization, User, Worksite
from tests import builders
from tests.people.segment_builders import make_segment

pytestmark = pytest.mark.django_db


def made(local: Organization) -> tuple[Worksite, Campaign]:
    worksite, campaign = builders.make_worksite(local), builders.make_campaign(local)
    campaign.worksites.add(worksite)
    return worksite, campaign


def test_only_people_the_segment_finds_are_put_on_the_list(local: Organization, ana: User):
    worksite, campaign = made(local)
    claire = builders.make_person(local, worksite=worksite, language="fr")
    builders.make_person(local, worksite=worksite, language="en")
    builders.make_person(local, language="fr")
    asked = {"worksite": worksite.pk, "name": "Nights", "size": 10}
    french = make_segment(local, ana)
    form = ListForm({**asked, "segment": french.pk}, campaign=campaign, by=ana)
    assert form.is_valid(), form.errors
    assert form.people() == [claire]


def test_a_segment_that_finds_nobody_there_is_said(local: Organization, ana: User):
    worksite, campaign = made(local)
    builders.make_person(local, worksite=worksite, language="en")
    asked = {"worksite": worksite.pk, "name": "Nights", "size": 10}
    asked["segment"] = make_segment(local, ana).pk
    form = ListForm(asked, campaign=campaign, by=ana)
    assert form.errors["worksite"] == ["Nobody there whom this segment finds is without a list."]


def test_somebody_elses_segment_is_no_choice(local: Organization, ana: User, cleo: User):
    theirs = make_segment(cleo.memberships.get().organization, cleo)
    campaign = builders.make_campaign(local)
    assert theirs not in ListForm(campaign=campaign, by=ana).fields["segment"].queryset
