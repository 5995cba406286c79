"""The database knows how many rows its tables have: after the night, after migrations."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from reclaim.core import offers
from reclaim.people.models import Organization
from tests.builders.people import make_organization

pytestmark = pytest.mark.django_db


def believed() -> float:
    table = Organization._meta.db_table
    questions = {
        "postgresql": "SELECT reltuples FROM pg_class WHERE relname = %s",
        "sqlite": "SELECT MAX(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(questions[connection.vendor], [table])
        return cursor.fetchone()[0]


@pytest.fixture
def three() -> None:
    for _number in range(3):
        make_organization()


def test_every_night_tables_are_counted(three):
    (job,) = [job for job in offers.daily_jobs if job.name == "table counts"]
    assert job.run().endswith("tables counted")
    assert believed() == 3


def test_migrations_may_rebuild_tables_so_they_are_counted_after(three):
    emit_post_migrate_signal(0, False, connection.alias, plan=["a migration"])
    assert believed() == 3


def test_nothing_is_counted_where_nothing_was_migrated(three):
    make_organization()
    emit_post_migrate_signal(0, False, connection.alias, plan=[])
    assert believed() != 4
