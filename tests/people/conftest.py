"""A store of each test's own, and three of Ana's people, whom segments tell apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from reclaim.people.models import Organization, Person
from tests import builders


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.STORE = tmp_path
    return tmp_path


@pytest.fixture
def rosa(local: Organization) -> Person:
    return builders.make_person(local, given_name="Rosa", language="fr", email="rosa@x.example")


@pytest.fixture
def idris(local: Organization) -> Person:
    return builders.make_person(local, given_name="Idris", also_speaks="ar fr")


@pytest.fixture
def mei(local: Organization) -> Person:
    return builders.make_person(local, given_name="Mei", language="zh")
