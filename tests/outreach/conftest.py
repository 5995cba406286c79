"""A campaign at one shelter, two of whose people are on Lea's list."""

from __future__ import annotations

import pytest

from reclaim.campaigns.models import Campaign
from reclaim.organize.outreach.models import List
from reclaim.people.models import Organization, Person, Role, User, Worksite
from tests import builders


@pytest.fixture
def site(local: Organization) -> Worksite:
    return builders.make_worksite(local, "North shelter")


@pytest.fixture
def campaign(local: Organization, site: Worksite) -> Campaign:
    campaign = builders.make_campaign(local)
    campaign.worksites.add(site)
    return campaign


@pytest.fixture
def amina(local: Organization, site: Worksite) -> Person:
    return builders.make_person(local, given_name="Amina", worksite=site, shift="nights")


@pytest.fixture
def bo(local: Organization, site: Worksite) -> Person:
    return builders.make_person(local, given_name="Bo", worksite=site)


@pytest.fixture
def night_shift(campaign: Campaign, amina: Person, bo: Person, lea: User) -> List:
    return builders.make_list(campaign, amina, bo, leader=lea, name="Night shift")


@pytest.fixture
def omar(local: Organization) -> User:
    """Another leader of the same local."""
    return builders.make_user("Omar", local, Role.LEADER)
