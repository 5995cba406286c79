"""The bundled places, read once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reclaim.places import services
from reclaim.places.models import BoundarySet


@pytest.fixture(scope="module")
def reports(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[services.Report]]:
    """What reading every bundled file reported; rolled back after the file's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield list(services.load_places(settings.DATA, by=None, at=timezone.now()))
        transaction.set_rollback(True)


@pytest.fixture
def ontario(reports: list[services.Report], db: None) -> BoundarySet:
    return BoundarySet.objects.get(slug="ontario-2022")


@pytest.fixture
def federal(reports: list[services.Report], db: None) -> BoundarySet:
    return BoundarySet.objects.get(slug="federal-2013")
