"""Three of Ana's people, whom segments tell apart."""

from __future__ import annotations

import pytest

from reclaim.people.models import Organization, Person
from tests import builders


@pytest.fixture
def rosa(local: Organization) -> Person:
    return builders.make_person(local, given_name="Rosa", language="fr", email="rosa@x.example")


@pytest.fixture
def idris(local: Organization) -> Person:
    return builders.make_person(local, given_name="Idris", also_speaks="ar fr")


@pytest.fixture
def mei(local: Organization) -> Person:
    return builders.make_person(local, given_name="Mei", language="zh")
